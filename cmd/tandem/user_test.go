package main

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tandem/internal/audit"
	"tandem/internal/fault"
)

// run runs a command with what is piped into it, and gives what it prints.
func run(t *testing.T, input, line string) (string, error) {
	t.Helper()
	words := strings.Fields(line)
	in, out := filepath.Join(t.TempDir(), "in"), filepath.Join(t.TempDir(), "out")
	if err := os.WriteFile(in, []byte(input), 0o600); err != nil {
		t.Fatal(err)
	}
	reader, errIn := os.Open(in)
	writer, errOut := os.Create(out)
	if errIn != nil || errOut != nil {
		t.Fatal(errIn, errOut)
	}
	stdin, stdout := os.Stdin, os.Stdout
	os.Stdin, os.Stdout = reader, writer
	err := commands[words[0]](t.Context(), words[1:])
	os.Stdin, os.Stdout = stdin, stdout
	reader.Close()
	writer.Seek(0, io.SeekStart)
	text, _ := io.ReadAll(writer)
	writer.Close()
	_ = os.Remove(out)
	return string(text), err
}

func TestUser(t *testing.T) {
	data := " --data " + t.TempDir()
	must := func(input, line string) string {
		t.Helper()
		text, err := run(t, input, line+data)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	must("correct horse 9\n", "user create --email ann@example.org --name Ann")
	if text := must("", "user create --email ben@example.org --name Ben"); !strings.Contains(text, "\npassword: ") {
		t.Errorf("no password was made: %q", text)
	}
	list := must("", "user list")
	if strings.Count(list, "\n") != 2 || !strings.Contains(list, "Ann administrator") || strings.Contains(list, "Ben administrator") {
		t.Errorf("%q", list)
	}
	login := func(password string) error {
		floors := offline(t, strings.TrimPrefix(data, " --data "))
		_, err := floors.Accounts.Login(t.Context(), "ann@example.org", password, "test", nil)
		return err
	}
	if err := login("correct horse 9"); err != nil {
		t.Error(err)
	}
	must("another horse 10\n", "user password --email ann@example.org")
	if login("another horse 10") != nil || login("correct horse 9") == nil {
		t.Error("the new password serves, the old one no more")
	}
	must("", "user disable --email ann@example.org")
	if err := login("another horse 10"); !fault.Is(err, fault.Unauthenticated) || !strings.Contains(must("", "user list"), "disabled") {
		t.Errorf("disabled, and in: %v", err)
	}
	must("", "user enable --email ann@example.org")
	if err := login("another horse 10"); err != nil {
		t.Error(err)
	}
}

func TestToken(t *testing.T) {
	data := " --data " + t.TempDir()
	if _, err := run(t, "correct horse 9\n", "user create --email ann@example.org --name Ann"+data); err != nil {
		t.Fatal(err)
	}
	secret, err := run(t, "", "token create --email ann@example.org --name ci --days 3"+data)
	if err != nil {
		t.Fatal(err)
	}
	known := func() bool {
		_, err := offline(t, strings.TrimPrefix(data, " --data ")).Accounts.Authenticate(t.Context(), strings.TrimSpace(secret))
		return err == nil
	}
	if !known() {
		t.Fatalf("%q does not serve", secret)
	}
	list, _ := run(t, "", "token list --email ann@example.org"+data)
	id, _, _ := strings.Cut(list, " ")
	if _, err := run(t, "", "token delete --email ann@example.org --id "+id+data); err != nil || known() {
		t.Errorf("deleted: %v, and it serves: %v", err, known())
	}
}

// What the operator does is recorded as theirs: nobody's, from nowhere.
func TestUser_recorded(t *testing.T) {
	dir := t.TempDir()
	for _, line := range []string{
		"user create --email ann@example.org --name Ann", "user password --email ann@example.org", "token create --email ann@example.org --name ci",
		"user disable --email ann@example.org", "user enable --email ann@example.org", "user list", "user disable --email nobody@example.org",
	} {
		_, _ = run(t, "correct horse 9\n", line+" --data "+dir)
	}
	list, err := offline(t, dir).Store.Records(t.Context(), audit.Filter{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, r := range list {
		kinds = append(kinds, r.Kind)
		if r.Actor != nil || r.Address != nil || r.Subject == nil || r.Detail["by"] != "operator" {
			t.Errorf("%+v", r)
		}
	}
	if want := []string{"account.enabled", "account.disabled", "token.created", "password.changed", "account.created"}; !slices.Equal(kinds, want) {
		t.Errorf("%v, want %v", kinds, want)
	}
}

// What is wrong is said in a sentence.
func TestUser_wrong(t *testing.T) {
	data := " --data " + t.TempDir()
	for line, says := range map[string]string{
		"user nonsense --email x":                             "does not know this",
		"user create --name Ann":                              "--email is needed",
		"user create --email ann@example.org":                 "A name is needed.",
		"user disable --email nobody@example.org":             "no such account",
		"token create --email nobody@example.org --name x":    "no such account",
		"token create --email x --days -1":                    "--days is a number",
		"token list":                                          "--email is needed",
		"user create --email a@b.example --name A --nonsense": "nonsense",
	} {
		_, err := run(t, "", line+data)
		if err == nil || !strings.Contains(sentence(err), says) || strings.Contains(sentence(err), "\n") {
			t.Errorf("%s: %q", line, err)
		}
	}
}

package config

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func environment(pairs ...string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1], true
			}
		}
		return "", false
	}
}

func TestDefaults(t *testing.T) {
	c, err := Load(nil, environment())
	if err != nil {
		t.Fatal(err)
	}
	want := Config{
		Addr: "127.0.0.1:8000", AdminAddr: "127.0.0.1:8001", Data: "./data", BaseURL: "http://127.0.0.1:8000",
		Registration: Invite, RateLimit: true, MaxUploadMiB: 2048, AuditDays: 365, LogLevel: "info", LogFormat: Text,
	}
	if got := c; got.Addr != want.Addr || got.AdminAddr != want.AdminAddr || got.Data != want.Data || got.BaseURL != want.BaseURL ||
		got.Registration != want.Registration || !got.RateLimit || got.MaxUploadMiB != want.MaxUploadMiB || got.AuditDays != want.AuditDays || got.OfferDemo ||
		got.Database != "" || got.Redis != "" || got.Files != "" || got.LogLevel != "info" || len(got.TrustedProxies) != 0 {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestOrder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tandem.conf")
	write(t, file, "# ours\n\naddr = 127.0.0.1:1\ndata=/file\nregistration = open\n")
	c, err := Load([]string{"--config", file, "--data", "/flag", "--offer-demo"},
		environment("TANDEM_DATA", "/environment", "TANDEM_ADDR", "0.0.0.0:2", "TANDEM_RATE_LIMIT", "off"))
	if err != nil {
		t.Fatal(err)
	}
	if c.Data != "/flag" {
		t.Errorf("a flag counts most, but data is %q", c.Data)
	}
	if c.Addr != "0.0.0.0:2" || c.RateLimit {
		t.Errorf("the environment counts more than the file, but addr is %q", c.Addr)
	}
	if c.Registration != Open {
		t.Errorf("the file counts more than the default, but registration is %q", c.Registration)
	}
	if !c.OfferDemo {
		t.Error("--offer-demo needs no value")
	}
	if c.BaseURL != "http://localhost:2" {
		t.Errorf("the base URL follows from the address, but is %q", c.BaseURL)
	}
}

func TestWrong(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		env  []string
		want string
	}{
		"unknown flag":         {args: []string{"--nonsense", "1"}, want: "there is no setting --nonsense"},
		"no value":             {args: []string{"--addr"}, want: "--addr needs a value"},
		"address":              {args: []string{"--addr", "8000"}, want: `--addr: "8000" is not an address`},
		"port":                 {args: []string{"--addr", "127.0.0.1:99999"}, want: "has no port"},
		"empty data":           {args: []string{"--data", ""}, want: "--data: the empty value is needed"},
		"registration":         {args: []string{"--registration", "anyone"}, want: "is none of open, invite, closed"},
		"rate limit":           {args: []string{"--rate-limit", "no"}, want: "is none of on, off"},
		"upload":               {args: []string{"--max-upload-mib", "-1"}, want: "is not a whole number"},
		"audit":                {args: []string{"--audit-days", "-1"}, want: "is not a whole number"},
		"base url":             {args: []string{"--base-url", "ftp://a"}, want: "is not an address such as https://"},
		"everybody is a proxy": {args: []string{"--trusted-proxies", "0.0.0.0/0"}, want: "would believe everybody"},
		"another database":     {args: []string{"--database", "postgres://u:pw@h/n"}, want: "--database is not an address such as mongodb://"},
		"environment":          {env: []string{"TANDEM_LOG_LEVEL", "loud"}, want: `TANDEM_LOG_LEVEL: "loud" is none of`},
		"trailing words":       {args: []string{"now"}, want: `"now" is not understood`},
		"no such file":         {args: []string{"--config", "/nonexistent"}, want: "the file of settings cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Load(c.args, environment(c.env...))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got %v, want %q", err, c.want)
			}
			if strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "pw") {
				t.Errorf("not one sentence, or it tells a secret: %q", err)
			}
		})
	}
}

func TestSecretFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	write(t, file, "redis://:pw@h:1/0\n")
	_, err := Load(nil, environment("TANDEM_REDIS_FILE", file))
	if err == nil || err.Error() != "TANDEM_REDIS_FILE is not available in this version" {
		t.Errorf("the file was not read as the value: %v", err)
	}
	if _, err := Load(nil, environment("TANDEM_REDIS_FILE", file+"x")); err == nil {
		t.Error("a missing file was taken")
	}
}

func TestHelp(t *testing.T) {
	if _, err := Load([]string{"--help"}, environment()); !errors.Is(err, ErrHelp) {
		t.Errorf("got %v", err)
	}
	for _, s := range settings {
		if !strings.Contains(Help(), "--"+s.Name) {
			t.Errorf("the help does not name --%s", s.Name)
		}
	}
}

var update = flag.Bool("update", false, "write the documents' table anew")

const begin, end = "<!-- settings: made from internal/config; go test ./internal/config -update -->\n", "<!-- end of settings -->\n"

// The table in the documents is that of the program.
func TestDocuments(t *testing.T) {
	for _, file := range []string{"../../docs/settings.md", "../../README.md"} {
		raw, err := os.ReadFile(file)
		if errors.Is(err, os.ErrNotExist) && strings.HasSuffix(file, "README.md") {
			continue
		}
		before, rest, ok := strings.Cut(string(raw), begin)
		_, after, ok2 := strings.Cut(rest, end)
		if err != nil || !ok || !ok2 {
			t.Errorf("%s has no table between %q and %q", file, begin, end)
			continue
		}
		want := before + begin + "\n" + Markdown() + "\n" + end + after
		if *update {
			write(t, file, want)
		} else if string(raw) != want {
			t.Errorf("%s is out of date: go test ./internal/config -update", file)
		}
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

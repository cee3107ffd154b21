package demo

import (
	"context"
	"testing"
	"time"

	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/inproc"
	"tandem/internal/journal"
	"tandem/internal/sqlite"
)

func newInstance(t testing.TB) (*Instance, *sqlite.DB) {
	t.Helper()
	db, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	writer := journal.NewWriter(db, inproc.New(), journal.Options{})
	ctx, stop := context.WithCancel(context.Background())
	stopped := make(chan struct{})
	go func() { defer close(stopped); writer.Run(ctx) }()
	t.Cleanup(func() { stop(); <-stopped })
	return &Instance{Accounts: auth.New(db, auth.Options{}), Teams: db, Writer: writer, Clock: func() time.Time { return now }}, db
}

func TestFill(t *testing.T) {
	in, db := newInstance(t)
	filled, err := in.Fill(t.Context(), Options{Tasks: 200})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{filled.Project, filled.Large} {
		if err := journal.Verify(t.Context(), db, id); err != nil {
			t.Errorf("[J10] %v", err)
		}
		state, _, err := db.Load(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		for i, user := range filled.Users {
			if state.Role(user.ID) == "" {
				t.Errorf("%s has no access", People[i].Name)
			}
		}
	}
	seen := make(map[string]bool)
	for i, user := range filled.Users {
		if user.Handle != People[i].Handle {
			t.Errorf("%s has the handle %q, want %q", user.Name, user.Handle, People[i].Handle)
		}
		if _, err := in.Accounts.Login(t.Context(), *user.Email, filled.Passwords[i], "test", nil); err != nil {
			t.Errorf("%s cannot sign in: %v", user.Name, err)
		}
		if seen[filled.Passwords[i]] {
			t.Error("two have the same password")
		}
		seen[filled.Passwords[i]] = true
	}
	if _, err := in.Fill(t.Context(), Options{}); !fault.Is(err, fault.Conflict) {
		t.Errorf("filled twice: %v", err)
	}
}

// The demo's people assign, comment and mention: it has happened, and is no news.
func TestFill_tellsNobody(t *testing.T) {
	in, db := newInstance(t)
	filled, err := in.Fill(t.Context(), Options{Tasks: 200})
	if err != nil {
		t.Fatal(err)
	}
	if behind, err := db.NotifyBehind(t.Context()); err != nil || len(behind) > 0 {
		t.Errorf("it would be gone through: %v, %v", behind, err)
	}
	for i, user := range filled.Users {
		if n, err := db.UnreadCount(t.Context(), user.ID); err != nil || n != 0 {
			t.Errorf("%s was told of %d tasks: %v", People[i].Name, n, err)
		}
	}
}

func TestOpen(t *testing.T) {
	in, _ := newInstance(t)
	signed, project, err := in.Open(t.Context(), "test")
	if err != nil {
		t.Fatal(err)
	}
	if principal, err := in.Accounts.Authenticate(t.Context(), signed.Secret); err != nil || principal.User != signed.User.ID {
		t.Errorf("the visitor is not signed in: %v", err)
	}
	if project.Key != Key || len(project.Statuses) != 5 || project.CreatedAt >= entry.At(now) {
		t.Errorf("%+v, %d statuses", project.Project, len(project.Statuses))
	}
}

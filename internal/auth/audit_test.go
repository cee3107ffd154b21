package auth_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/internal/audit"
	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

const home, away = "203.0.113.7", "198.51.100.1"

// from is a request of somebody, from an address.
func (d *desk) from(actor, address string) context.Context {
	return audit.With(d.t.Context(), &audit.Origin{Actor: actor, Address: address})
}

// told gives the records since the last call, oldest first: kind, actor and
// subject by name, and the names of the details.
func (d *desk) told(names map[string]string) []string {
	d.t.Helper()
	records, err := d.db.Records(d.t.Context(), audit.Filter{Limit: 100})
	if err != nil || d.db.DropRecords(d.t.Context(), 1<<60) != nil {
		d.t.Fatal(err)
	}
	who := func(id *string) string {
		if id == nil {
			return "-"
		}
		return names[*id]
	}
	list := []string{}
	for _, r := range slices.Backward(records) {
		details := []string{}
		for name := range r.Detail {
			details = append(details, name)
		}
		slices.Sort(details)
		list = append(list, strings.TrimSpace(fmt.Sprint(r.Kind, " ", who(r.Actor), " ", who(r.Subject), " ", strings.Join(details, " "))))
		if r.Address == nil || *r.Address != home {
			d.t.Errorf("%s came from %v", r.Kind, r.Address)
		}
	}
	return list
}

// Whatever changes accounts, sessions and tokens is recorded with who did it to
// whom; what is refused, or changes nothing, is not.
func TestAudit(t *testing.T) {
	d := open(t, true)
	ann, err := d.Register(d.from("", home), auth.Registration{Name: "Ann", Email: "ann@example.org", Password: password}, "Firefox", nil)
	if err != nil {
		t.Fatal(err)
	}
	ben, err := d.Register(d.from("", home), auth.Registration{Name: "Ben", Email: "ben@example.org", Password: password}, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{ann.User.ID: "ann", ben.User.ID: "ben"}
	want := []string{
		"account.created ann ann handle name", "session.created ann ann agent session",
		"account.created ben ben handle name", "session.created ben ben agent session",
	}
	if got := d.told(names); !slices.Equal(got, want) {
		t.Fatalf("%q", got)
	}
	id, p := ann.User.ID, d.principal(ann.Secret)
	ctx, quiet := d.from(id, home), d.from(id, home)
	token, _, err := d.CreateToken(quiet, id, "ci", nil)
	if err != nil {
		t.Fatal(err)
	}
	d.told(names)
	for _, c := range []struct {
		name string
		do   func() error
		want []string
	}{
		{"another name", func() error {
			_, err := d.Update(ctx, id, auth.Changes{Name: entry.Some("Anna"), Handle: entry.Some("anna")})
			return err
		}, []string{"account.updated ann ann handle name"}},
		{"another language", func() error { _, err := d.Update(ctx, id, auth.Changes{Locale: entry.Some("de")}); return err }, nil},
		{"a wrong name", func() error { _, err := d.Update(ctx, id, auth.Changes{Name: entry.Some("")}); return err }, nil},
		{"a taken handle", func() error { _, err := d.Update(ctx, id, auth.Changes{Handle: entry.Some("ben")}); return err }, nil},
		{"a taken address", func() error {
			_, err := d.Register(ctx, auth.Registration{Name: "x", Email: "ben@example.org", Password: password}, "", nil)
			return err
		}, nil},
		{"a wrong password", func() error { _, err := d.Login(d.from("", home), "ben@example.org", "wrong", "", nil); return err },
			[]string{"session.refused - ben"}},
		{"nobody's address", func() error { _, err := d.Login(d.from("", home), "eve@example.org", "wrong", "", nil); return err },
			[]string{"session.refused - -"}},
		{"another sign-in", func() error { _, err := d.Login(ctx, "ann@example.org", password, "", nil); return err },
			[]string{"session.created ann ann agent session"}},
		{"all others", func() error { return d.EndOtherSessions(ctx, p) }, []string{"session.ended ann ann allBut"}},
		{"somebody else's session", func() error { return d.EndSession(ctx, ben.User.ID, p.Session) }, nil},
		{"a token", func() error { _, _, err := d.CreateToken(ctx, id, "x", nil); return err }, []string{"token.created ann ann expiresAt name token"}},
		{"somebody else's token", func() error { return d.DeleteToken(ctx, ben.User.ID, token.ID) }, nil},
		{"a token deleted", func() error { return d.DeleteToken(ctx, id, token.ID) }, []string{"token.deleted ann ann expiresAt name token"}},
		{"not the password", func() error { return d.ChangePassword(ctx, p, "wrong", "another good one 1") }, nil},
		{"a password", func() error { return d.ChangePassword(ctx, p, password, "another good one 1") }, []string{"password.changed ann ann"}},
		{"out", func() error { _, err := d.SetDisabledBy(ctx, id, ben.User.ID, true); return err }, []string{"account.disabled ann ben"}},
		{"out, and signs in", func() error { _, err := d.Login(d.from("", home), "ben@example.org", password, "", nil); return err },
			[]string{"session.refused - ben"}},
		{"in", func() error { _, err := d.SetDisabledBy(ctx, id, ben.User.ID, false); return err }, []string{"account.enabled ann ben"}},
		{"oneself", func() error { _, err := d.SetDisabledBy(ctx, id, id, true); return err }, nil},
		{"nobody", func() error { _, err := d.SetDisabledBy(ctx, id, entry.NewID(), true); return err }, nil},
		{"by the operator", func() error {
			return d.SetDisabled(audit.With(t.Context(), &audit.Origin{Operator: true, Address: home}), ben.User.ID, true)
		}, []string{"account.disabled - ben by"}},
		{"the session", func() error { return d.EndSession(ctx, id, p.Session) }, []string{"session.ended ann ann session"}},
	} {
		err := c.do()
		if got := d.told(names); !slices.Equal(got, append([]string{}, c.want...)) {
			t.Errorf("%s: recorded %q, want %q (%v)", c.name, got, c.want, err)
		}
		if (err == nil) != (c.want != nil && !strings.HasPrefix(c.want[0], "session.refused")) && c.name != "another language" {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// A session tells from where it was last used, as soon as that changes.
func TestSession_address(t *testing.T) {
	d := open(t, true)
	ann, err := d.Register(d.from("", home), auth.Registration{Name: "Ann", Email: "ann@example.org", Password: password}, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	p := d.principal(ann.Secret)
	for _, c := range []struct {
		after         time.Duration
		address, want string
		seenNow       bool
	}{
		{0, "", home, true},
		{2 * time.Second, home, home, false}, // noted each few minutes only
		{2 * time.Second, away, away, true},
		{2 * time.Second, "", away, false},
		{6 * time.Minute, home, home, true},
	} {
		d.now = d.now.Add(c.after)
		if _, err := d.Authenticate(d.from("", c.address), ann.Secret); err != nil {
			t.Fatal(err)
		}
		list, err := d.Sessions(t.Context(), p)
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		if s := list[0]; s.Address != c.want || (s.SeenAt == entry.At(d.now)) != c.seenNow {
			t.Errorf("used from %q: %q, seen %s of %s", c.address, s.Address, s.SeenAt, entry.At(d.now))
		}
	}
}

// All others end at once, and only one's own.
func TestEndOtherSessions(t *testing.T) {
	d := open(t, true)
	mine, ben := d.register("ann"), d.register("ben")
	other, err := d.Login(t.Context(), "ann@example.org", password, "", nil)
	if err != nil || !d.known(other.Secret) || !d.known(ben.Secret) {
		t.Fatal(err)
	}
	told := 0
	d.OnRevoked(func(string, string) { told++ })
	if err := d.EndOtherSessions(t.Context(), d.principal(mine.Secret)); err != nil {
		t.Fatal(err)
	}
	if d.known(other.Secret) || told != 1 {
		t.Errorf("%d told, and it is known: %v", told, d.known(other.Secret))
	}
	d.now = d.now.Add(2 * time.Second) // nothing is remembered any more
	if !d.known(mine.Secret) || d.known(other.Secret) || !d.known(ben.Secret) {
		t.Errorf("mine %v, other %v, ben's %v", d.known(mine.Secret), d.known(other.Secret), d.known(ben.Secret))
	}
}

// Nobody shuts themselves out, and the last administrator stays.
func TestSetDisabledBy(t *testing.T) {
	d := open(t, true)
	ann, ben := d.register("ann"), d.register("ben")
	if _, err := d.SetDisabledBy(t.Context(), ann.User.ID, ann.User.ID, true); !fault.Is(err, fault.Conflict) {
		t.Errorf("oneself: %v", err)
	}
	if _, err := d.SetDisabledBy(t.Context(), ben.User.ID, ann.User.ID, true); !fault.Is(err, fault.Conflict) {
		t.Errorf("the only administrator: %v", err)
	}
	if !d.known(ann.Secret) {
		t.Error("a refusal ended a session")
	}
	account, err := d.SetDisabledBy(t.Context(), ann.User.ID, ben.User.ID, true)
	if err != nil || account.DisabledAt == nil || d.known(ben.Secret) {
		t.Errorf("%+v %v", account, err)
	}
	if account, err = d.SetDisabledBy(t.Context(), ann.User.ID, ben.User.ID, false); err != nil || account.DisabledAt != nil {
		t.Errorf("%+v %v", account, err)
	}
}

package auth_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/storetest"
)

const password = "correct horse battery 9"

// desk is a service over a real database, with a clock that is turned by hand.
type desk struct {
	*auth.Service
	t   *testing.T
	dir string
	db  storetest.Store
	now time.Time
}

func open(t *testing.T, anybody bool) *desk {
	t.Helper()
	d := &desk{t: t, now: time.Now()}
	d.db, d.dir = storetest.Open(t)
	d.Service = auth.New(d.db, auth.Options{Open: anybody, Clock: func() time.Time { return d.now }})
	return d
}

func (d *desk) register(name string) auth.Signed {
	d.t.Helper()
	signed, err := d.Register(d.t.Context(), auth.Registration{Name: name, Email: name + "@example.org", Password: password}, "test", nil)
	if err != nil {
		d.t.Fatal(err)
	}
	return signed
}

// known tells whether a secret is good now.
func (d *desk) known(secret string) bool {
	d.t.Helper()
	p, err := d.Authenticate(d.t.Context(), secret)
	if err != nil && !fault.Is(err, fault.Unauthenticated) {
		d.t.Fatal(err)
	}
	return p != nil
}

func (d *desk) principal(secret string) *auth.Principal {
	d.t.Helper()
	p, err := d.Authenticate(d.t.Context(), secret)
	if err != nil {
		d.t.Fatal(err)
	}
	return p
}

func TestRegister(t *testing.T) {
	d := open(t, false)
	first := d.register("ann")
	if p := d.principal(first.Secret); !p.Admin || p.User != first.User.ID {
		t.Errorf("the first is not the administrator: %+v", p)
	}
	_, err := d.Register(t.Context(), auth.Registration{Name: "Ben", Email: "b@example.org", Password: password}, "", nil)
	if !fault.Is(err, fault.Forbidden) {
		t.Errorf("a second account where registration is not open: %v", err)
	}
}

// Of two first accounts that come at once one is made.
func TestRegister_race(t *testing.T) {
	d := open(t, false)
	var made, refused int
	var mu sync.Mutex
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			_, err := d.Register(t.Context(), auth.Registration{Name: "x", Email: fmt.Sprintf("x%d@example.org", i), Password: password}, "", nil)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				made++
			} else if fault.Is(err, fault.Forbidden) {
				refused++
			}
		})
	}
	all.Wait()
	accounts, err := d.Accounts(t.Context())
	if err != nil || made != 1 || refused != 7 || len(accounts) != 1 || !accounts[0].Admin {
		t.Errorf("%d made, %d refused, %+v %v", made, refused, accounts, err)
	}
}

func TestRegister_taken(t *testing.T) {
	d := open(t, true)
	d.register("ann")
	_, err := d.Register(t.Context(), auth.Registration{Name: "Ann", Email: "ANN@Example.ORG", Password: password}, "", nil)
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("an address that is taken in another case: %v", err)
	}
	second, err := d.Register(t.Context(), auth.Registration{Name: "Ann", Email: "other@example.org", Password: password}, "", nil)
	if err != nil || second.User.Handle != "ann2" {
		t.Errorf("the second Ann is %q %v", second.User.Handle, err)
	}
	if p := d.principal(second.Secret); p.Admin {
		t.Error("the second account administers the instance")
	}
}

func TestRegister_wrong(t *testing.T) {
	d := open(t, true)
	good := auth.Registration{Name: "Ann", Email: "ann@example.org", Password: password}
	for name, c := range map[string]struct {
		change  func(*auth.Registration)
		pointer string
	}{
		"no name":            {func(r *auth.Registration) { r.Name = "  " }, "/name"},
		"a long name":        {func(r *auth.Registration) { r.Name = strings.Repeat("é", 101) }, "/name"},
		"a control":          {func(r *auth.Registration) { r.Name = "a\u202eb" }, "/name"},
		"no address":         {func(r *auth.Registration) { r.Email = "" }, "/email"},
		"half an address":    {func(r *auth.Registration) { r.Email = "ann@" }, "/email"},
		"a name and address": {func(r *auth.Registration) { r.Email = "Ann <ann@example.org>" }, "/email"},
		"two addresses":      {func(r *auth.Registration) { r.Email = "a@example.org,b@example.org" }, "/email"},
		"a header in it":     {func(r *auth.Registration) { r.Email = "a@example.org\r\nBcc: b@example.org" }, "/email"},
		"a short password":   {func(r *auth.Registration) { r.Password = "1234567" }, "/password"},
		"a long password":    {func(r *auth.Registration) { r.Password = strings.Repeat("x", 129) }, "/password"},
		"a common password":  {func(r *auth.Registration) { r.Password = "PassWord1" }, "/password"},
		"no time zone":       {func(r *auth.Registration) { r.TimeZone = "Nowhere/Else" }, "/timeZone"},
		"no language":        {func(r *auth.Registration) { r.Locale = "x" }, "/locale"},
	} {
		t.Run(name, func(t *testing.T) {
			r := good
			c.change(&r)
			_, err := d.Register(t.Context(), r, "", nil)
			if details := fault.As(err).Details; !fault.Is(err, fault.Invalid) || len(details) != 1 || details[0].Pointer != c.pointer {
				t.Errorf("got %v %+v, want %s", err, details, c.pointer)
			}
		})
	}
	_, err := d.Register(t.Context(), auth.Registration{Email: "x", Password: "y"}, "", nil)
	if len(fault.As(err).Details) != 3 {
		t.Errorf("not all that is wrong is named at once: %+v", fault.As(err).Details)
	}
	if some, _ := d.db.HasAccounts(t.Context()); some {
		t.Error("a refused registration left an account")
	}
}

// An unknown address and a wrong password get one answer, in about one time.
func TestLogin_twin(t *testing.T) {
	d := open(t, true)
	d.register("ann")
	known, unknown := time.Hour, time.Hour
	try := func(email string, best *time.Duration) {
		began := time.Now()
		_, err := d.Login(t.Context(), email, "wrong password", "", nil)
		*best = min(*best, time.Since(began))
		if !fault.Is(err, fault.Unauthenticated) || fault.MessageOf(err) != "Address and password do not belong together." {
			t.Fatalf("%s: %v", email, err)
		}
	}
	// The least of several, since other work disturbs. Without a hash to look at it
	// would be a matter of microseconds: three times is far from that.
	for range 25 {
		try("ann@example.org", &known)
		try("nobody@example.org", &unknown)
		if known < unknown*3 && unknown < known*3 {
			return
		}
	}
	t.Errorf("a wrong password takes %v, an unknown address %v", known, unknown)
}

// Signing in never keeps a session that was there before [E4].
func TestLogin_fixation(t *testing.T) {
	d := open(t, true)
	first := d.register("ann")
	again, err := d.Login(t.Context(), " Ann@example.org ", password, "", d.principal(first.Secret))
	if err != nil {
		t.Fatal(err)
	}
	if again.Secret == first.Secret || !d.known(again.Secret) {
		t.Error("no new session was made")
	}
	if d.known(first.Secret) {
		t.Error("the session from before goes on")
	}
}

// Sessions end by themselves, whether or not their rows are still there [E3].
func TestSession_age(t *testing.T) {
	const day = 24 * time.Hour
	for name, c := range map[string]struct {
		used []time.Duration // since the sign-in
		good bool
	}{
		"used within 14 days":       {[]time.Duration{13 * day, 26 * day}, true},
		"unused for 14 days":        {[]time.Duration{14 * day}, false},
		"used daily for 89 days":    {[]time.Duration{13 * day, 26 * day, 39 * day, 52 * day, 65 * day, 78 * day, 89 * day}, true},
		"in all no more than 90":    {[]time.Duration{13 * day, 26 * day, 39 * day, 52 * day, 65 * day, 78 * day, 90 * day}, false},
		"a second before its limit": {[]time.Duration{14*day - time.Second}, true},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, true)
			start, secret := d.now, d.register("ann").Secret
			good := true
			for _, at := range c.used {
				d.now = start.Add(at)
				good = d.known(secret)
			}
			if good != c.good {
				t.Errorf("good: %v", good)
			}
			if rows, _ := d.db.Sessions(t.Context(), firstUser(d)); len(rows) != 1 {
				t.Error("the row was swept; the test proves nothing")
			}
		})
	}
}

func firstUser(d *desk) string {
	accounts, err := d.Accounts(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	return accounts[0].User.ID
}

func TestSweep(t *testing.T) {
	d := open(t, true)
	old := d.register("ann")
	d.now = d.now.Add(15 * 24 * time.Hour)
	fresh, err := d.Login(t.Context(), "ann@example.org", password, "", nil)
	if err != nil || d.Sweep(t.Context()) != nil {
		t.Fatal(err)
	}
	rows, _ := d.db.Sessions(t.Context(), old.User.ID)
	if len(rows) != 1 || !d.known(fresh.Secret) {
		t.Errorf("%d sessions are left", len(rows))
	}
}

// What is revoked is refused at once, though it was known a moment ago [L4].
func TestRevoke(t *testing.T) {
	for name, revoke := range map[string]func(d *desk, p *auth.Principal) error{
		"a session": func(d *desk, p *auth.Principal) error { return d.EndSession(d.t.Context(), p.User, p.Session) },
		"a person":  func(d *desk, p *auth.Principal) error { return d.SetDisabled(d.t.Context(), p.User, true) },
		"a password": func(d *desk, p *auth.Principal) error {
			return d.ResetPassword(d.t.Context(), p.User, "another good one 1")
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, true)
			secret := d.register("ann").Secret
			p := d.principal(secret)
			var told []string
			d.OnRevoked(func(right, user string) { told = append(told, right+user) })
			if err := revoke(d, p); err != nil {
				t.Fatal(err)
			}
			if d.known(secret) {
				t.Error("still known")
			}
			if !slices.Equal(told, []string{p.Session + p.User}) {
				t.Errorf("told %v", told)
			}
		})
	}
}

// What another node revokes is refused and told within a second [L4].
func TestRevoke_elsewhere(t *testing.T) {
	d := open(t, true)
	secret := d.register("ann").Secret
	p := d.principal(secret)
	there := auth.New(d.db, auth.Options{})
	token, tokenSecret, err := d.CreateToken(t.Context(), p.User, "ci", nil)
	if err != nil || !d.known(tokenSecret) {
		t.Fatal(err)
	}
	told := make(chan string, 10)
	d.OnRevoked(func(right, _ string) { told <- right })
	ctx, stop := context.WithCancel(t.Context())
	running := make(chan struct{})
	go func() { defer close(running); d.Run(ctx) }()
	defer func() { stop(); <-running }()
	time.Sleep(100 * time.Millisecond)
	if err := there.EndSession(t.Context(), p.User, p.Session); err != nil {
		t.Fatal(err)
	}
	if err := there.DeleteToken(t.Context(), p.User, token.ID); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{p.Session, token.ID} {
		select {
		case got := <-told:
			if got != want {
				t.Errorf("told of %s, want %s", got, want)
			}
		case <-time.After(3 * time.Second):
			t.Fatal("nobody was told")
		}
	}
	if d.known(secret) || d.known(tokenSecret) {
		t.Error("still known")
	}
}

func TestChangePassword(t *testing.T) {
	d := open(t, true)
	mine := d.register("ann")
	other, err := d.Login(t.Context(), "ann@example.org", password, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	p := d.principal(mine.Secret)
	if err := d.ChangePassword(t.Context(), p, "not it at all", "another good one 1"); len(fault.As(err).Details) != 1 {
		t.Errorf("a wrong present password: %v", err)
	}
	if err := d.ChangePassword(t.Context(), p, password, "another good one 1"); err != nil {
		t.Fatal(err)
	}
	if !d.known(mine.Secret) || d.known(other.Secret) {
		t.Error("the session that asked goes on, all others end [E1]")
	}
	if _, err := d.Login(t.Context(), "ann@example.org", password, "", nil); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("the old password still serves: %v", err)
	}
	if _, err := d.Login(t.Context(), "ann@example.org", "another good one 1", "", nil); err != nil {
		t.Error(err)
	}
}

// A disabled person gets in by no door, with the same answer as anybody unknown [E13].
func TestDisabled(t *testing.T) {
	d := open(t, true)
	if d.dir == "" {
		t.Skip("the files are the server's")
	}
	ann := d.register("ann")
	_, token, err := d.CreateToken(t.Context(), ann.User.ID, "ci", nil)
	if err != nil || !d.known(token) {
		t.Fatal(err)
	}
	if err := d.SetDisabled(t.Context(), ann.User.ID, true); err != nil {
		t.Fatal(err)
	}
	_, err = d.Login(t.Context(), "ann@example.org", password, "", nil)
	if !fault.Is(err, fault.Unauthenticated) || d.known(token) || d.known(ann.Secret) {
		t.Errorf("in by a door: %v", err)
	}
	if err := d.SetDisabled(t.Context(), ann.User.ID, false); err != nil || !d.known(token) || d.known(ann.Secret) {
		t.Errorf("let in again: tokens serve, ended sessions do not (%v)", err)
	}
}

func TestToken(t *testing.T) {
	d := open(t, true)
	ann, ben := d.register("ann"), d.register("ben")
	soon := entry.At(d.now.Add(time.Hour))
	token, secret, err := d.CreateToken(t.Context(), ann.User.ID, " ci ", &soon)
	if err != nil || token.Name != "ci" || !strings.HasPrefix(secret, "tdm_") {
		t.Fatalf("%+v %q %v", token, secret, err)
	}
	if p := d.principal(secret); p.Token != token.ID || p.Session != "" || p.User != ann.User.ID {
		t.Errorf("%+v", p)
	}
	if err := d.DeleteToken(t.Context(), ben.User.ID, token.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("somebody else's token: %v", err)
	}
	d.now = d.now.Add(time.Hour)
	if d.known(secret) {
		t.Error("expired, and still known")
	}
	past := entry.At(d.now.Add(-time.Second))
	if _, _, err := d.CreateToken(t.Context(), ann.User.ID, "x", &past); !fault.Is(err, fault.Invalid) {
		t.Errorf("a token that has ended already: %v", err)
	}
}

// Whatever text is presented, the answer is the same and nothing breaks [E18].
func TestAuthenticate_garbage(t *testing.T) {
	d := open(t, true)
	ann := d.register("ann")
	_, token, _ := d.CreateToken(t.Context(), ann.User.ID, "ci", nil)
	for _, secret := range []string{
		"", "tdm_", "x", "tdm_" + ann.Secret, strings.TrimPrefix(token, "tdm_"), token + "x", token[:20], "\x00" + token[1:],
		strings.ToUpper(token), strings.Repeat("a", 1<<20), ann.Secret + "\x00",
	} {
		if _, err := d.Authenticate(t.Context(), secret); err != auth.ErrUnauthenticated {
			t.Errorf("%.20q: %v", secret, err)
		}
	}
}

// The database holds no secret, in no file of it [E6].
func TestStored(t *testing.T) {
	d := open(t, true)
	if d.dir == "" {
		t.Skip("the files are the server's")
	}
	ann := d.register("ann")
	_, token, err := d.CreateToken(t.Context(), ann.User.ID, "ci", nil)
	if err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(d.dir, "*"))
	found := false
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found = found || bytes.Contains(raw, []byte("ann@example.org"))
		for _, secret := range []string{password, ann.Secret, token, strings.TrimPrefix(token, "tdm_")} {
			if bytes.Contains(raw, []byte(secret)) {
				t.Errorf("%s holds a secret", filepath.Base(file))
			}
		}
	}
	if !found {
		t.Error("the address is in no file either; the test proves nothing")
	}
}

// Finding who asks is done for every request: it allocates nothing.
func TestAuthenticate_allocations(t *testing.T) {
	d := open(t, true)
	secret, ctx := d.register("ann").Secret, t.Context()
	d.known(secret)
	if n := testing.AllocsPerRun(100, func() { _, _ = d.Authenticate(ctx, secret) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestUpdate(t *testing.T) {
	d := open(t, true)
	ann, ben := d.register("ann"), d.register("ben")
	path := "/api/attachments/x/preview"
	user, err := d.Update(t.Context(), ann.User.ID, auth.Changes{
		Name: entry.Some("Änn"), TimeZone: entry.Some("Europe/Berlin"), Avatar: entry.Some(&path),
	})
	if err != nil || user.Name != "Änn" || user.TimeZone != "Europe/Berlin" || *user.Avatar != path || user.Handle != "ann" {
		t.Errorf("%+v %v", user, err)
	}
	_, err = d.Update(t.Context(), ann.User.ID, auth.Changes{Name: entry.Some("Other"), Handle: entry.Some(ben.User.Handle)})
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("a handle that is taken: %v", err)
	}
	away := "https://elsewhere.example/a.png"
	for name, c := range map[string]auth.Changes{
		"a handle of other letters": {Handle: entry.Some("Ann!")}, "no handle": {Handle: entry.Some("")},
		"a picture elsewhere": {Avatar: entry.Some(&away)}, "no name": {Name: entry.Some("")},
	} {
		if _, err := d.Update(t.Context(), ann.User.ID, c); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, day := range []int{0, 1, 6} {
		_, err := d.Update(t.Context(), ann.User.ID, auth.Changes{WeekStart: entry.Some(&day)})
		if self, _ := d.Self(t.Context(), ann.User.ID); err != nil || self.WeekStart == nil || *self.WeekStart != day {
			t.Errorf("weeks from day %d: %+v %v", day, self, err)
		}
	}
	for _, day := range []int{-1, 2, 7} {
		if _, err := d.Update(t.Context(), ann.User.ID, auth.Changes{WeekStart: entry.Some(&day)}); !fault.Is(err, fault.Invalid) {
			t.Errorf("weeks from day %d: %v", day, err)
		}
	}
	if _, err := d.Update(t.Context(), ann.User.ID, auth.Changes{WeekStart: entry.Some[*int](nil)}); err != nil {
		t.Error(err)
	}
	if self, _ := d.Self(t.Context(), ann.User.ID); self.WeekStart != nil {
		t.Errorf("weeks as the language has them: %+v", self)
	}
	if now, _ := d.User(t.Context(), ann.User.ID); now.Name != "Änn" || now.Handle != "ann" {
		t.Errorf("a refused change changed something: %+v", now)
	}
}

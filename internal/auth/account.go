package auth

import (
	"context"
	"strings"

	"tandem/internal/audit"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

// Registration is what a new account is made of.
type Registration struct {
	Name     string
	Email    string
	Password string
	TimeZone string // IANA name; "UTC" where empty
	Locale   string // BCP 47 tag; "en" where empty
	Invite   string // the secret of an invitation that lets them in; "" without
}

// Admission says by what right an account is made.
type Admission struct {
	Open   bool  // anybody may
	Invite *Hash // an invitation, which is used by it; nil: none
}

// Signed is a person who has just signed in.
type Signed struct {
	User   entry.User
	Secret string // of the session; given once
}

// errClosed is the answer to registering where that is not open.
var errClosed = fault.New(fault.Forbidden, "Registration is closed here; ask somebody who has an account to invite you.")

// Register makes an account and signs it in. The first one can always be made
// and administers the instance; others where the instance is open, or by an
// invitation where it takes those: then the account, and the seat in the team,
// come to be together or not at all.
func (s *Service) Register(ctx context.Context, r Registration, agent string, before *Principal) (Signed, error) {
	admission, err := s.admission(ctx, r.Invite)
	if err != nil {
		return Signed{}, err
	}
	account, err := s.create(ctx, r, admission, true)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) { // the invitation lets nobody in
		err = fault.New(fault.Forbidden, fault.MessageOf(err))
	}
	if err != nil {
		return Signed{}, err
	}
	secret, err := s.signIn(ctx, account.User.ID, agent, before)
	return Signed{account.User, secret}, err
}

// admission answers before a costly hash is made; the store decides again.
func (s *Service) admission(ctx context.Context, invite string) (Admission, error) {
	a := Admission{Open: s.options.Open}
	if invite != "" && (s.options.Open || s.options.ByInvite) {
		hash, ok := HashOf(invite)
		if !ok {
			return a, fault.Field("/invite", "This is no invitation.")
		}
		a.Invite = &hash
	}
	if a.Open || a.Invite != nil {
		return a, nil
	}
	some, err := s.store.HasAccounts(ctx)
	if err == nil && some {
		err = errClosed
	}
	return a, err
}

// Create makes an account whatever the instance's registration says; for the
// operator at the command line and for the demo.
func (s *Service) Create(ctx context.Context, r Registration) (Account, error) {
	return s.create(ctx, r, Admission{Open: true}, false)
}

// create makes an account; self: the person does so.
func (s *Service) create(ctx context.Context, r Registration, by Admission, self bool) (Account, error) {
	user, err := checkRegistration(&r)
	if err != nil {
		return Account{}, err
	}
	hash, err := hashPassword(ctx, r.Password)
	if err != nil {
		return Account{}, err
	}
	account := Account{User: user, Password: hash, CreatedAt: entry.At(s.options.Clock())}
	err = s.store.CreateAccount(audit.Later(ctx, func() []audit.Record { return account.created(self) }), &account, by)
	return account, err
}

// checkRegistration names everything that is wrong at once.
func checkRegistration(r *Registration) (entry.User, error) {
	name, errName := checkName("/name", r.Name)
	email, errEmail := checkEmail("/email", r.Email)
	zone, errZone := checkZone("/timeZone", orElse(r.TimeZone, "UTC"))
	locale, errLocale := checkLocale("/locale", orElse(r.Locale, "en"))
	err := together(errName, errEmail, checkPassword("/password", r.Password), errZone, errLocale)
	return entry.User{
		ID: entry.NewID(), Name: name, Handle: handleFrom(name), Email: &email, TimeZone: zone, Locale: locale,
	}, err
}

// errLogin is the one answer to an unknown address, a wrong password and a
// disabled account.
var errLogin = fault.New(fault.Unauthenticated, "Address and password do not belong together.")

// Login signs somebody in; before is who the browser was. An unknown address
// costs as much time as a wrong password.
func (s *Service) Login(ctx context.Context, email, password, agent string, before *Principal) (Signed, error) {
	account, err := s.store.AccountByEmail(ctx, strings.TrimSpace(email))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return Signed{}, err
	}
	known := err == nil && account.Password != "" && account.DisabledAt == nil
	hash := nobodysHash
	if known {
		hash = account.Password
	}
	right, err := verifyPassword(ctx, hash, password)
	if err != nil {
		return Signed{}, err
	}
	if !known || !right {
		return Signed{}, fault.First(s.store.Record(ctx, audit.Record{Kind: audit.SessionRefused, Subject: account.User.ID}), errLogin)
	}
	secret, err := s.signIn(ctx, account.User.ID, agent, before)
	return Signed{account.User, secret}, err
}

// Self is what only the person themselves is told of their account.
type Self struct {
	User      entry.User
	WeekStart *int // as in Account
}

// Self gives a person as they see themselves.
func (s *Service) Self(ctx context.Context, id string) (Self, error) {
	account, err := s.store.Account(ctx, id)
	return Self{account.User, account.WeekStart}, err
}

// User gives a person.
func (s *Service) User(ctx context.Context, id string) (entry.User, error) {
	account, err := s.store.Account(ctx, id)
	return account.User, err
}

// NeedsFirstAccount tells whether the instance has nobody yet.
func (s *Service) NeedsFirstAccount(ctx context.Context) (bool, error) {
	some, err := s.store.HasAccounts(ctx)
	return !some, err
}

// Changes are the fields of their own that a person may change.
type Changes struct {
	Name     entry.Opt[string]
	Handle   entry.Opt[string]
	TimeZone entry.Opt[string]
	Locale   entry.Opt[string]
	Avatar   entry.Opt[*string]

	WeekStart entry.Opt[*int]
}

// Update changes the named fields of a person and gives the result. Their
// projects are told by whoever drains the stale ones.
func (s *Service) Update(ctx context.Context, id string, c Changes) (entry.User, error) {
	var told []audit.Record
	account, err := s.store.ChangeAccount(audit.Later(ctx, func() []audit.Record { return told }), id, func(account *Account) error {
		before := account.User
		err := c.apply(account)
		told = renamed(&before, &account.User)
		return err
	})
	return account.User, err
}

func (c *Changes) apply(account *Account) error {
	user := &account.User
	return together(
		change(c.Name, &user.Name, "/name", checkName),
		change(c.Handle, &user.Handle, "/handle", checkHandle),
		change(c.TimeZone, &user.TimeZone, "/timeZone", checkZone),
		change(c.Locale, &user.Locale, "/locale", checkLocale),
		change(c.Avatar, &user.Avatar, "/avatar", checkAvatar),
		change(c.WeekStart, &account.WeekStart, "/weekStart", checkWeekStart),
	)
}

func change[T any](given entry.Opt[T], field *T, pointer string, check func(pointer string, value T) (T, error)) error {
	if !given.Set {
		return nil
	}
	value, err := check(pointer, given.Value)
	*field = value
	return err
}

// ChangePassword sets a new password for somebody who knows the present one and
// ends all their sessions but the one that asks (E1). Tokens stay; they are listed.
func (s *Service) ChangePassword(ctx context.Context, p *Principal, present, next string) error {
	account, err := s.store.Account(ctx, p.User)
	if err != nil {
		return err
	}
	if err := checkPassword("/password", next); err != nil {
		return err
	}
	right, err := verifyPassword(ctx, orElse(account.Password, nobodysHash), present)
	if err != nil {
		return err
	}
	if !right || account.Password == "" {
		return fault.Field("/currentPassword", "This is not your present password.")
	}
	return s.setPassword(ctx, p.User, next, p.Session)
}

// ResetPassword sets a password for the operator at the command line and ends
// all sessions of that person.
func (s *Service) ResetPassword(ctx context.Context, user, next string) error {
	if err := checkPassword("/password", next); err != nil {
		return err
	}
	return s.setPassword(ctx, user, next, "")
}

func (s *Service) setPassword(ctx context.Context, user, next, keep string) error {
	sessions, err := s.store.Sessions(ctx, user)
	if err != nil {
		return err
	}
	hash, err := hashPassword(ctx, next)
	if err != nil {
		return err
	}
	if err := s.store.SetPassword(audit.Note(ctx, audit.Record{Kind: audit.Password, Subject: user}), user, hash, keep); err != nil {
		return err
	}
	s.tell(user, others(sessions, keep)...)
	return nil
}

func others(sessions []Session, keep string) []string {
	var ids []string
	for _, session := range sessions {
		if session.ID != keep {
			ids = append(ids, session.ID)
		}
	}
	return ids
}

// SetDisabled shuts a person out, or lets them in again, for the operator at the
// command line.
func (s *Service) SetDisabled(ctx context.Context, user string, disabled bool) error {
	return s.setDisabled(ctx, user, disabled, false)
}

func (s *Service) setDisabled(ctx context.Context, user string, disabled, spare bool) error {
	var at *entry.Instant
	kind := audit.AccountEnabled
	if disabled {
		now := entry.At(s.options.Clock())
		at, kind = &now, audit.AccountDisabled
	}
	sessions, errSessions := s.store.Sessions(ctx, user)
	tokens, errTokens := s.store.Tokens(ctx, user)
	noted := audit.Note(ctx, audit.Record{Kind: kind, Subject: user})
	if err := fault.First(errSessions, errTokens, s.store.SetDisabled(noted, user, at, spare)); err != nil {
		return err
	}
	rights := others(sessions, "")
	for _, token := range tokens {
		rights = append(rights, token.ID)
	}
	if !disabled {
		rights = nil
	}
	s.tell(user, rights...)
	return nil
}

// Find gives a person by address, for the operator at the command line.
func (s *Service) Find(ctx context.Context, email string) (Account, error) {
	return s.store.AccountByEmail(ctx, email)
}

// Accounts gives everybody, oldest first, for the operator at the command line.
func (s *Service) Accounts(ctx context.Context) ([]Account, error) { return s.store.Accounts(ctx) }

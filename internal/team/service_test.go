package team_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/inproc"
	"tandem/internal/journal"
	"tandem/internal/project"
	"tandem/internal/storetest"
	"tandem/internal/team"
)

// hall is a team service over a real database and writer, with a switch that
// makes following fail.
type hall struct {
	*team.Service
	t      *testing.T
	db     storetest.Store
	writer *journal.Writer
	broken error
	own    string
	ben    string
	team   string
	in     string // the project
}

func open(t *testing.T) *hall {
	t.Helper()
	db, _ := storetest.Open(t)
	h := &hall{t: t, db: db, writer: journal.NewWriter(db, inproc.New(), journal.Options{})}
	ctx, stop := context.WithCancel(context.Background())
	stopped := make(chan struct{})
	go func() { defer close(stopped); h.writer.Run(ctx) }()
	t.Cleanup(func() { stop(); <-stopped })
	h.Service = team.New(db, h.follow, h.tell)
	h.own, h.ben = h.person("own"), h.person("ben")
	made, err := h.Create(t.Context(), h.own, " Us ")
	if err != nil || made.Name != "Us" || made.Role != entry.TeamOwner {
		t.Fatalf("%+v %v", made, err)
	}
	h.team, h.in = made.ID, entry.NewID()
	h.submit(h.own, false, &entry.ProjectCreate{Project: h.in, Team: h.team, Name: "Web", Key: "WEB", Visibility: entry.ForTeam})
	h.invite(h.ben, entry.TeamMember)
	return h
}

func (h *hall) follow(_ context.Context, project, actor string) error {
	if h.broken != nil {
		return h.broken
	}
	receipts, err := h.writer.Submit(h.t.Context(), journal.Submission{
		Stream: project, Actor: actor, Trusted: true, Commands: []entry.Command{{Body: &entry.MemberSync{}}},
	})
	return errors.Join(err, receipts[0].Err)
}

func (h *hall) tell(ctx context.Context, user, team, actor string) error {
	if h.broken != nil {
		return h.broken
	}
	return h.writer.Tell(ctx, actor, user, entry.Event{Type: entry.TeamUpdated, ID: team})
}

func (h *hall) submit(actor string, trusted bool, body entry.Body) {
	h.t.Helper()
	receipts, err := h.writer.Submit(h.t.Context(), journal.Submission{
		Stream: h.in, Actor: actor, Trusted: trusted, Commands: []entry.Command{{Body: body}},
	})
	if err != nil || receipts[0].Err != nil {
		h.t.Fatal(err, receipts[0].Err)
	}
}

func (h *hall) person(name string) string {
	h.t.Helper()
	account := auth.Account{User: entry.User{ID: entry.NewID(), Name: name, Handle: name, Email: &name, TimeZone: "UTC", Locale: "en"}}
	if err := h.db.CreateAccount(h.t.Context(), &account, auth.Admission{Open: true}); err != nil {
		h.t.Fatal(err)
	}
	return account.User.ID
}

// invite seats somebody, as accepting an invitation will.
func (h *hall) invite(user string, role entry.TeamRole) {
	h.t.Helper()
	err := h.db.ChangeTeam(h.t.Context(), h.team, h.own, func(house *team.House) error {
		house.Seats[user] = role
		return nil
	})
	if err != nil || h.Settle(h.t.Context()) != nil {
		h.t.Fatal(err)
	}
}

// roleOf is what somebody is in the project, as the journal has it.
func (h *hall) roleOf(user string) (role entry.Role) {
	h.t.Helper()
	err := h.writer.View(h.t.Context(), h.in, func(state *project.State, _ journal.Head) { role = state.Role(user) })
	if err != nil {
		h.t.Fatal(err)
	}
	return role
}

// The projects follow the team before the change is answered.
func TestFollow(t *testing.T) {
	h := open(t)
	if got := h.roleOf(h.ben); got != entry.Editor {
		t.Fatalf("a member is %q in a project for the team", got)
	}
	seat, err := h.SetRole(t.Context(), h.team, h.own, h.ben, entry.TeamAdmin)
	if err != nil || seat.Role != entry.TeamAdmin || h.roleOf(h.ben) != entry.Admin {
		t.Errorf("as an admin: %+v %v, %q", seat, err, h.roleOf(h.ben))
	}
	if err := h.Remove(t.Context(), h.team, h.own, h.ben); err != nil || h.roleOf(h.ben) != "" {
		t.Errorf("removed: %v, %q", err, h.roleOf(h.ben))
	}
	if _, err := h.Get(t.Context(), h.team, h.ben); !fault.Is(err, fault.NotFound) {
		t.Errorf("somebody who was removed still sees the team: %v", err)
	}
}

// A project that could not follow is not forgotten, and nothing is lost by a
// change that comes while it follows.
func TestFollow_later(t *testing.T) {
	h := open(t)
	h.broken = errors.New("the disk is full")
	if err := h.Remove(t.Context(), h.team, h.own, h.ben); err != nil {
		t.Fatalf("the change stands all the same: %v", err)
	}
	if h.roleOf(h.ben) != entry.Editor {
		t.Fatal("it followed; the test proves nothing")
	}
	stale, err := h.db.StaleProjects(t.Context())
	if err != nil || len(stale) != 1 || stale[0].Project != h.in || stale[0].Actor != h.own {
		t.Fatalf("%+v %v", stale, err)
	}
	if err := h.Settle(t.Context()); !errors.Is(err, h.broken) {
		t.Errorf("Settle hides what stood in the way: %v", err)
	}
	h.broken = nil
	again := team.New(h.db, h.follow, h.tell) // as after a start
	if err := again.Settle(t.Context()); err != nil || h.roleOf(h.ben) != "" {
		t.Errorf("%v, %q", err, h.roleOf(h.ben))
	}
	if stale, _ := h.db.StaleProjects(t.Context()); len(stale) != 0 {
		t.Errorf("still marked: %+v", stale)
	}
}

func TestFollow_markedAnew(t *testing.T) {
	h := open(t)
	h.broken = errors.New("not now")
	_ = h.Remove(t.Context(), h.team, h.own, h.ben)
	stale, _ := h.db.StaleProjects(t.Context())
	h.seat(h.ben)
	if err := h.db.Settled(t.Context(), stale[0]); err != nil {
		t.Fatal(err)
	}
	if now, _ := h.db.StaleProjects(t.Context()); len(now) != 1 {
		t.Error("a change that came meanwhile is forgotten")
	}
}

func (h *hall) seat(user string) {
	_ = h.db.ChangeTeam(h.t.Context(), h.team, h.own, func(house *team.House) error {
		house.Seats[user] = entry.TeamGuest
		return nil
	})
}

func TestDelete(t *testing.T) {
	h := open(t)
	if err := h.Delete(t.Context(), h.team, h.ben); !fault.Is(err, fault.Forbidden) {
		t.Fatalf("by a member: %v", err)
	}
	if err := h.Delete(t.Context(), h.team, h.own); err != nil {
		t.Fatal(err)
	}
	if h.roleOf(h.own) != "" || h.roleOf(h.ben) != "" {
		t.Error("somebody still sees its project")
	}
	if list, err := h.Teams(t.Context(), h.own); err != nil || len(list) != 0 {
		t.Errorf("%+v %v", list, err)
	}
	for what, err := range map[string]error{
		"read": second(h.Get(t.Context(), h.team, h.own)), "rename": second(h.Rename(t.Context(), h.team, h.own, "x")),
		"delete": h.Delete(t.Context(), h.team, h.own), "members": second(h.Members(t.Context(), h.team, h.own)),
	} {
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("%s of a deleted team: %v", what, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestMembers(t *testing.T) {
	h := open(t)
	seats, err := h.Members(t.Context(), h.team, h.ben)
	if err != nil || len(seats) != 2 || !slices.ContainsFunc(seats, func(s entry.Seat) bool { return s.User.ID == h.own && s.Role == entry.TeamOwner }) {
		t.Errorf("%+v %v", seats, err)
	}
	if _, err := h.Members(t.Context(), h.team, h.person("who")); !fault.Is(err, fault.NotFound) {
		t.Errorf("to a stranger: %v", err)
	}
	if _, err := h.SetRole(t.Context(), h.team, h.own, h.ben, "boss"); !fault.Is(err, fault.Invalid) {
		t.Errorf("a role that there is not: %v", err)
	}
	if _, err := h.SetRole(t.Context(), h.team, h.person("x"), h.ben, "boss"); !fault.Is(err, fault.NotFound) {
		t.Errorf("a stranger learns which roles there are before that there is no team: %v", err)
	}
	if _, err := h.Rename(t.Context(), h.team, h.own, "  "); !fault.Is(err, fault.Invalid) {
		t.Errorf("no name: %v", err)
	}
}

// heard counts how often somebody heard, on their own stream, that the team has changed.
func (h *hall) heard(user string) (count int) {
	h.t.Helper()
	entries, _, err := h.db.Entries(h.t.Context(), user, 0, 500, 1<<20)
	if err != nil {
		h.t.Fatal(err)
	}
	for i := range entries {
		events, _ := entries[i].Decode()
		if events[0].Type == entry.TeamUpdated && events[0].ID == h.team {
			count++
		}
	}
	return count
}

// Whom a change of the team concerns hears of it before it is answered, and only they.
func TestTold(t *testing.T) {
	h := open(t)
	stranger := h.person("who")
	change := func(what string, do func() error, own, ben int) {
		t.Helper()
		ownBefore, benBefore := h.heard(h.own), h.heard(h.ben)
		if err := do(); err != nil {
			t.Fatal(what, err)
		}
		if h.heard(h.own)-ownBefore != own || h.heard(h.ben)-benBefore != ben {
			t.Errorf("%s: the owner heard %d times, ben %d", what, h.heard(h.own)-ownBefore, h.heard(h.ben)-benBefore)
		}
	}
	change("renamed", func() error { return second(h.Rename(t.Context(), h.team, h.own, "Them")) }, 1, 1)
	change("named as it was", func() error { return second(h.Rename(t.Context(), h.team, h.own, "Them")) }, 0, 0)
	change("another role", func() error { return second(h.SetRole(t.Context(), h.team, h.own, h.ben, entry.TeamGuest)) }, 1, 1)
	wish := team.Invite{Team: h.team, Role: entry.TeamGuest}
	change("invited", func() error { return second(h.Invite(t.Context(), h.own, wish, team.Hash{1})) }, 1, 0)
	change("removed", func() error { return h.Remove(t.Context(), h.team, h.own, h.ben) }, 1, 1)
	if h.heard(stranger) != 0 {
		t.Error("a stranger heard of it")
	}
}

// Who could not be told hears of it later, once.
func TestTold_later(t *testing.T) {
	h := open(t)
	before := h.heard(h.ben)
	h.broken = errors.New("the disk is full")
	for _, name := range []string{"One", "Two"} {
		if _, err := h.Rename(t.Context(), h.team, h.own, name); err != nil {
			t.Fatalf("the change stands all the same: %v", err)
		}
	}
	h.broken = nil
	again := team.New(h.db, h.follow, h.tell) // as after a start
	for range 2 {
		if err := again.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := h.heard(h.ben) - before; n != 1 {
		t.Errorf("told %d times", n)
	}
}

package team

import (
	"context"
	"errors"
	"sync"
	"time"

	"tandem/internal/audit"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

// Sync makes a project's members equal to what its team gives, and returns when
// that is durable; NotFound where there is no such project any more.
type Sync func(ctx context.Context, project, actor string) error

// Tell lets a person know, on their own stream, that a team of theirs has
// changed, and returns when that is durable.
type Tell func(ctx context.Context, user, team, actor string) error

// Service changes teams.
type Service struct {
	store    Store
	sync     Sync
	tell     Tell
	settling sync.Mutex
}

// New makes a service; Run makes up for what a crash or a failure left behind.
func New(store Store, sync Sync, tell Tell) *Service {
	return &Service{store: store, sync: sync, tell: tell}
}

// Create makes a team with its maker as owner.
func (s *Service) Create(ctx context.Context, maker, name string) (Team, error) {
	name, err := checkName(name)
	if err != nil {
		return Team{}, err
	}
	t := Team{ID: entry.NewID(), Name: name, Role: entry.TeamOwner, CreatedAt: entry.At(time.Now())}
	record := audit.Record{Kind: audit.TeamCreated, Team: t.ID, Detail: audit.Detail{"name": name}}
	return t, s.store.CreateTeam(audit.Note(ctx, record), t, maker)
}

// Teams gives the teams that a person is in.
func (s *Service) Teams(ctx context.Context, user string) ([]Team, error) {
	return s.store.Teams(ctx, user)
}

// Get gives a team to one of its people; others get NotFound.
func (s *Service) Get(ctx context.Context, id, actor string) (Team, error) {
	return s.store.Team(ctx, id, actor)
}

// Members gives everyone in a team to one of them.
func (s *Service) Members(ctx context.Context, id, actor string) ([]entry.Seat, error) {
	if _, err := s.store.Team(ctx, id, actor); err != nil {
		return nil, err
	}
	return s.store.Roster(ctx, id)
}

// Rename changes the name.
func (s *Service) Rename(ctx context.Context, id, actor, name string) (Team, error) {
	err := s.change(ctx, id, actor, func(h *House) error { return h.rename(actor, name) })
	if err != nil {
		return Team{}, err
	}
	return s.store.Team(ctx, id, actor)
}

// Delete removes a team; nobody sees its projects any more.
func (s *Service) Delete(ctx context.Context, id, actor string) error {
	return s.change(ctx, id, actor, func(h *House) error { return h.remove(actor) })
}

// SetRole gives somebody of the team another role.
func (s *Service) SetRole(ctx context.Context, id, actor, user string, role entry.TeamRole) (entry.Seat, error) {
	err := s.change(ctx, id, actor, func(h *House) error {
		if _, err := h.may(actor, "team.read"); err != nil {
			return err
		}
		if !role.Valid() {
			return fault.Field("/role", "This is none of owner, admin, member, guest.")
		}
		return h.seat(actor, user, role)
	})
	if err != nil {
		return entry.Seat{}, err
	}
	return s.seatOf(ctx, id, user)
}

func (s *Service) seatOf(ctx context.Context, id, user string) (entry.Seat, error) {
	seats, err := s.store.Roster(ctx, id)
	for _, seat := range seats {
		if seat.User.ID == user {
			return seat, nil
		}
	}
	return entry.Seat{}, errors.Join(err, errNotFound)
}

// Remove takes somebody out of the team; with themselves as actor they leave.
func (s *Service) Remove(ctx context.Context, id, actor, user string) error {
	return s.change(ctx, id, actor, func(h *House) error { return h.seat(actor, user, "") })
}

// change writes a change and lets projects and people follow. It stands even
// where they cannot follow yet: Run tries again.
func (s *Service) change(ctx context.Context, id, actor string, change func(*House) error) error {
	err := s.write(ctx, id, actor, change)
	s.spread(ctx, err)
	return err
}

// Settle lets all stale projects follow their teams and people, and tells the
// people. The error is the first that stood in the way; the marks stay where it did.
func (s *Service) Settle(ctx context.Context) error {
	s.settling.Lock()
	defer s.settling.Unlock()
	return fault.First(s.followAll(ctx), s.tellAll(ctx))
}

// followAll passes over projects that are gone or deleted: one that is restored
// takes the members that its team gives then.
func (s *Service) followAll(ctx context.Context) error {
	list, err := s.store.StaleProjects(ctx)
	for _, stale := range list {
		one := s.sync(ctx, stale.Project, stale.Actor)
		if one == nil || fault.Is(one, fault.NotFound) || fault.Is(one, fault.Gone) {
			one = s.store.Settled(ctx, stale)
		}
		err = fault.First(err, one)
	}
	return err
}

func (s *Service) tellAll(ctx context.Context) error {
	list, err := s.store.StalePeople(ctx)
	for _, stale := range list {
		one := s.tell(ctx, stale.User, stale.Team, stale.Actor)
		if one == nil {
			one = s.store.Told(ctx, stale)
		}
		err = fault.First(err, one)
	}
	return err
}

// Run settles what was left behind, at start and each few seconds, until ctx ends.
func (s *Service) Run(ctx context.Context) {
	tick := time.NewTicker(5 * time.Second)
	defer tick.Stop()
	for {
		s.Settle(ctx)
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

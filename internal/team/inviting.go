package team

import (
	"context"
	"time"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// Invite makes an invitation, of which only the secret's hash is kept.
func (s *Service) Invite(ctx context.Context, actor string, wish Invite, hash Hash) (Invite, error) {
	i := wish
	i.ID, i.CreatedBy, i.CreatedAt = entry.NewID(), actor, s.now()
	wrong := checkInvite(&i, i.CreatedAt)
	err := s.store.CreateInvite(ctx, i, hash, func(h *House, waiting int) error {
		if _, err := h.may(actor, "invite.create"); err != nil || wrong != nil {
			return fault.First(err, wrong)
		}
		return h.invite(actor, i.Role, waiting)
	})
	s.spread(ctx, err)
	return i, err
}

// Invites gives those that wait and have not expired, the newest first.
func (s *Service) Invites(ctx context.Context, team, actor string) ([]Invite, error) {
	t, err := s.store.Team(ctx, team, actor)
	if err != nil {
		return nil, err
	}
	if !t.Role.Includes(Access["invite.read"].Role) {
		return nil, fault.New(fault.Forbidden, Access["invite.read"].Why)
	}
	all, err := s.store.Invites(ctx, team)
	now, list := s.now(), []Invite{}
	for _, i := range all {
		if i.Open(now) == nil {
			list = append(list, i)
		}
	}
	return list, err
}

// Revoke takes an invitation back.
func (s *Service) Revoke(ctx context.Context, team, actor, id string) error {
	err := s.store.EndInvite(ctx, team, id, actor, func(h *House, i *Invite) error {
		if _, err := h.may(actor, "invite.revoke"); err != nil {
			return err
		}
		if i == nil || i.Open(s.now()) != nil {
			return errNoInvite
		}
		i.Ended = Revoked
		return nil
	})
	s.spread(ctx, err)
	return err
}

// Offer gives an invitation to whoever holds its secret; Gone where it has ended.
func (s *Service) Offer(ctx context.Context, hash Hash) (Offer, error) {
	offer, err := s.store.Invite(ctx, hash)
	if fault.Is(err, fault.NotFound) {
		return offer, errNoInvite
	}
	if err == nil {
		err = offer.Open(s.now())
	}
	return offer, err
}

// Accept seats the person in the team; the projects have followed when it
// returns.
func (s *Service) Accept(ctx context.Context, hash Hash, user string) (Team, error) {
	var id string
	err := s.store.UseInvite(ctx, hash, user, func(h *House, i *Invite, email string) error {
		id = i.Team
		return i.accept(h, user, email, s.now())
	})
	if fault.Is(err, fault.NotFound) {
		err = errNoInvite
	}
	s.spread(ctx, err)
	if err != nil {
		return Team{}, err
	}
	return s.store.Team(ctx, id, user)
}

// Decline ends an invitation unused; "" as user: by somebody not signed in.
func (s *Service) Decline(ctx context.Context, hash Hash, user string) error {
	err := s.store.UseInvite(ctx, hash, user, func(_ *House, i *Invite, _ string) error {
		if err := i.Open(s.now()); err != nil {
			return err
		}
		i.Ended = Declined
		return nil
	})
	if fault.Is(err, fault.NotFound) {
		err = errNoInvite
	}
	s.spread(ctx, err)
	return err
}

// Admit is the rule by which an invitation lets a new account in, for the
// store's own transaction.
func Admit(h *House, i *Invite, user, email string, now entry.Instant) error {
	return i.accept(h, user, email, now)
}

// spread lets projects and people follow a change that has taken effect.
func (s *Service) spread(ctx context.Context, err error) {
	if err == nil {
		_ = s.Settle(context.WithoutCancel(ctx)) // what could not follow is tried again
	}
}

func (s *Service) now() entry.Instant { return entry.At(time.Now()) }

package auth

import (
	"context"
	"time"

	"tandem/internal/audit"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

// How long a session lasts unused, and in all; how coarsely its use is noted.
const (
	idleFor  = 14 * 24 * time.Hour
	lastsFor = 90 * 24 * time.Hour
	noteEach = 5 * time.Minute
)

// CookieSeconds is how long a browser keeps the session's cookie.
const CookieSeconds = int(lastsFor / time.Second)

// The same in milliseconds, for rows that depend on a session that still counts.
const (
	SessionIdleMs = entry.Instant(idleFor / time.Millisecond)
	SessionMs     = entry.Instant(lastsFor / time.Millisecond)
)

func ms(d time.Duration) entry.Instant { return entry.Instant(d.Milliseconds()) }

// lookUpSession judges age by the row alone: an old one that was not yet swept
// is as ended as one that was (E3).
func (s *Service) lookUpSession(ctx context.Context, hash Hash, now entry.Instant) (*Principal, error) {
	session, holder, err := s.store.SessionByHash(ctx, hash)
	if err != nil {
		return nil, err
	}
	until := session.CreatedAt + SessionMs
	if holder.Disabled || now >= until || now >= session.SeenAt+SessionIdleMs {
		return nil, ErrUnauthenticated
	}
	address := orElse(audit.From(ctx).Address, session.Address)
	if now >= session.SeenAt+ms(noteEach) || address != session.Address {
		if err := s.store.SawSession(ctx, session.ID, address, now); err != nil {
			return nil, err
		}
	}
	return &Principal{User: holder.User, Admin: holder.Admin, Session: session.ID, Until: until}, nil
}

// signIn makes a session. Its id and secret are always new, whatever the browser
// held before (E4), and the one it held ends.
func (s *Service) signIn(ctx context.Context, user, agent string, before *Principal) (secret string, err error) {
	secret, hash := newSecret("")
	now := entry.At(s.options.Clock())
	session := Session{
		ID: entry.NewID(), User: user, Hash: hash, Agent: clip(agent, 200), Address: audit.From(ctx).Address, CreatedAt: now, SeenAt: now,
	}
	err = s.store.CreateSession(audit.Note(ctx, audit.Record{
		Kind: audit.SessionCreated, Actor: user, Subject: user, Detail: audit.Detail{"session": session.ID, "agent": session.Agent},
	}), session)
	if err != nil {
		return "", err
	}
	if before != nil && before.Session != "" {
		if err := s.EndSession(ctx, before.User, before.Session); err != nil && !fault.Is(err, fault.NotFound) {
			return "", err
		}
	}
	return secret, nil
}

// Sessions lists a person's sessions that still count, the one used last first.
func (s *Service) Sessions(ctx context.Context, p *Principal) ([]Session, error) {
	all, err := s.store.Sessions(ctx, p.User)
	now, list := entry.At(s.options.Clock()), []Session{}
	for _, session := range all {
		if now < session.CreatedAt+SessionMs && now < session.SeenAt+SessionIdleMs {
			session.Current = session.ID == p.Session
			list = append(list, session)
		}
	}
	return list, err
}

// EndSession ends a session of this person; another's is NotFound (E27).
func (s *Service) EndSession(ctx context.Context, user, id string) error {
	record := audit.Record{Kind: audit.SessionEnded, Subject: user, Detail: audit.Detail{"session": id}}
	if err := s.store.EndSession(audit.Note(ctx, record), user, id); err != nil {
		return err
	}
	s.tell(user, id)
	return nil
}

// EndOtherSessions ends all sessions of this person but the present one.
func (s *Service) EndOtherSessions(ctx context.Context, p *Principal) error {
	sessions, err := s.store.Sessions(ctx, p.User)
	if err != nil {
		return err
	}
	record := audit.Record{Kind: audit.SessionEnded, Subject: p.User, Detail: audit.Detail{"allBut": p.Session}}
	if err := s.store.EndOtherSessions(audit.Note(ctx, record), p.User, p.Session); err != nil {
		return err
	}
	s.tell(p.User, others(sessions, p.Session)...)
	return nil
}

// clip cuts text to at most n bytes of whole characters.
func clip(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && text[n]&0xc0 == 0x80 {
		n--
	}
	return text[:n]
}

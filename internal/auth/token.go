package auth

import (
	"context"

	"tandem/internal/audit"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

// maxTokens a person may hold.
const maxTokens = 100

func (s *Service) lookUpToken(ctx context.Context, hash Hash, now entry.Instant) (*Principal, error) {
	token, holder, err := s.store.TokenByHash(ctx, hash)
	if err != nil {
		return nil, err
	}
	p := &Principal{User: holder.User, Admin: holder.Admin, Token: token.ID}
	if token.ExpiresAt != nil {
		p.Until = *token.ExpiresAt
	}
	if holder.Disabled || p.Until != 0 && now >= p.Until {
		return nil, ErrUnauthenticated
	}
	if token.LastUsedAt == nil || now >= *token.LastUsedAt+ms(noteEach) {
		if err := s.store.SawToken(ctx, token.ID, now); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// CreateToken makes a token that ends at an instant, or never. The secret is
// given here once and kept nowhere.
func (s *Service) CreateToken(ctx context.Context, user, name string, expires *entry.Instant) (token Token, secret string, err error) {
	now := entry.At(s.options.Clock())
	if name, err = checkName("/name", name); err != nil {
		return token, "", err
	}
	if expires != nil && *expires <= now {
		return token, "", fault.Field("/expiresAt", "This lies in the past.")
	}
	list, err := s.store.Tokens(ctx, user)
	if err != nil {
		return token, "", err
	}
	if len(list) >= maxTokens {
		return token, "", fault.New(fault.Conflict, "You have a hundred tokens; delete one that you no longer need.")
	}
	secret, hash := newSecret(TokenPrefix)
	token = Token{ID: entry.NewID(), User: user, Hash: hash, Name: name, CreatedAt: now, ExpiresAt: expires}
	return token, secret, s.store.CreateToken(audit.Note(ctx, token.record(audit.TokenCreated)), token)
}

// Tokens lists a person's tokens, expired ones too, newest first.
func (s *Service) Tokens(ctx context.Context, user string) ([]Token, error) {
	return s.store.Tokens(ctx, user)
}

// DeleteToken revokes a token of this person; another's is NotFound.
func (s *Service) DeleteToken(ctx context.Context, user, id string) error {
	list, err := s.store.Tokens(ctx, user)
	if err != nil {
		return err
	}
	for i := range list {
		if list[i].ID == id {
			ctx = audit.Note(ctx, list[i].record(audit.TokenDeleted))
		}
	}
	if err := s.store.DeleteToken(ctx, user, id); err != nil {
		return err
	}
	s.tell(user, id)
	return nil
}

func (t *Token) record(kind audit.Kind) audit.Record {
	return audit.Record{Kind: kind, Subject: t.User, Detail: audit.Detail{"token": t.ID, "name": t.Name, "expiresAt": t.ExpiresAt}}
}

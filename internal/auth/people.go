package auth

import (
	"context"

	"tandem/internal/audit"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

// SetDisabledBy shuts a person out, or lets them in again, for an administrator
// of the instance: others than themselves, and never the last administrator.
func (s *Service) SetDisabledBy(ctx context.Context, actor, user string, disabled bool) (Account, error) {
	if actor == user {
		return Account{}, fault.New(fault.Conflict, "You cannot shut yourself out; ask another administrator.")
	}
	if err := s.setDisabled(ctx, user, disabled, true); err != nil {
		return Account{}, err
	}
	return s.store.Account(ctx, user)
}

// created is recorded of a new account; self: the person has made it.
func (a *Account) created(self bool) []audit.Record {
	record := audit.Record{Kind: audit.AccountCreated, Subject: a.User.ID, Detail: audit.Detail{"name": a.User.Name, "handle": a.User.Handle}}
	if self {
		record.Actor = a.User.ID
	}
	return []audit.Record{record}
}

// renamed is recorded where somebody is called something else; other fields say
// nothing of who they are.
func renamed(before, now *entry.User) []audit.Record {
	detail := audit.Detail{}
	if before.Name != now.Name {
		detail["name"] = audit.Change{From: before.Name, To: now.Name}
	}
	if before.Handle != now.Handle {
		detail["handle"] = audit.Change{From: before.Handle, To: now.Handle}
	}
	if len(detail) == 0 {
		return nil
	}
	return []audit.Record{{Kind: audit.AccountUpdated, Subject: now.ID, Detail: detail}}
}

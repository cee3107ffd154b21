package app

import (
	"context"

	"tandem/internal/answer"
	"tandem/internal/api"
	"tandem/internal/audit"
	"tandem/internal/auth"
	"tandem/internal/blob"
	"tandem/internal/coedit"
	"tandem/internal/due"
	"tandem/internal/entry"
	"tandem/internal/inbox"
	"tandem/internal/journal"
	"tandem/internal/look"
	"tandem/internal/once"
	"tandem/internal/outbox"
	"tandem/internal/projection/activity"
	"tandem/internal/projection/notify"
	"tandem/internal/projection/search"
	"tandem/internal/remind"
	"tandem/internal/team"
	"tandem/internal/unread"
	"tandem/internal/view"
	"tandem/internal/watch"
)

// Store is all that is asked of a database; each part's contract stands with the
// package that asks. Implementations: packages sqlite and mongo (ADR 13).
type Store interface {
	journal.Store
	auth.Store
	auth.LinkStore
	team.Store
	audit.Store
	blob.Uploads
	answer.Store
	once.Store
	coedit.Store
	due.Store
	inbox.Store
	look.Store
	outbox.Store
	remind.Store
	unread.Store
	view.Store
	watch.Store

	activity.Store
	notify.Store
	search.Store

	api.Reads
	api.DeviceStore
	api.Outline
	api.ProjectList

	// PurgeProjects deletes for ever what was deleted before an instant, and tells
	// how many projects that were.
	PurgeProjects(ctx context.Context, before entry.Instant) (int, error)
	// PurgeNotifications deletes those that were done before an instant.
	PurgeNotifications(ctx context.Context, before entry.Instant) error
	// Secret gives the instance's key of a name, 32 bytes, made when first asked for.
	Secret(ctx context.Context, name string) ([]byte, error)
	// Ping tells whether the database answers and can be written.
	Ping(ctx context.Context) error
	Close() error
}

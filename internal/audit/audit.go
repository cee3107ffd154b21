// Package audit keeps the log of who got in, who was let in and what became of
// access. A record is written in the transaction of what it tells, so that
// neither is there without the other; it holds ids, names and roles, never a
// secret. Records are kept apart from the journals, which never forget.
package audit

import (
	"context"

	"tandem/internal/entry"
	"tandem/internal/wire"
)

// Record is what is noted. Empty texts mean nobody and nothing; where Actor,
// Address and At are left out, they are those of the request.
type Record struct {
	At      entry.Instant
	Kind    Kind
	Actor   string // a person's id; empty for the operator and for strangers
	Team    string
	Project string
	Subject string // the id of whom or what it is about, where Team and Project do not say
	Address string
	Detail  Detail
}

// Detail says more about a record; its names depend on the kind.
type Detail map[string]any

// Change is a detail that was something else before.
type Change struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Filter chooses records: all that is set must hold, of several kinds one.
type Filter struct {
	Team    string // only those of this team
	Kinds   []string
	Actor   string
	Project string
	After   entry.Instant // at or after; 0: from the first
	Before  entry.Instant // before; 0: to the last
	Below   int64         // with a number below this one; 0: all
	Limit   int
}

// Recorder writes records that belong to no other write.
type Recorder interface {
	Record(ctx context.Context, records ...Record) error
}

// Store keeps records. Every write of it appends what its context has Noted, in
// the same transaction. Implementations: packages sqlite and mongo.
type Store interface {
	Recorder
	// Records gives those that a filter chooses, newest first.
	Records(ctx context.Context, filter Filter) ([]wire.AuditRecord, error)
	// DropRecords deletes those of before an instant.
	DropRecords(ctx context.Context, before entry.Instant) error
	// Place tells where a thing is that a request has named; empty texts where
	// there is no such thing.
	Place(ctx context.Context, named Named) (team, project string, err error)
}

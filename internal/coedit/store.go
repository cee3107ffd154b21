package coedit

import (
	"context"

	"tandem/internal/doc"
	"tandem/internal/entry"
)

// Accepted is an update in its place; the first one of a text makes version base+1.
type Accepted struct {
	doc.Update
	Actor string
}

// Stored is what a store knows of a task's description, as of one moment.
type Stored struct {
	Project        string
	Description    string // as the rows of `tables` have it
	DescriptionSeq int64  // of the entry that last changed it; 0: as it was made
	Gone           error  // why it cannot be written any more; nil: it can
	MovedTo        string // its id in another project, where it lives on there; "" else
	Mark           *Mark  // nil: it was never edited here, and the rest is zero
	Base           string // the text at version BaseVersion
	BaseVersion    int64
	Updates        []Accepted        // after it, in order
	Clients        map[string]Client // also those whose updates are part of Base
}

// Client is how far a client's updates have come.
type Client struct {
	Last int64  // id of its latest update
	User string // whose it is
}

// Mark is how the text stands to the journal.
type Mark struct {
	Known    string // the description as the journal last had it, when looked at
	KnownSeq int64  // of the entry that set it
	Written  int64  // the version that the journal has; below the text's: it is behind
}

// Addition is what one commit adds to one text.
type Addition struct {
	Task    string
	Base    *string // of a text that is new here, at version First-1
	First   int64   // version of the first update
	Updates []Accepted
	Mark    *Mark // nil: as before
	At      entry.Instant
}

// Store keeps texts with their history. Implementation: package sqlite.
type Store interface {
	// Document gives what is known of a task's description; NotFound where there
	// is no such task.
	Document(ctx context.Context, task string) (*Stored, error)
	// ProjectOf tells in which project a task is, deleted or not; NotFound.
	ProjectOf(ctx context.Context, task string) (string, error)
	// AddUpdates commits each addition whole or not at all, durably. A version that
	// is there already is a Conflict; others may have been added all the same.
	AddUpdates(ctx context.Context, additions []Addition) error
	// Compact makes one text of a history up to a version (E2), in one commit.
	Compact(ctx context.Context, task, text string, version int64, at entry.Instant) error
	// Ahead gives the tasks whose text the journal does not have; it may give others.
	Ahead(ctx context.Context) ([]string, error)
}

func (nobody) Accepted(string, string, int64, []Accepted) {}
func (nobody) Closed(string, string, error)               {}

// Package blob keeps the bytes of files: each content once, by its SHA-256,
// however often it is attached. Uploads arrive in pieces, can be broken off and
// gone on with, also after a restart, and cost no memory. Who may attach or read
// a file is decided elsewhere.
package blob

import (
	"context"
	"io"
	"time"
)

// Reader is a content that is read from anywhere in it.
type Reader interface {
	io.ReadSeeker
	io.Closer
}

// Store keeps contents. Implementations: Folder; blobtest.Run is the contract. An
// upload is an id; it has one writer at a time. Its faults: NotFound where there is
// no such content, Full where there is no room.
type Store interface {
	// Write puts what r gives into an upload from a byte on; what stood there and
	// behind it is replaced. When it returns, n bytes of r are durable, also where r
	// or the store failed: err then says why there are not more.
	Write(ctx context.Context, upload string, at int64, r io.Reader) (n int64, err error)

	// Finish makes an upload the content of this sum, durably, and lets the upload
	// go. Where that content is here already it counts as new again. Repeated after
	// it has taken effect it does nothing more.
	Finish(ctx context.Context, upload, sum string) error

	// Drop lets an unfinished upload go; it is no error where there is none.
	Drop(ctx context.Context, upload string) error

	// Open reads a content.
	Open(ctx context.Context, sum string) (Reader, error)

	// Remove lets a content go; it is no error where there is none.
	Remove(ctx context.Context, sum string) error

	// Each gives every content with the moment since which it is here.
	Each(ctx context.Context, do func(sum string, since time.Time) error) error
}

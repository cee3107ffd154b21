// Package fault is the one shape that errors have in Tandem.
//
// An error carries a kind (what a program does about it), a message (what a
// person reads) and a cause (what an operator reads in the log). Only kind,
// message and details leave the server; the cause never does.
package fault

import (
	"errors"
	"strings"
)

// Kind says what sort of trouble it is; each maps to one HTTP status and one
// socket code, in the table of package api.
type Kind string

// The kinds. A plain error that is not an *Error counts as Internal.
const (
	Invalid         Kind = "invalid"         // the request makes no sense: 422
	Malformed       Kind = "malformed"       // not even readable: 400
	NotFound        Kind = "not_found"       // no such thing, or hidden: 404
	Gone            Kind = "gone"            // deleted, can be restored: 410
	Conflict        Kind = "conflict"        // the present state forbids it: 409
	Forbidden       Kind = "forbidden"       // seen, but not allowed: 403
	Unauthenticated Kind = "unauthenticated" // who is it? 401
	TooMany         Kind = "too_many"        // slow down: 429
	TooLarge        Kind = "too_large"       // past a limit: 413
	Full            Kind = "full"            // no room is left on the disk: 507
	Unavailable     Kind = "unavailable"     // try again soon: 503
	Internal        Kind = "internal"        // our mistake: 500
)

// Detail points at one bad field of the input.
type Detail struct {
	Pointer string `json:"pointer"` // JSON pointer (RFC 6901) into the body, or the parameter's name
	Detail  string `json:"detail"`
}

// FieldConflict is a field that someone else changed since the base seq (rule D1).
type FieldConflict struct {
	Field  string `json:"field"`
	Theirs any    `json:"theirs"`
	Seq    int64  `json:"seq"`
}

// Moved says where something is now that was here; only who may see it there is told.
type Moved struct {
	ID  string `json:"id"`
	Key string `json:"key"`
}

// Error is a fault. Op and Err are for the operator only.
type Error struct {
	Kind      Kind
	Op        string          // two or three words: "append entry"
	Message   string          // a sentence for a person, naming what to do
	Details   []Detail        // for Invalid and Malformed
	Conflicts []FieldConflict // for Conflict with a baseSeq
	MovedTo   *Moved          // for Gone and Conflict
	Err       error
}

// Error joins operation, message and cause; it is for logs, not for clients.
func (e *Error) Error() string {
	parts := make([]string, 0, 3)
	if e.Op != "" {
		parts = append(parts, e.Op)
	}
	if e.Message != "" {
		parts = append(parts, e.Message)
	}
	if e.Err != nil {
		parts = append(parts, e.Err.Error())
	}
	return strings.Join(parts, ": ")
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// New makes a fault of a kind with a sentence for a person.
func New(kind Kind, message string) *Error { return &Error{Kind: kind, Message: message} }

// Field makes an Invalid fault about one field of the input.
func Field(pointer, detail string) *Error {
	return &Error{
		Kind: Invalid, Message: "Some of what was sent cannot be used.",
		Details: []Detail{{Pointer: pointer, Detail: detail}},
	}
}

// Wrap adds an operation to a cause and keeps its kind; nil stays nil.
func Wrap(op string, err error) error {
	if err == nil {
		return nil
	}
	f := As(err)
	return &Error{
		Kind: f.Kind, Op: op, Message: f.Message,
		Details: f.Details, Conflicts: f.Conflicts, MovedTo: f.MovedTo, Err: err,
	}
}

// As gives the outermost *Error in the chain, or an Internal one around err.
func As(err error) *Error {
	if f, ok := errors.AsType[*Error](err); ok {
		return f
	}
	return &Error{Kind: Internal, Message: "Something went wrong on our side.", Err: err}
}

// KindOf tells the kind; Internal for errors that are no fault.
func KindOf(err error) Kind { return As(err).Kind }

// MessageOf gives the sentence for a person.
func MessageOf(err error) string { return As(err).Message }

// Is tells whether err is a fault of this kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }

// First gives the first error there is, nil where there is none.
func First(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

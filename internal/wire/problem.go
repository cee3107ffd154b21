package wire

import (
	"net/http"

	"tandem/internal/fault"
)

// Problem is what every refusal looks like (RFC 9457).
type Problem struct {
	Type      string                `json:"type"`
	Title     string                `json:"title"`
	Status    int                   `json:"status"`
	Detail    string                `json:"detail"`              // a sentence for a person
	Errors    []fault.Detail        `json:"errors,omitempty"`    // each bad field or parameter
	Conflicts []fault.FieldConflict `json:"conflicts,omitempty"` // fields changed since baseSeq (D1)
	MovedTo   *fault.Moved          `json:"movedTo,omitempty"`   // where a task is now that was moved to another project
}

// statuses is the one table of kinds and what HTTP calls them.
var statuses = map[fault.Kind]int{
	fault.Invalid:         http.StatusUnprocessableEntity,
	fault.Malformed:       http.StatusBadRequest,
	fault.NotFound:        http.StatusNotFound,
	fault.Gone:            http.StatusGone,
	fault.Conflict:        http.StatusConflict,
	fault.Forbidden:       http.StatusForbidden,
	fault.Unauthenticated: http.StatusUnauthorized,
	fault.TooMany:         http.StatusTooManyRequests,
	fault.TooLarge:        http.StatusRequestEntityTooLarge,
	fault.Full:            http.StatusInsufficientStorage,
	fault.Unavailable:     http.StatusServiceUnavailable,
	fault.Internal:        http.StatusInternalServerError,
}

// Status gives the HTTP status of a kind; 500 for one that is not known.
func Status(kind fault.Kind) int {
	if status, ok := statuses[kind]; ok {
		return status
	}
	return http.StatusInternalServerError
}

// ProblemOf tells a fault without what is for the operator only.
func ProblemOf(status int, err error) *Problem {
	f := fault.As(err)
	return &Problem{
		Type: "about:blank", Title: http.StatusText(status), Status: status,
		Detail: f.Message, Errors: f.Details, Conflicts: f.Conflicts, MovedTo: f.MovedTo,
	}
}

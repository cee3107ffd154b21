package api

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"tandem/internal/audit"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/wire"
)

// Call is one request to a route.
type Call struct {
	Request *http.Request
	Header  http.Header // of the answer
	Actor   string      // the person's id; "" only on routes for anyone
	Visit   *Visit      // of a visitor, whom only routes with Visitors let in; nil for people
	Command string      // the Idempotency-Key in lower case; "" where none was sent
	Status  int         // of the answer, where it is not the route's usual one

	route *Route
	query url.Values
	log   *slog.Logger
}

// Path gives an id from the path. One that cannot be an id is looked for like
// any other and not found.
func (c *Call) Path(name string) string { return c.Request.PathValue(name) }

// readParameters checks the query's names and values and the Idempotency-Key.
func (c *Call) readParameters() error {
	if c.Request.URL.RawQuery != "" {
		query, err := url.ParseQuery(c.Request.URL.RawQuery)
		if err != nil {
			return fault.New(fault.Invalid, "The query of this address is malformed.")
		}
		c.query = query
	}
	if details := c.checkQuery(); details != nil {
		return invalid(details)
	}
	return c.readKey()
}

func invalid(details []fault.Detail) error {
	return &fault.Error{Kind: fault.Invalid, Message: "Some of what was sent cannot be used.", Details: details}
}

func (c *Call) checkQuery() (details []fault.Detail) {
	for name, values := range c.query {
		at := slices.IndexFunc(c.route.Query, func(p Param) bool { return p.Name == name })
		if at < 0 {
			details = append(details, fault.Detail{Pointer: name, Detail: "There is no parameter of this name."})
			continue
		}
		if reason := c.route.Query[at].check(values); reason != "" {
			details = append(details, fault.Detail{Pointer: name, Detail: reason})
		}
	}
	for _, p := range c.route.Query {
		if p.Needed && !c.query.Has(p.Name) {
			details = append(details, fault.Detail{Pointer: p.Name, Detail: "This parameter is needed."})
		}
	}
	slices.SortFunc(details, func(a, b fault.Detail) int { return strings.Compare(a.Pointer, b.Pointer) })
	return details
}

// check says what is wrong with a parameter's values; empty where nothing is.
func (p *Param) check(values []string) string {
	if len(values) > 1 && !p.Repeats {
		return "This parameter stands once."
	}
	if len(values) > 100 {
		return "This parameter stands 100 times at most."
	}
	for _, value := range values {
		if reason := p.checkOne(value); reason != "" {
			return reason
		}
	}
	return ""
}

func (p *Param) checkOne(value string) string {
	if p.Or != "" && value == p.Or {
		return ""
	}
	if p.Enum != nil && !slices.Contains(p.Enum, value) {
		return "This is none of " + strings.Join(p.Enum, ", ") + "."
	}
	switch p.Kind {
	case "id":
		if !entry.ValidID(value) {
			return "An id is a UUID in lower case."
		}
	case "day":
		if !entry.Day(value).Valid() {
			return "A day is written YYYY-MM-DD."
		}
	case "instant":
		if _, err := time.Parse(time.RFC3339, value); err != nil {
			return "An instant is written as in RFC 3339: 2026-11-23T20:42:25Z."
		}
	case "integer":
		if _, err := strconv.ParseInt(value, 10, 64); err != nil {
			return "This is a whole number."
		}
	case "boolean":
		if value != "true" && value != "false" {
			return "This is true or false."
		}
	}
	return p.checkText(value)
}

func (p *Param) checkText(value string) string {
	most := p.MaxChars
	if most == 0 {
		most = 1000
	}
	if utf8.RuneCountInString(value) > most {
		return fmt.Sprintf("This is longer than %d characters.", most)
	}
	if !utf8.ValidString(value) || strings.IndexByte(value, 0) >= 0 {
		return "This text cannot be used."
	}
	return ""
}

// Texts gives a parameter's values.
func (c *Call) Texts(name string) []string { return c.query[name] }

// Text gives a parameter's value, "" where it was left out.
func (c *Call) Text(name string) string { return c.query.Get(name) }

// Integer gives a whole number, or what counts where it was left out.
func (c *Call) Integer(name string, usual int64) int64 {
	if n, err := strconv.ParseInt(c.query.Get(name), 10, 64); err == nil {
		return n
	}
	return usual
}

// Instant gives a moment, 0 where it was left out.
func (c *Call) Instant(name string) entry.Instant {
	if t, err := time.Parse(time.RFC3339, c.query.Get(name)); err == nil {
		return entry.At(t)
	}
	return 0
}

// readKey takes the command id of a write from its header.
func (c *Call) readKey() error {
	keys := c.Request.Header["Idempotency-Key"]
	if keys == nil || c.Request.Method == http.MethodGet || c.Request.Method == http.MethodHead {
		return nil
	}
	key := strings.ToLower(keys[0])
	if len(keys) > 1 || !entry.ValidID(key) {
		return fault.Field("Idempotency-Key", "This header is one UUID.")
	}
	c.Command, audit.From(c.Request.Context()).Command = key, key
	return nil
}

// failed tells the operator of a command that failed by a mistake of ours, where
// the answer as a whole is a success.
func (c *Call) failed(command string, err error) {
	if wire.Status(fault.KindOf(err)) >= http.StatusInternalServerError {
		c.log.ErrorContext(c.Request.Context(), "command failed", "command", command, "error", err)
	}
}

// Replayed says that the answer is the one that the first request got.
func (c *Call) Replayed() { c.Header.Set("Idempotency-Replayed", "true") }

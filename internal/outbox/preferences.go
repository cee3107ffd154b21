package outbox

import (
	"time"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// Mode says when mail is sent.
type Mode string

// The modes.
const (
	Immediate Mode = "immediate" // soon after it happened, a burst in one mail
	Digest    Mode = "digest"    // once a day
	Off       Mode = "off"
)

// Preferences say how a person wants to be told outside the app, in their own
// time zone.
type Preferences struct {
	Mail       Mode   `json:"mail"`
	DigestHour int    `json:"digestHour"` // 0 to 23
	Push       bool   `json:"push"`       // on the devices where it is switched on
	DueHour    *int   `json:"dueHour"`    // 0 to 23, when one is told of what is due; null: never
	Quiet      *Quiet `json:"quiet"`      // null: never
}

// Quiet is when nothing is sent each day; it may go past midnight.
type Quiet struct {
	From string `json:"from"` // HH:MM
	To   string `json:"to"`   // HH:MM, not in it any more
}

// Usual is what counts for those who have chosen nothing.
func Usual() Preferences {
	nine := 9
	return Preferences{Mail: Immediate, DigestHour: 8, Push: true, DueHour: &nine}
}

// Check refuses what cannot be kept.
func (p *Preferences) Check() error {
	switch {
	case p.Mail != Immediate && p.Mail != Digest && p.Mail != Off:
		return fault.Field("/mail", "This is immediate, digest or off.")
	case p.DigestHour < 0 || p.DigestHour > 23:
		return fault.Field("/digestHour", "This is an hour from 0 to 23.")
	case p.DueHour != nil && (*p.DueHour < 0 || *p.DueHour > 23):
		return fault.Field("/dueHour", "This is an hour from 0 to 23, or null.")
	case p.Quiet == nil:
		return nil
	case !isClock(p.Quiet.From):
		return fault.Field("/quiet/from", "This is a time such as 22:00.")
	case !isClock(p.Quiet.To):
		return fault.Field("/quiet/to", "This is a time such as 07:00.")
	case p.Quiet.From == p.Quiet.To:
		return fault.Field("/quiet/to", "Quiet hours end at another time than they begin.")
	}
	return nil
}

func isClock(text string) bool {
	_, err := time.Parse("15:04", text)
	return err == nil && len(text) == len("15:04")
}

// wants tells whether a person wants to be told that way.
func (p *Preferences) wants(c Channel) bool {
	if c == Push {
		return p.Push
	}
	return p.Mail != Off
}

// bursts are how long a message waits for more of the same burst: also what is
// read in the app at once is not told again outside.
var bursts = map[Channel]entry.Instant{Mail: 2 * 60_000, Push: 10_000}

// When gives the moment from which on a message may go out, of which the oldest
// part waits since oldest; never one before now.
func (p *Preferences) When(c Channel, zone string, oldest, now entry.Instant) entry.Instant {
	at := oldest + bursts[c]
	if c == Mail && p.Mail == Digest {
		hour := time.Date(2000, 1, 1, p.DigestHour, 0, 0, 0, time.UTC).Format("15:04")
		at = next(oldest, hour, zone)
	}
	at = max(at, now)
	if p.Quiet != nil && p.Quiet.has(at.Time().In(zoneOf(zone)).Format("15:04")) {
		at = next(at, p.Quiet.To, zone)
	}
	return at
}

// next gives the first moment after another at which the clock shows a time.
func next(after entry.Instant, clock, zone string) entry.Instant {
	day := after.Day(zone)
	for {
		if at := day.At(clock, zone); at > after {
			return at
		}
		day = day.Add(1)
	}
}

func (q *Quiet) has(clock string) bool {
	if q.From < q.To {
		return q.From <= clock && clock < q.To
	}
	return q.From <= clock || clock < q.To
}

func zoneOf(name string) *time.Location {
	if zone, err := time.LoadLocation(name); err == nil {
		return zone
	}
	return time.UTC
}

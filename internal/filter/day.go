package filter

import (
	"regexp"
	"strconv"
	"time"

	"tandem/internal/entry"
)

// Context is to whom a filter is put and when: what "me", "today" and "this
// week" mean in it.
type Context struct {
	Me       string        // a person's id
	Now      entry.Instant // today is the day that it is on in Zone
	Zone     string        // IANA name, whose days moments are on; UTC where it is unknown
	WeekFrom time.Weekday  // with which a week begins
}

// Range is days, both included, as written: each "YYYY-MM-DD", "today",
// "today+7" or "" for open; or a period by name.
type Range struct{ From, To, Period string }

// Span is days, both included; "" is open.
type Span struct{ From, To entry.Day }

var relative = regexp.MustCompile(`^today(?:([+-])(\d{1,4}))?$`)

// validDay tells whether a day is written as one, absolute or from today. Years
// have four digits, also after the reckoning.
func validDay(text string) bool {
	return relative.MatchString(text) || entry.Day(text).Valid() && text >= "1000" && text < "9999"
}

// periods are the ranges that have names; each in days around today.
var periods = map[string]func(today time.Time, weekFrom time.Weekday) (from, to time.Time){
	"today":      func(d time.Time, _ time.Weekday) (from, to time.Time) { return d, d },
	"yesterday":  func(d time.Time, _ time.Weekday) (from, to time.Time) { return plus(d, -1), plus(d, -1) },
	"tomorrow":   func(d time.Time, _ time.Weekday) (from, to time.Time) { return plus(d, 1), plus(d, 1) },
	"last7Days":  func(d time.Time, _ time.Weekday) (from, to time.Time) { return plus(d, -6), d },
	"last30Days": func(d time.Time, _ time.Weekday) (from, to time.Time) { return plus(d, -29), d },
	"next7Days":  func(d time.Time, _ time.Weekday) (from, to time.Time) { return d, plus(d, 6) },
	"next30Days": func(d time.Time, _ time.Weekday) (from, to time.Time) { return d, plus(d, 29) },
	"lastWeek":   func(d time.Time, w time.Weekday) (from, to time.Time) { return week(d, w, -1) },
	"thisWeek":   func(d time.Time, w time.Weekday) (from, to time.Time) { return week(d, w, 0) },
	"nextWeek":   func(d time.Time, w time.Weekday) (from, to time.Time) { return week(d, w, 1) },
	"lastMonth":  func(d time.Time, _ time.Weekday) (from, to time.Time) { return month(d, -1) },
	"thisMonth":  func(d time.Time, _ time.Weekday) (from, to time.Time) { return month(d, 0) },
	"nextMonth":  func(d time.Time, _ time.Weekday) (from, to time.Time) { return month(d, 1) },
}

func plus(day time.Time, days int) time.Time { return day.AddDate(0, 0, days) }

func week(day time.Time, begins time.Weekday, weeks int) (from, to time.Time) {
	from = plus(day, 7*weeks-int(day.Weekday()-begins+7)%7)
	return from, plus(from, 6)
}

func month(day time.Time, months int) (from, to time.Time) {
	from = time.Date(day.Year(), day.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	return from, plus(from.AddDate(0, 1, 0), -1)
}

// days reads the value of a condition on days.
func (p *parser) days(c *Condition, raw *written, at string) {
	if c.Op == Within && raw.Value.Kind() == '{' {
		p.between(c, raw, at)
		return
	}
	var text string
	if !read(p, raw, at, &text, "This is a day.") {
		return
	}
	switch {
	case c.Op == Within:
		if c.Days = (Range{Period: text}); periods[text] == nil {
			p.fail(at, "There is no period of this name.")
		}
	case !validDay(text):
		p.fail(at, "A day is written YYYY-MM-DD, today, today+7 or today-7.")
	default:
		c.Days = Range{From: text, To: text}
	}
}

func (p *parser) between(c *Condition, raw *written, at string) {
	var bounds struct {
		From string `json:"from"`
		To   string `json:"to"`
	}
	if !read(p, raw, at, &bounds, "This is {from, to}, or the name of a period.") {
		return
	}
	for _, bound := range []struct{ name, text string }{{"/from", bounds.From}, {"/to", bounds.To}} {
		if !validDay(bound.text) {
			p.fail(at+bound.name, "A day is written YYYY-MM-DD, today, today+7 or today-7.")
		}
	}
	c.Days = Range{From: bounds.From, To: bounds.To}
}

// Span gives the days that a condition means: those before it, after it, within
// it or it itself. Whether it is to be within them or not, the operator says.
func (c *Condition) Span(context Context) Span {
	today := context.today()
	if period := periods[c.Days.Period]; period != nil {
		from, to := period(today, context.WeekFrom)
		return Span{dayOf(from), dayOf(to)}
	}
	from, to := absolute(c.Days.From, today), absolute(c.Days.To, today)
	switch c.Op {
	case Before:
		return Span{To: dayOf(plus(from, -1))}
	case After:
		return Span{From: dayOf(plus(to, 1))}
	}
	return Span{dayOf(from), dayOf(to)}
}

// today is a day as UTC midnight: days are reckoned where each has 24 hours.
func (x Context) today() time.Time { return absolute(string(x.Now.Day(x.Zone)), time.Time{}) }

func absolute(text string, today time.Time) time.Time {
	if m := relative.FindStringSubmatch(text); m != nil {
		n, _ := strconv.Atoi(m[1] + m[2])
		return plus(today, n)
	}
	day, _ := time.Parse(time.DateOnly, text) // checked when it was read
	return day
}

func dayOf(t time.Time) entry.Day { return entry.Day(t.Format(time.DateOnly)) }

// Moments gives a span as moments where the person is: from is included, until
// is not; false where that end is open.
func (s Span) Moments(context Context) (from, until entry.Instant, hasFrom, hasUntil bool) {
	if s.From != "" {
		from, hasFrom = s.From.At("00:00", context.Zone), true
	}
	if s.To != "" {
		until, hasUntil = dayOf(plus(absolute(string(s.To), time.Time{}), 1)).At("00:00", context.Zone), true
	}
	return from, until, hasFrom, hasUntil
}

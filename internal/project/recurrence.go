package project

import (
	"slices"
	"time"

	"tandem/internal/entry"
)

// Its twin is web/src/project/recurrence.ts; golden/recurrence.json runs through both.

const dayMs = 24 * 60 * 60 * 1000

// NextDue gives the due day of the task that comes after one that was due on a
// day and completed on another: the first day of the series that lies behind
// both, so that what is long overdue does not come again overdue. Counted from
// completion it is the first behind that day; but where weekdays or a day of the
// month are named, never the due day itself again. "" where the calendar ends.
func NextDue(r *entry.Recurrence, due, completed entry.Day) entry.Day {
	start, after := dayNumber(due), max(dayNumber(due), dayNumber(completed))
	if r.From == entry.FromCompletion {
		start = dayNumber(completed)
		if r.Weekdays == nil && r.MonthDay == nil {
			after = start
		}
	}
	switch r.Unit {
	case entry.Weeks:
		return dayOf(nextInWeeks(r, start, after))
	case entry.Months:
		return dayOf(nextInMonths(r.Every, r.MonthDay, start, after))
	case entry.Years:
		return dayOf(nextInMonths(12*r.Every, nil, start, after))
	}
	return dayOf(start + r.Every*((after-start)/r.Every+1))
}

// Lasting gives the recurrence that the next task gets. A day that many months
// do not have would wear away, the 31st to the 28th for ever: it is written down.
// A year that begins on 29 February is counted in months for that.
func Lasting(r *entry.Recurrence, due entry.Day) *entry.Recurrence {
	day := int64(timeOf(dayNumber(due)).Day())
	if r.From != entry.FromDue || r.MonthDay != nil || day <= 28 {
		return r
	}
	lasting := *r
	switch {
	case r.Unit == entry.Years && timeOf(dayNumber(due)).Month() == time.February:
		lasting.Unit, lasting.Every, lasting.MonthDay = entry.Months, 12*r.Every, &day
	case r.Unit == entry.Months:
		lasting.MonthDay = &day
	}
	return &lasting
}

// Shifted moves a day as far as another one has moved; "" where the calendar ends.
func Shifted(day, from, to entry.Day) entry.Day {
	return dayOf(dayNumber(day) + dayNumber(to) - dayNumber(from))
}

// nextInWeeks counts weeks that begin on Monday, from the one of start.
func nextInWeeks(r *entry.Recurrence, start, after int64) int64 {
	days := []int64{weekday(start)}
	if r.Weekdays != nil {
		days = days[:0]
		for _, day := range *r.Weekdays {
			days = append(days, int64(slices.Index(entry.Week, day)))
		}
		slices.Sort(days)
	}
	monday := start - weekday(start)
	for week := monday + 7*r.Every*((after-monday)/(7*r.Every)); ; week += 7 * r.Every {
		for _, day := range days {
			if week+day > after {
				return week + day
			}
		}
	}
}

// nextInMonths counts months from the one of start.
func nextInMonths(every int64, monthDay *int64, start, after int64) int64 {
	from, to := timeOf(start), timeOf(after)
	day := int64(from.Day())
	if monthDay != nil {
		day = *monthDay
	}
	first := monthNumber(from)
	for month := first + every*((monthNumber(to)-first)/every); ; month += every {
		if n := dayInMonth(month, day); n > after {
			return n
		}
	}
}

func monthNumber(t time.Time) int64 { return int64(t.Year())*12 + int64(t.Month()) - 1 }

// dayInMonth is that day of a month, or its last one.
func dayInMonth(month, day int64) int64 {
	first := time.Date(int(month/12), time.Month(month%12+1), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.UnixMilli()/dayMs + min(day, int64(last)) - 1
}

// weekday counts from Monday, 0; day 0 was a Thursday.
func weekday(n int64) int64 { return ((n+3)%7 + 7) % 7 }

// dayNumber counts from 1970-01-01, 0.
func dayNumber(day entry.Day) int64 {
	t, _ := time.Parse(time.DateOnly, string(day)) // was checked when it came in
	return t.Unix() / (24 * 60 * 60)
}

func timeOf(n int64) time.Time { return time.UnixMilli(n * dayMs).UTC() }

func dayOf(n int64) entry.Day {
	t := timeOf(n)
	if t.Year() > 9999 || t.Year() < 0 {
		return ""
	}
	return entry.Day(t.Format(time.DateOnly))
}

package project

import (
	"fmt"
	"slices"
	"time"

	"tandem/internal/entry"
)

func (c *check) dueTime(pointer string, at *entry.DueTime) {
	if at == nil {
		return
	}
	if _, err := time.Parse("15:04", at.Time); err != nil || len(at.Time) != 5 {
		c.fail(pointer+"/time", "A time is written HH:MM, from 00:00 to 23:59.")
	}
	if _, err := time.LoadLocation(at.TimeZone); err != nil || at.TimeZone == "" || at.TimeZone == "Local" {
		c.fail(pointer+"/timeZone", "This is no time zone; one is written as in Europe/Vienna.")
	}
}

func (c *check) recurrence(pointer string, r *entry.Recurrence) {
	if r == nil {
		return
	}
	if r.Every < 1 || r.Every > MaxEvery {
		c.fail(pointer+"/every", fmt.Sprintf("This is between 1 and %d.", MaxEvery))
	}
	if !r.Unit.Valid() {
		c.fail(pointer+"/unit", "This is none of day, week, month, year.")
	}
	if !r.From.Valid() {
		c.fail(pointer+"/from", "This is none of due, completion.")
	}
	if r.Weekdays != nil {
		c.weekdays(pointer+"/weekdays", r.Unit, *r.Weekdays)
	}
	switch {
	case r.MonthDay == nil:
	case r.Unit != entry.Months:
		c.fail(pointer+"/monthDay", "Only months have this.")
	case *r.MonthDay < 1 || *r.MonthDay > 31:
		c.fail(pointer+"/monthDay", "This is between 1 and 31.")
	}
}

func (c *check) weekdays(pointer string, unit entry.Unit, days []entry.Weekday) {
	switch {
	case unit != entry.Weeks:
		c.fail(pointer, "Only weeks have these.")
	case len(days) == 0:
		c.fail(pointer, "Name a day, or send null.")
	}
	for i, day := range days {
		if !slices.Contains(entry.Week, day) {
			c.fail(fmt.Sprintf("%s/%d", pointer, i), "This is none of mon, tue, wed, thu, fri, sat, sun.")
		} else if slices.Contains(days[:i], day) {
			c.fail(fmt.Sprintf("%s/%d", pointer, i), "This day stands twice.")
		}
	}
}

// dated checks that what needs a due day has one.
func (c *check) dated(due *entry.Day, at *entry.DueTime, r *entry.Recurrence) {
	if due == nil && at != nil {
		c.fail("/dueTime", "A time needs a due date.")
	}
	if due == nil && r != nil {
		c.fail("/recurrence", "What recurs needs a due date.")
	}
}

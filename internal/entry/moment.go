package entry

import (
	"time"
	_ "time/tzdata" // the same on machines without their files
)

// zoneOf finds a time zone by its IANA name; UTC where it is unknown.
func zoneOf(name string) *time.Location {
	if zone, err := time.LoadLocation(name); err == nil {
		return zone
	}
	return time.UTC
}

// Day is the calendar day on which a moment is in a time zone (IANA name).
func (i Instant) Day(zone string) Day {
	return Day(i.Time().In(zoneOf(zone)).Format(time.DateOnly))
}

// Add gives the day that is some days later, or earlier.
func (d Day) Add(days int) Day {
	t, _ := time.Parse(time.DateOnly, string(d)) // it was checked when it came in
	return Day(t.AddDate(0, 0, days).Format(time.DateOnly))
}

const dayMs = 24 * 60 * 60 * 1000

// At gives the moment of a wall clock ("17:00") on a day in a time zone. A clock
// that is put forward past it counts as if it had not been yet; of two moments
// that show the same, it is the first.
func (d Day) At(clock, zone string) Instant {
	place := zoneOf(zone)
	t, _ := time.Parse("2006-01-02 15:04", string(d)+" "+clock) // both were checked when they came in
	wall := t.UnixMilli()
	before, later := offset(wall-dayMs, place), offset(wall+dayMs, place)
	if offset(wall-before, place) != before && offset(wall-later, place) == later {
		return Instant(wall - later)
	}
	return Instant(wall - before)
}

// offset is what the zone is ahead of UTC at a moment, in milliseconds.
func offset(ms int64, place *time.Location) int64 {
	_, seconds := time.UnixMilli(ms).In(place).Zone()
	return int64(seconds) * 1000
}

package due

import (
	"testing"
	"time"

	"tandem/internal/entry"
)

// Of what is due on which days people hear, as the clocks where they are show it.
func TestReasons(t *testing.T) {
	for _, c := range []struct {
		name     string
		zone     string
		hour     int
		from, to string
		want     map[entry.Day]entry.Reason
	}{
		{"before the hour", "UTC", 9, "2026-05-01T09:00:00Z", "2026-05-02T08:59:59Z", nil},
		{"at the hour", "UTC", 9, "2026-05-02T08:45:00Z", "2026-05-02T09:00:00Z", map[entry.Day]entry.Reason{"2026-05-02": "due", "2026-05-01": "overdue"}},
		{"not again at the same moment", "UTC", 9, "2026-05-02T09:00:00Z", "2026-05-02T09:15:00Z", nil},
		{"at midnight", "UTC", 0, "2026-05-01T23:45:00Z", "2026-05-02T00:00:00Z", map[entry.Day]entry.Reason{"2026-05-02": "due", "2026-05-01": "overdue"}},
		{"east of the date line", "Pacific/Kiritimati", 9, "2026-05-01T18:45:00Z", "2026-05-01T19:00:00Z", map[entry.Day]entry.Reason{"2026-05-02": "due", "2026-05-01": "overdue"}},
		{"west of it", "Pacific/Pago_Pago", 9, "2026-05-01T19:45:00Z", "2026-05-01T20:00:00Z", map[entry.Day]entry.Reason{"2026-05-01": "due", "2026-04-30": "overdue"}},
		{"a zone of quarters", "Asia/Kathmandu", 9, "2026-05-02T03:00:00Z", "2026-05-02T03:15:00Z", map[entry.Day]entry.Reason{"2026-05-02": "due", "2026-05-01": "overdue"}},
		{"the day before summer time, in Berlin", "Europe/Berlin", 9, "2026-03-28T07:45:00Z", "2026-03-28T08:00:00Z", map[entry.Day]entry.Reason{"2026-03-28": "due", "2026-03-27": "overdue"}},
		{"the first day of summer time", "Europe/Berlin", 9, "2026-03-29T06:45:00Z", "2026-03-29T07:00:00Z", map[entry.Day]entry.Reason{"2026-03-29": "due", "2026-03-28": "overdue"}},
		{"the last day of it", "Europe/Berlin", 9, "2026-10-25T07:45:00Z", "2026-10-25T08:00:00Z", map[entry.Day]entry.Reason{"2026-10-25": "due", "2026-10-24": "overdue"}},
		{"an hour that the clock leaves out", "Europe/Berlin", 2, "2026-03-29T00:45:00Z", "2026-03-29T01:00:00Z", map[entry.Day]entry.Reason{"2026-03-29": "due", "2026-03-28": "overdue"}},
		{"an hour that it shows twice: the first time", "Europe/Berlin", 2, "2026-10-24T23:45:00Z", "2026-10-25T00:00:00Z", map[entry.Day]entry.Reason{"2026-10-25": "due", "2026-10-24": "overdue"}},
		{"and not the second", "Europe/Berlin", 2, "2026-10-25T00:45:00Z", "2026-10-25T01:00:00Z", nil},
		{"a morning missed", "UTC", 9, "2026-05-02T08:00:00Z", "2026-05-02T20:00:00Z", map[entry.Day]entry.Reason{"2026-05-02": "due", "2026-05-01": "overdue"}},
		{"three days missed: what was due is overdue", "UTC", 9, "2026-05-01T08:00:00Z", "2026-05-03T10:00:00Z", map[entry.Day]entry.Reason{"2026-05-03": "due", "2026-05-02": "overdue", "2026-05-01": "overdue", "2026-04-30": "overdue"}},
		{"missed until before the hour", "UTC", 9, "2026-05-01T08:00:00Z", "2026-05-03T08:00:00Z", map[entry.Day]entry.Reason{"2026-05-01": "overdue", "2026-04-30": "overdue"}},
	} {
		p := Person{ID: "p", Zone: c.zone, Hour: c.hour}
		got := p.reasons(instant(t, c.from), instant(t, c.to))
		for day, reason := range c.want {
			if got[day] != reason {
				t.Errorf("%s: %v, want %v", c.name, got, c.want)
			}
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func instant(t *testing.T, text string) entry.Instant {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return entry.At(at)
}

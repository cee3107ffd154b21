package outbox

import (
	"cmp"
	"testing"
	"time"

	"tandem/internal/entry"
)

func TestPreferences_When(t *testing.T) {
	night := &Quiet{From: "22:00", To: "07:00"}
	noon := &Quiet{From: "12:00", To: "13:00"}
	for _, c := range []struct {
		name        string
		p           Preferences
		zone        string
		oldest, now string
		want        string
		channel     Channel // mail where left out
	}{
		{"a burst has two minutes", Preferences{Mail: Immediate}, "UTC", "2026-05-01T10:00:00Z", "2026-05-01T10:00:30Z", "2026-05-01T10:02:00Z", ""},
		{"what is late goes now", Preferences{Mail: Immediate}, "UTC", "2026-05-01T10:00:00Z", "2026-05-01T11:00:00Z", "2026-05-01T11:00:00Z", ""},
		{"quiet over midnight, before it", Preferences{Mail: Immediate, Quiet: night}, "UTC", "2026-05-01T21:59:00Z", "2026-05-01T21:59:00Z", "2026-05-02T07:00:00Z", ""},
		{"quiet over midnight, after it", Preferences{Mail: Immediate, Quiet: night}, "UTC", "2026-05-01T03:00:00Z", "2026-05-01T03:00:00Z", "2026-05-01T07:00:00Z", ""},
		{"the end is not quiet", Preferences{Mail: Immediate, Quiet: night}, "UTC", "2026-05-01T06:58:00Z", "2026-05-01T06:58:00Z", "2026-05-01T07:00:00Z", ""},
		{"quiet within a day", Preferences{Mail: Immediate, Quiet: noon}, "UTC", "2026-05-01T12:10:00Z", "2026-05-01T12:10:00Z", "2026-05-01T13:00:00Z", ""},
		{"in the person's zone", Preferences{Mail: Immediate, Quiet: night}, "Asia/Tokyo", "2026-05-01T14:00:00Z", "2026-05-01T14:00:00Z", "2026-05-01T22:00:00Z", ""},
		{"a digest today", Preferences{Mail: Digest, DigestHour: 8}, "UTC", "2026-05-01T06:00:00Z", "2026-05-01T06:00:00Z", "2026-05-01T08:00:00Z", ""},
		{"a digest tomorrow", Preferences{Mail: Digest, DigestHour: 8}, "UTC", "2026-05-01T08:00:00Z", "2026-05-01T09:00:00Z", "2026-05-02T08:00:00Z", ""},
		{"a digest in the person's zone", Preferences{Mail: Digest, DigestHour: 8}, "America/New_York", "2026-05-01T06:00:00Z", "2026-05-01T06:00:00Z", "2026-05-01T12:00:00Z", ""},
		{"a digest within quiet hours waits", Preferences{Mail: Digest, DigestHour: 6, Quiet: night}, "UTC", "2026-05-01T03:00:00Z", "2026-05-01T03:00:00Z", "2026-05-01T07:00:00Z", ""},
		{"an hour that the clock leaves out", Preferences{Mail: Digest, DigestHour: 2}, "Europe/Berlin", "2026-03-29T00:00:00Z", "2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z", ""},
		{"an unknown zone is UTC", Preferences{Mail: Digest, DigestHour: 8}, "Nowhere/Land", "2026-05-01T06:00:00Z", "2026-05-01T06:00:00Z", "2026-05-01T08:00:00Z", ""},
		{"push is soon, also beside a digest", Preferences{Mail: Digest, DigestHour: 8}, "UTC", "2026-05-01T10:00:00Z", "2026-05-01T10:00:01Z", "2026-05-01T10:00:10Z", Push},
		{"push within quiet hours waits", Preferences{Mail: Off, Quiet: night}, "UTC", "2026-05-01T23:00:00Z", "2026-05-01T23:00:01Z", "2026-05-02T07:00:00Z", Push},
	} {
		if got := c.p.When(cmp.Or(c.channel, Mail), c.zone, instant(t, c.oldest), instant(t, c.now)); got != instant(t, c.want) {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
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

package filter

import (
	"testing"
	"time"
)

func TestWeekFrom(t *testing.T) {
	for locale, want := range map[string]time.Weekday{
		"en": time.Sunday, "en-US": time.Sunday, "en-GB": time.Monday, "de": time.Monday, "de-AT": time.Monday, "pt-BR": time.Sunday,
		"ar": time.Saturday, "ar-AE": time.Monday, "fa": time.Saturday, "he": time.Sunday, "ja": time.Sunday, "dv-MV": time.Friday,
		"": time.Monday, "no such": time.Monday,
	} {
		if got := WeekFrom(locale); got != want {
			t.Errorf("%q: %s, want %s", locale, got, want)
		}
	}
}

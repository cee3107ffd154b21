package filter

import (
	"strings"
	"time"

	"golang.org/x/text/language"
)

// The regions whose weeks do not begin on Monday, from the Unicode CLDR
// (supplemental week data, version 48).
const (
	fromSunday = " AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN IS JM JP KE KH KR LA MH MM MO MT MX MZ NI NP " +
		"PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW "
	fromSaturday = " AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY "
	fromFriday   = " MV "
)

// WeekFrom tells with which day weeks begin in a locale (BCP 47); Monday where
// the locale says nothing. A browser answers the same by itself.
func WeekFrom(locale string) time.Weekday {
	tag, err := language.Parse(locale)
	if err != nil {
		return time.Monday
	}
	region, _ := tag.Region()
	name := " " + region.String() + " "
	switch {
	case strings.Contains(fromSunday, name):
		return time.Sunday
	case strings.Contains(fromSaturday, name):
		return time.Saturday
	case strings.Contains(fromFriday, name):
		return time.Friday
	}
	return time.Monday
}

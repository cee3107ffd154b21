package entry

import (
	"fmt"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// Instant is a moment in milliseconds since 1970 UTC; in JSON it is RFC 3339
// with milliseconds ("2026-11-23T20:42:25.000Z").
type Instant int64

const instantLayout = "2006-01-02T15:04:05.000Z"

// At gives the instant of a time, cut to milliseconds.
func At(t time.Time) Instant { return Instant(t.UnixMilli()) }

// Time gives the instant as a time in UTC.
func (i Instant) Time() time.Time { return time.UnixMilli(int64(i)).UTC() }

// String is the JSON form without quotes.
func (i Instant) String() string { return i.Time().Format(instantLayout) }

// AppendJSON appends the JSON form, quotes included.
func (i Instant) AppendJSON(dst []byte) []byte {
	dst = append(dst, '"')
	dst = i.Time().AppendFormat(dst, instantLayout)
	return append(dst, '"')
}

// MarshalJSONTo writes the JSON form.
func (i Instant) MarshalJSONTo(enc *jsontext.Encoder) error {
	return enc.WriteToken(jsontext.String(i.String()))
}

// UnmarshalJSONFrom reads RFC 3339 with any offset and precision.
func (i *Instant) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	token, err := dec.ReadToken()
	if err != nil {
		return err
	}
	t, err := time.Parse(time.RFC3339Nano, token.String())
	if token.Kind() != '"' || err != nil {
		return fmt.Errorf("not an RFC 3339 instant: %s", token)
	}
	*i = At(t)
	return nil
}

// Day is a calendar day, "YYYY-MM-DD", in nobody's time zone.
type Day string

// Valid tells whether the day exists.
func (d Day) Valid() bool {
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil && len(d) == 10
}

package trello

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// instant is a time that may be missing: null, "" or zero.
type instant struct{ time.Time }

// UnmarshalJSONFrom reads RFC 3339, as Trello writes it.
func (i *instant) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	token, err := dec.ReadToken()
	if err != nil {
		return err
	}
	switch {
	case token.Kind() == 'n':
		return nil
	case token.Kind() != '"':
		return fmt.Errorf("a date is written as text, not as %s", kindName(token.Kind()))
	case token.String() == "":
		return nil
	}
	if i.Time, err = time.Parse(time.RFC3339Nano, token.String()); err != nil {
		return fmt.Errorf("%q is no date", short(token.String()))
	}
	return nil
}

// madeAt tells when a thing with this id was made; zero for ids of another form.
func madeAt(id string) time.Time {
	raw, err := hex.DecodeString(id)
	if err != nil || len(raw) != 12 {
		return time.Time{}
	}
	return time.Unix(int64(binary.BigEndian.Uint32(raw)), 0).UTC()
}

// short keeps what is quoted from a file within a line.
func short(s string) string {
	if runes := []rune(s); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return s
}

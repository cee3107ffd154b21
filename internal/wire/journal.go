package wire

import (
	"strconv"

	"tandem/internal/entry"
)

// Journal is a part of a project's journal.
type Journal struct {
	Epoch   string
	Entries []entry.Entry
	Head    int64
}

// AppendJSON writes {"epoch","entries","head"}; the events stand as they were stored (L5).
func (j *Journal) AppendJSON(dst []byte) []byte {
	dst = appendText(dst, `{"epoch":`, j.Epoch)
	dst = append(dst, `,"entries":[`...)
	for i := range j.Entries {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = j.Entries[i].AppendJSON(dst)
	}
	dst = append(dst, `],"head":`...)
	return append(strconv.AppendInt(dst, j.Head, 10), '}')
}

package wire

import (
	"maps"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json"

	"tandem/internal/entry"
)

func appendDueTime(dst []byte, at *entry.DueTime) []byte {
	if at == nil {
		return append(dst, `,"dueTime":null`...)
	}
	dst = appendText(dst, `,"dueTime":{"time":`, at.Time)
	return append(appendText(dst, `,"timeZone":`, at.TimeZone), '}')
}

func appendRecurrence(dst []byte, r *entry.Recurrence) []byte {
	if r == nil {
		return append(dst, `,"recurrence":null`...)
	}
	dst = strconv.AppendInt(append(dst, `,"recurrence":{"every":`...), r.Every, 10)
	dst = append(appendText(dst, `,"unit":`, r.Unit), `,"weekdays":`...)
	if r.Weekdays == nil {
		dst = append(dst, `null`...)
	} else {
		dst = appendList(dst, "", *r.Weekdays)
	}
	dst = append(dst, `,"monthDay":`...)
	if r.MonthDay == nil {
		dst = append(dst, `null`...)
	} else {
		dst = strconv.AppendInt(dst, *r.MonthDay, 10)
	}
	return append(appendText(dst, `,"from":`, r.From), '}')
}

// appendFields writes the values in the order of their fields' ids.
func appendFields(dst []byte, fields map[string]entry.FieldValue) []byte {
	dst = append(dst, `,"fields":{`...)
	for i, id := range slices.Sorted(maps.Keys(fields)) {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(appendText(dst, "", id), ':')
		if value, isText := fields[id].(string); isText {
			dst = appendQuoted(dst, value)
		} else if raw, err := json.Marshal(fields[id]); err == nil {
			dst = append(dst, raw...)
		} else {
			dst = append(dst, `null`...) // no number that came in as JSON
		}
	}
	return append(dst, '}')
}

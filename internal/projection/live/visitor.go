package live

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/entry"
	"tandem/internal/project"
)

// encodePublic frames entries as visitors of the public link get them. All of
// them go out, one that has nothing to show with an empty list, so that seq has
// no gaps (L2).
func encodePublic(name string, entries []entry.Entry) run {
	public := make([]entry.Entry, len(entries))
	for i := range entries {
		public[i] = entries[i]
		public[i].Events = publicEvents(&entries[i])
	}
	return encode(name, public)
}

// publicEvents shows nothing of what it cannot read.
func publicEvents(e *entry.Entry) jsontext.Value {
	events, err := e.Decode()
	if err != nil {
		return jsontext.Value("[]")
	}
	text, err := json.Marshal(project.Public(events))
	if err != nil {
		return jsontext.Value("[]")
	}
	return text
}

// encode frames entries for the subscription's person.
func (sub *subscription) encode(entries []entry.Entry) run {
	if sub.conn.person.Visitor {
		return encodePublic(sub.name, entries)
	}
	return encode(sub.name, entries)
}

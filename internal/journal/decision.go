package journal

import (
	"context"
	"crypto/sha256"
	"strings"

	"github.com/go-json-experiment/json"

	"tandem/internal/audit"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/project"
)

// decision is one entry in the making: its events are applied to the state as
// they are decided, so that the next command sees them.
type decision struct {
	ctx    context.Context
	b      *batch
	hot    *hotState
	sub    *Submission
	part   *streamBatch
	mark   int
	stamp  project.Stamp
	events []entry.Event
	audit  []audit.Record
}

func (b *batch) begin(hot *hotState, j *job) *decision {
	d := &decision{ctx: j.ctx, b: b, hot: hot, sub: &j.sub, part: b.stream(hot)}
	d.mark = hot.state.Try()
	return d
}

// add decides one command and applies its events.
func (d *decision) add(command entry.Command) error {
	env, err := d.b.w.env(d.ctx, d.hot.head, d.sub, command.Body, d.hot.state)
	if err != nil {
		return err
	}
	if d.stamp.At != 0 {
		env.Now = d.stamp.At // one entry, one moment
	}
	events, err := project.Decide(d.hot.state, env, d.sub.Actor, command.Body)
	if err != nil {
		return err
	}
	d.stamp = project.Stamp{Seq: d.hot.head.Seq + 1, At: env.Now, Actor: d.sub.Actor}
	d.note(command.Body, events)
	d.apply(events)
	d.events = append(d.events, events...)
	return nil
}

// apply stamps the events and applies them.
func (d *decision) apply(events []entry.Event) {
	for i := range events {
		if t := events[i].Task; t != nil {
			t.Seq, t.UpdatedAt = d.stamp.Seq, d.stamp.At
		}
		d.hot.state.Apply(d.stamp, &events[i])
	}
}

func (d *decision) giveUp() { d.hot.state.Undo(d.mark) }

// finish makes the entry, or several where it is too large for one (J6): then
// they share an operation, and the last one bears the command's id.
func (d *decision) finish(command string, hash [16]byte, grouped ...entry.Grouped) error {
	if len(d.events) == 0 {
		return nil
	}
	parts, err := split(d.events)
	if err != nil {
		d.giveUp()
		return err
	}
	if len(parts) > 1 {
		d.hot.state.Undo(d.mark) // applied under one seq; now each part gets its own
	}
	operation := ""
	if len(parts) > 1 {
		operation = entry.NewID()
	}
	if d.hot.head.Epoch == "" {
		d.hot.head.Epoch = newEpoch()
	}
	acl := d.hot.head.ACL + accessChange(d.events)
	for i, part := range parts {
		d.stamp.Seq = d.hot.head.Seq + 1
		e := entry.Entry{
			Stream: d.hot.stream, Seq: d.stamp.Seq, At: d.stamp.At, Actor: d.stamp.Actor, ACL: acl,
			Operation: operation, Events: part.raw,
		}
		if i == len(parts)-1 {
			e.Command, e.Grouped = command, grouped
			if command != "" {
				e.Hash = hash
			}
		}
		if len(parts) > 1 {
			d.apply(part.events)
			e.Events = join(encodeAll(part.events))
		}
		d.part.entries = append(d.part.entries, e)
		d.hot.head.Seq, d.hot.head.At, d.hot.head.ACL = e.Seq, e.At, e.ACL
	}
	d.part.audit = append(d.part.audit, d.audit...)
	return d.b.tellPeople(d)
}

// accessChange is 1 where the events change who may see the stream (J8).
func accessChange(events []entry.Event) int64 {
	for i := range events {
		e := &events[i]
		if strings.HasPrefix(e.Type, "member:") || e.Type == entry.ProjectCreated || e.Type == entry.ProjectDeleted ||
			e.Type == entry.ProjectUpdated && (e.Set.Visibility.Set || e.Set.Link.Set) {
			return 1
		}
	}
	return 0
}

// chunk is the events of one entry.
type chunk struct {
	events []entry.Event
	raw    []byte
}

// split cuts events into entries of at most MaxEvents and MaxBytes (J6).
func split(events []entry.Event) ([]chunk, error) {
	var parts []chunk
	from, size := 0, 2
	encoded := encodeAll(events)
	for i, raw := range encoded {
		if len(raw)+2 > entry.MaxBytes {
			return nil, fault.New(fault.TooLarge, "This is too large to be kept in one piece.")
		}
		if i-from == entry.MaxEvents || size+len(raw)+1 > entry.MaxBytes {
			parts = append(parts, chunk{events[from:i], join(encoded[from:i])})
			from, size = i, 2
		}
		size += len(raw) + 1
	}
	return append(parts, chunk{events[from:], join(encoded[from:])}), nil
}

func encodeAll(events []entry.Event) [][]byte {
	list := make([][]byte, len(events))
	for i := range events {
		raw, err := json.Marshal(&events[i], json.Deterministic(true))
		if err != nil {
			panic("journal: an event that cannot be written: " + err.Error()) // all events are our own types
		}
		list[i] = raw
	}
	return list
}

// join makes a JSON array.
func join(parts [][]byte) []byte {
	size := 2
	for _, part := range parts {
		size += len(part) + 1
	}
	raw := append(make([]byte, 0, size), '[')
	for i, part := range parts {
		if i > 0 {
			raw = append(raw, ',')
		}
		raw = append(raw, part...)
	}
	return append(raw, ']')
}

// groupedOf are the commands of an atomic group after the first.
func groupedOf(sub *Submission) []entry.Grouped {
	var list []entry.Grouped
	for _, command := range sub.Commands[1:] {
		if command.ID != "" {
			list = append(list, entry.Grouped{Command: command.ID, Hash: entry.Fingerprint(sub.Actor, command.Body)})
		}
	}
	return list
}

// togetherPrint is the fingerprint of an atomic group.
func togetherPrint(sub Submission) [16]byte {
	h := sha256.New()
	for _, command := range sub.Commands {
		one := entry.Fingerprint(sub.Actor, command.Body)
		h.Write([]byte(command.ID))
		h.Write(one[:])
	}
	return [16]byte(h.Sum(nil)[:16])
}

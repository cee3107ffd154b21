package live

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/socket"
)

// message is any frame of a client; which members it may have depends on its type.
type message struct {
	kind      string
	subscribe struct {
		Type   string  `json:"type"`
		Stream *string `json:"stream"`
		Since  *string `json:"since"`
	}
	unsubscribe struct {
		Type   string  `json:"type"`
		Stream *string `json:"stream"`
	}
	presence struct {
		Type     string  `json:"type"`
		Stream   *string `json:"stream"`
		Task     *string `json:"task"`
		Activity string  `json:"activity"`
	}
	doc docMessage
}

var malformed = &socket.CloseError{Code: CloseMalformed, Reason: "malformed frame"}

// decode reads a client's frame strictly. The error is always malformed.
func decode(text []byte) (*message, error) {
	var outer struct {
		Type  string         `json:"type"`
		Other jsontext.Value `json:",inline"`
	}
	if json.Unmarshal(text, &outer) != nil {
		return nil, malformed
	}
	m := &message{kind: outer.Type}
	var err error
	named := true
	strict := json.RejectUnknownMembers(true)
	switch m.kind {
	case "subscribe":
		err = json.Unmarshal(text, &m.subscribe, strict)
		named = m.subscribe.Stream != nil
	case "unsubscribe":
		err = json.Unmarshal(text, &m.unsubscribe, strict)
		named = m.unsubscribe.Stream != nil
	case "presence":
		err = json.Unmarshal(text, &m.presence, strict)
		named = m.presence.Stream != nil && activities[m.presence.Activity]
	case docOpen, docUpdate, docAwareness, docClose:
		err = m.doc.decode(m.kind, text)
	default:
		return nil, malformed
	}
	if err != nil || !named {
		return nil, malformed
	}
	return m, nil
}

var activities = map[string]bool{viewing: true, "editing": true, typing: true, away: true}

// message does what a text frame asks for.
func (c *Conn) message(text []byte) error {
	m, err := decode(text)
	if err != nil {
		return err
	}
	switch m.kind {
	case "subscribe":
		c.subscribe(*m.subscribe.Stream, m.subscribe.Since)
	case "unsubscribe":
		c.unsubscribe(*m.unsubscribe.Stream)
	case "presence":
		c.setPresence(*m.presence.Stream, m.presence.Task, m.presence.Activity)
	default:
		c.docMessage(&m.doc)
	}
	return nil
}

// setPresence says what the person is looking at (L9); it takes the right to
// read the stream, which only a subscription has.
func (c *Conn) setPresence(name string, task *string, activity string) {
	switch {
	case c.person.Visitor:
		c.refuse(string(fault.Forbidden), "Visitors watch unseen.", name)
		return
	case task != nil && !entry.ValidID(*task):
		c.refuse(string(fault.Invalid), "There is no such task.", name)
		return
	}
	c.mu.Lock()
	sub := c.subscription(name)
	if sub != nil {
		sub.presence.wish = &presence{User: c.person.User, Connection: c.id, Task: task, Activity: activity}
	}
	isLive := sub != nil && sub.state == live
	c.mu.Unlock()
	switch {
	case sub == nil:
		c.refuse(string(fault.NotFound), "Subscribe to this stream first.", name)
	case isLive:
		sub.announce()
	}
}

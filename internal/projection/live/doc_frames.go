package live

import (
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/coedit"
	"tandem/internal/doc"
	"tandem/internal/fault"
)

// The frames about texts.
const (
	docOpen      = "doc:open"
	docUpdate    = "doc:update"
	docAwareness = "doc:awareness"
	docClose     = "doc:close"
)

// docMessage is a client's frame about a text.
type docMessage struct {
	kind         string
	task         string
	version      *int64
	updates      []docChange
	anchor, head *int64
}

// docChange is one update of a client; its changes are read once the right to
// make them is known.
type docChange struct {
	Client  string         `json:"client"`
	ID      int64          `json:"id"`
	Changes jsontext.Value `json:"changes"`
}

// decode reads a frame strictly.
func (m *docMessage) decode(kind string, text []byte) (err error) {
	strict := json.RejectUnknownMembers(true)
	var task struct {
		Type string  `json:"type"`
		Task *string `json:"task"`
	}
	switch kind {
	case docOpen:
		in := struct {
			Type    string  `json:"type"`
			Task    *string `json:"task"`
			Version *int64  `json:"version"`
		}{}
		err = json.Unmarshal(text, &in, strict)
		task.Task, m.version = in.Task, in.Version
	case docUpdate:
		in := struct {
			Type    string      `json:"type"`
			Task    *string     `json:"task"`
			Version *int64      `json:"version"`
			Updates []docChange `json:"updates"`
		}{}
		if err = json.Unmarshal(text, &in, strict); in.Version == nil {
			return malformed
		}
		task.Task, m.version, m.updates = in.Task, in.Version, in.Updates
	case docAwareness:
		in := struct {
			Type   string  `json:"type"`
			Task   *string `json:"task"`
			Anchor *int64  `json:"anchor"`
			Head   *int64  `json:"head"`
		}{}
		err = json.Unmarshal(text, &in, strict)
		task.Task, m.anchor, m.head = in.Task, in.Anchor, in.Head
	default:
		err = json.Unmarshal(text, &task, strict)
	}
	if err != nil || task.Task == nil || m.outOfText() {
		return malformed
	}
	m.kind, m.task = kind, *task.Task
	return nil
}

// outOfText tells whether a caret is where no text can be.
func (m *docMessage) outOfText() bool {
	for _, at := range []*int64{m.anchor, m.head} {
		if at != nil && (*at < 0 || *at > 1<<24) {
			return true
		}
	}
	return false
}

// changes reads the updates' changes; coedit.ErrReload where they are none.
func (m *docMessage) changes() ([]doc.Update, error) {
	updates := make([]doc.Update, len(m.updates))
	for i, u := range m.updates {
		changes, err := doc.Parse(u.Changes)
		if err != nil {
			return nil, coedit.ErrReload
		}
		updates[i] = doc.Update{Client: u.Client, ID: u.ID, Changes: changes}
	}
	return updates, nil
}

func beginDoc(kind, stream, task string) []byte {
	return appendText(append(begin(kind, stream), `,"task":`...), task)
}

func docOpenFrame(task string, opened *coedit.Opened) []byte {
	text := append(beginDoc(docOpen, opened.Project, task), `,"version":`...)
	text = strconv.AppendInt(text, opened.Version, 10)
	if opened.Text != nil {
		text = append(text, `,"text":`...)
		return textFrame(append(appendText(text, *opened.Text), `,"updates":[]}`...))
	}
	return textFrame(append(appendUpdates(append(text, `,"text":null`...), opened.Updates), '}'))
}

// docUpdateFrame tells what follows on a version.
func docUpdateFrame(stream, task string, version int64, updates []coedit.Accepted) []byte {
	text := append(beginDoc(docUpdate, stream, task), `,"version":`...)
	return textFrame(append(appendUpdates(strconv.AppendInt(text, version, 10), updates), '}'))
}

func appendUpdates(text []byte, updates []coedit.Accepted) []byte {
	text = append(text, `,"updates":[`...)
	for i := range updates {
		u := &updates[i]
		if i > 0 {
			text = append(text, ',')
		}
		text = appendText(append(text, `{"client":`...), u.Client)
		text = strconv.AppendInt(append(text, `,"id":`...), u.ID, 10)
		text = appendText(append(text, `,"user":`...), u.Actor)
		changes, err := u.Changes.MarshalJSON()
		if err != nil {
			changes = []byte("[]") // numbers and texts of our own: cannot fail
		}
		text = append(append(text, `,"changes":`...), changes...)
		text = append(text, '}')
	}
	return append(text, ']')
}

func caretFrame(of *docSeat, at *caret) []byte {
	c := of.sub.conn
	return placeFrame(of.sub.name, of.task, c.id, c.person.User, at)
}

// placeFrame tells where a connection's person writes; nil: nowhere any more.
func placeFrame(stream, task, connection, user string, at *caret) []byte {
	text := appendText(append(beginDoc(docAwareness, stream, task), `,"connection":`...), connection)
	text = appendText(append(text, `,"user":`...), user)
	if at == nil {
		return textFrame(append(text, `,"anchor":null,"head":null}`...))
	}
	text = strconv.AppendInt(append(text, `,"anchor":`...), at.anchor, 10)
	text = strconv.AppendInt(append(text, `,"head":`...), at.head, 10)
	return textFrame(append(text, '}'))
}

// docCloseFrame takes a text away, saying why.
func docCloseFrame(stream, task string, why error) []byte {
	return textFrame(appendWhy(beginDoc(docClose, stream, task), why))
}

func docErrorFrame(task string, why error) []byte {
	text := append([]byte(`{"type":"error","stream":null`), `,"task":`...)
	return textFrame(appendWhy(appendText(text, task), why))
}

func appendWhy(text []byte, why error) []byte {
	text = appendText(append(text, `,"code":`...), string(fault.KindOf(why)))
	return append(appendText(append(text, `,"detail":`...), fault.MessageOf(why)), '}')
}

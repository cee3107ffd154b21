package push

import (
	"fmt"

	"github.com/go-json-experiment/json"

	"tandem/internal/outbox"
)

// message is what the service worker shows: web/public/sw.js.
type message struct {
	Title string `json:"title"`
	Body  string `json:"body"`
	Path  string `json:"path"` // that a click opens, below the base URL
	Tag   string `json:"tag"`  // of several that are shown, the last of a tag stays
}

// What is longer than a device shows is cut; all that people can type fits a record.
const (
	mostTitle = 120 // characters
	mostBody  = 200
)

func compose(l *outbox.Letter) ([]byte, error) {
	return json.Marshal(write(l))
}

// write puts a letter into words: the task and what was done with it, or how many.
func write(l *outbox.Letter) message {
	last := &l.Items[len(l.Items)-1]
	tasks := map[string]bool{}
	for i := range l.Items {
		tasks[l.Items[i].Task] = true
	}
	m := message{Title: cut(last.Headline(), mostTitle), Body: last.What(), Path: "/t/" + last.Key, Tag: last.Task}
	if last.Excerpt != "" {
		m.Body += ": " + outbox.OneLine(last.Excerpt)
	}
	if len(tasks) > 1 {
		m.Title, m.Path, m.Tag = fmt.Sprintf("%d notifications about %d tasks", len(l.Items), len(tasks)), "/inbox", "inbox"
		m.Body = last.Headline() + ": " + last.What()
	}
	m.Body = cut(m.Body, mostBody)
	return m
}

func cut(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most-1]) + "…"
}

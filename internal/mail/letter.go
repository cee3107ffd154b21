// Package mail writes notifications as mail and hands them to an SMTP server.
// Whatever people have typed is text there, in a header as well as in HTML; links
// begin with the configured address, and nothing is loaded from anywhere.
package mail

import (
	"fmt"
	"net/url"

	"tandem/internal/outbox"
)

// written is a letter in words.
type written struct {
	Subject     string
	Name        string
	Tasks       []taskPart
	Inbox       string // address
	Settings    string // address
	ReplyTo     string // address that answers go to; "" where it cannot be answered
	Mark        string // above which one answers
	Unsubscribe string // address
}

// taskPart is what there is to tell about one task.
type taskPart struct {
	Title, Project, Link string
	Lines                []line
}

type line struct{ What, Excerpt string }

// write puts a letter into words; a task's notifications stand together.
func (m *Mailer) write(l *outbox.Letter) *written {
	w := &written{
		Name: outbox.OneLine(l.Name), Inbox: m.baseURL + "/inbox", Settings: m.baseURL + "/me",
		Unsubscribe: m.baseURL + UnsubscribePath + "?token=" + url.QueryEscape(m.key.Token(l.User)),
	}
	at := map[string]int{}
	for i := range l.Items {
		item := &l.Items[i]
		place, has := at[item.Task]
		if !has {
			place, at[item.Task] = len(w.Tasks), len(w.Tasks)
			w.Tasks = append(w.Tasks, taskPart{
				Title: item.Headline(), Project: outbox.OneLine(item.Project), Link: m.baseURL + "/t/" + url.PathEscape(item.Key),
			})
		}
		w.Tasks[place].Lines = append(w.Tasks[place].Lines, line{item.What(), excerpt(item.Excerpt)})
	}
	w.Subject = subject(l, w)
	if m.replies != nil && len(w.Tasks) == 1 {
		w.ReplyTo, w.Mark = m.replies.Address(l.Items[len(l.Items)-1].Notification), Mark
	}
	return w
}

func subject(l *outbox.Letter, w *written) string {
	switch {
	case len(l.Items) == 1:
		return w.Tasks[0].Title + ": " + w.Tasks[0].Lines[0].What
	case len(w.Tasks) == 1:
		return fmt.Sprintf("%s: %d notifications", w.Tasks[0].Title, len(l.Items))
	case l.Digest:
		return fmt.Sprintf("Your digest: %d notifications about %d tasks", len(l.Items), len(w.Tasks))
	}
	return fmt.Sprintf("%d notifications about %d tasks", len(l.Items), len(w.Tasks))
}

const mostExcerpt = 280

func excerpt(s string) string {
	if s = outbox.OneLine(s); len([]rune(s)) >= mostExcerpt {
		s += "…"
	}
	return s
}

package notice

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"tandem/internal/entry"
	"tandem/internal/mention"
)

// Person is somebody who may see the project now.
type Person struct {
	ID     string
	Handle string
	Level  entry.ProjectLevel         // of the project
	Tasks  map[string]entry.TaskLevel // those that differ from it
}

// Task is one as it is now; what is deleted is not given.
type Task struct {
	CreatedBy  string
	Assignees  []string
	Commenters []string
	Texts      []string // the description and the comments, as far as they may mention somebody
}

// Context is what the rule has to know of a project, as it is now.
type Context struct {
	People   []Person
	Tasks    map[string]*Task
	Comments map[string]Comment // those that facts name; what is deleted is not given
}

// Comment is one as it is now.
type Comment struct{ Task, Author string }

// Told is what one person hears of an action.
type Told struct {
	Person  string
	Reason  entry.Reason
	Task    string // of several the first for this reason
	Comment string // "" for none
	Count   int64  // tasks of which they hear
}

// rank orders reasons: of several the first is said.
var rank = []entry.Reason{
	entry.Mentioned, entry.Assigned, entry.Replied, entry.Commented, entry.StatusSet, entry.DueDateSet, entry.DueToday, entry.Made,
}

// Whom tells who hears of the facts of one action, each person once: never who
// did it, and only those who may see the project now.
func Whom(actor string, facts []Fact, c *Context) []Told {
	var all []Told
	for i := range c.People {
		p := &c.People[i]
		if p.ID == actor {
			continue
		}
		if told, any := c.hears(p, facts); any {
			all = append(all, told)
		}
	}
	return all
}

// hears puts into one what a person hears of an action.
func (c *Context) hears(p *Person, facts []Fact) (told Told, any bool) {
	tasks := map[string]bool{}
	best := len(rank)
	for i := range facts {
		f := &facts[i]
		task := f.Task
		if f.Comment != "" {
			task = c.Comments[f.Comment].Task
		}
		if c.Tasks[task] == nil {
			continue
		}
		reason := c.reason(p, task, f)
		if reason == "" {
			continue
		}
		tasks[task] = true
		if at := slices.Index(rank, reason); at < best {
			best = at
			told = Told{Person: p.ID, Reason: reason, Task: task, Comment: f.Comment}
		}
	}
	told.Count = int64(len(tasks))
	return told, len(tasks) > 0
}

// reason says why a person hears of a fact; "" where they do not.
func (c *Context) reason(p *Person, task string, f *Fact) entry.Reason {
	level := c.level(p, task)
	switch {
	case level == entry.Nothing:
		return ""
	case slices.Contains(f.Handles, p.Handle):
		return entry.Mentioned
	case level == entry.MentionsOnly:
		return ""
	case slices.Contains(f.Assigned, p.ID):
		return entry.Assigned
	case f.Parent != "" && c.Comments[f.Parent].Author == p.ID:
		return entry.Replied
	case f.Reason == entry.Made: // nobody has watched it before
		if p.Level == entry.Everything {
			return entry.Made
		}
	case level == entry.Everything || c.Tasks[task].Concerns(p.ID, p.Handle):
		return f.Reason
	}
	return ""
}

// level is what counts for a person and a task.
func (c *Context) level(p *Person, task string) entry.ProjectLevel {
	switch p.Tasks[task] {
	case entry.Watching:
		return entry.Everything
	case entry.Muted:
		return entry.Nothing
	}
	return p.Level
}

// Concerns tells whether a person has to do with a task: they have made it, are to
// do it, have commented on it or are mentioned in it.
func (t *Task) Concerns(person, handle string) bool {
	return t.CreatedBy == person || slices.Contains(t.Assignees, person) || slices.Contains(t.Commenters, person) ||
		slices.ContainsFunc(t.Texts, func(text string) bool { return slices.Contains(mention.Handles(text), handle) })
}

// ID is that of what a person is told of the entries of a stream from seq on: the
// same whenever it is worked out, so that nobody is told twice.
func ID(stream string, seq int64, person string) string {
	return derived(fmt.Sprintf("%s %d %s", stream, seq, person))
}

// DueID is that of what a person is told of a task that is due on a day.
func DueID(task string, day entry.Day, reason entry.Reason, person string) string {
	return derived(fmt.Sprintf("%s %s %s %s", task, day, reason, person))
}

func derived(from string) string {
	sum := sha256.Sum256([]byte(from))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80 // UUID version 8 (RFC 9562)
	text := hex.EncodeToString(sum[:16])
	return text[:8] + "-" + text[8:12] + "-" + text[12:16] + "-" + text[16:20] + "-" + text[20:]
}

package importing

import (
	"slices"
	"strconv"
	"time"

	"tandem/internal/entry"
	"tandem/internal/project"
)

// planned is a task in the making.
type planned struct {
	id      string
	created entry.Instant
	now     *column       // where it stands after what has been planned so far
	at      entry.Instant // when it came there
	arrival int           // the step that took it there
}

// addTask plans a task's life: it is made in the first status that is known of
// it, moves as it moved, and ends where the board has it, or in a done status
// where it is complete.
func (p *plan) addTask(index int) {
	t := &p.board.Tasks[index]
	from := p.start
	parent := p.tasks[t.Parent]
	if parent != nil {
		from = parent.created
	}
	made := &planned{created: p.clamp(t.CreatedAt, from)}
	made.id = p.id(made.created, "task", t.ID)
	p.tasks[t.ID] = made
	p.create(index, t, made, parent)
	for i, move := range t.Moves {
		if to := p.statuses[move.To]; to != nil {
			p.move(t, made, to, move.At, p.actor(move.Actor), i)
		}
	}
	last := p.statuses[t.Status]
	if last == nil {
		last = p.openStatus()
	}
	if last == nil {
		last = made.now
	}
	p.move(t, made, last, t.LastAt, p.target.Importer, len(t.Moves))
	if t.Done && last.category != entry.Done {
		p.move(t, made, p.doneStatus(), latest(t.DoneAt, t.LastAt), p.target.Importer, len(t.Moves)+1)
	}
	p.happened[made.arrival].settles, p.happened[made.arrival].task = made.now, index
	p.addComments(t, made)
	if t.Archived {
		p.happen(p.clamp(latest(t.ArchivedAt, t.LastAt), made.at), p.target.Importer,
			&entry.TaskUpdate{Task: made.id, Archived: entry.Some(true)}, t.ID)
	}
}

// latest prefers the time that is known for certain.
func latest(known, otherwise time.Time) time.Time {
	if known.IsZero() {
		return otherwise
	}
	return known
}

func (p *plan) create(index int, t *Task, made, parent *planned) {
	made.now, made.at, made.arrival = p.firstStatus(t), made.created, len(p.happened)
	create := &entry.TaskCreate{
		Task: made.id, Title: line(t.Title, project.MaxTitle, "Untitled"), Status: made.now.id,
		Priority: t.Priority, StartDate: t.StartDate, DueDate: t.DueDate, EstimateSeconds: t.Estimate, Labels: p.labelsOf(t),
	}
	create.Description, create.Assignees = p.describe(t), p.assigneesOf(t)
	if parent != nil {
		create.Parent = &parent.id
		p.report.Created.Subtasks++
	} else {
		p.report.Created.Tasks++
	}
	p.happen(made.created, p.actor(t.Creator), create, t.ID)
}

// firstStatus is the one before the first move that is known, or where it stands.
func (p *plan) firstStatus(t *Task) *column {
	candidates := []string{t.Status}
	if len(t.Moves) > 0 {
		candidates = []string{t.Moves[0].From, t.Moves[0].To, t.Status}
	}
	for _, id := range candidates {
		if c := p.statuses[id]; c != nil {
			return c
		}
	}
	if open := p.openStatus(); open != nil {
		return open
	}
	return p.order[0]
}

func (p *plan) move(t *Task, made *planned, to *column, at time.Time, actor string, nth int) {
	if to == made.now {
		return
	}
	made.now, made.at, made.arrival = to, p.clamp(at, made.at), len(p.happened)
	p.happen(made.at, actor, &entry.TaskMove{Task: made.id, Status: to.id}, t.ID, strconv.Itoa(nth))
}

func (p *plan) labelsOf(t *Task) []string {
	var ids []string
	for _, label := range t.Labels {
		if id := p.labels[label]; id != "" && !slices.Contains(ids, id) && len(ids) < project.MaxLabels {
			ids = append(ids, id)
		}
	}
	return ids
}

func (p *plan) assigneesOf(t *Task) []string {
	var ids []string
	for _, person := range t.Assignees {
		if id := p.target.People[person]; id != "" && !slices.Contains(ids, id) && len(ids) < project.MaxAssignees {
			ids = append(ids, id)
		}
	}
	return ids
}

func (p *plan) addComments(t *Task, made *planned) {
	for i := range t.Comments {
		c := &t.Comments[i]
		at := p.clamp(c.At, made.created)
		body := c.Body
		if p.target.People[c.Author] == "" {
			body = "**" + Escape(p.nameOf(c.Author)) + "** wrote:\n\n" + body
		}
		p.happen(at, p.actor(c.Author), &entry.CommentCreate{
			Comment: p.id(at, "comment", c.ID), Task: made.id, Body: p.text(body, project.MaxComment, "comment"),
		}, c.ID)
		p.report.Created.Comments++
	}
}

func (p *plan) nameOf(person string) string {
	if name := p.names[person]; name != "" {
		return name
	}
	return "Someone"
}

// settle tells the step that brings a task to its last place whom it comes to
// stand beside. Only tasks that are in their last places count, so that in the
// end the order is the board's, whoever else passes through.
func (p *plan) settle(h happening) {
	c := h.settles
	at, _ := slices.BinarySearch(c.settled, h.task)
	var before, after *string
	if at > 0 {
		after = &p.tasks[p.board.Tasks[c.settled[at-1]].ID].id
	} else if len(c.settled) > 0 {
		before = &p.tasks[p.board.Tasks[c.settled[0]].ID].id
	}
	c.settled = slices.Insert(c.settled, at, h.task)
	switch body := h.body.(type) {
	case *entry.TaskCreate:
		body.Before, body.After = before, after
	case *entry.TaskMove:
		body.Before, body.After = before, after
	}
}

package importing

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"tandem/internal/entry"
	"tandem/internal/journal"
	"tandem/internal/project"
)

// Target says where a board goes and who its people are here.
type Target struct {
	Project  string // the new project's id
	Team     string
	Key      string            // set later, where "": it is known only when it is not taken
	Importer string            // stands for people without an account
	People   map[string]string // from a person's id in the file to a user's id
	Now      time.Time         // nothing is dated later
}

// Plan is a board as commands: the first opens the project, and times never run
// backwards. Replayed in order they leave every task where the board had it, in
// the board's order, with its moves and comments at their own times.
type Plan struct {
	Steps  []journal.Dated
	Report Report
}

// Build makes the plan. The same board and target give the same plan.
func Build(board *Board, target Target) Plan {
	p := &plan{
		board: board, target: target, statuses: make(map[string]*column), labels: make(map[string]string),
		tasks: make(map[string]*planned), names: make(map[string]string),
	}
	p.report.Skipped = slices.Clone(board.Skipped)
	p.start = entry.At(earliest(board, target.Now))
	p.end = p.start
	for _, person := range board.People {
		p.names[person.ID] = displayName(person)
	}
	p.addStatuses()
	p.addProject()
	p.addMembers()
	p.addLabels()
	for i := range board.Tasks {
		p.addTask(i)
	}
	p.finish()
	return Plan{p.steps(), p.done()}
}

// plan is a Plan in the making.
type plan struct {
	board    *Board
	target   Target
	start    entry.Instant // of the project
	end      entry.Instant // of the last thing that happened
	statuses map[string]*column
	order    []*column // as on the board
	labels   map[string]string
	tasks    map[string]*planned
	names    map[string]string // of people, by the file's ids
	happened []happening
	report   Report
	cut      cuts
}

// column is a status in the making.
type column struct {
	id       string
	create   entry.StatusCreate
	category entry.Category
	archived bool
	settled  []int // tasks that stand here for good so far, by index, ascending
}

// happening is a step before all are put in order. Where settles is given it is
// the one that takes a task (by index) to its last place.
type happening struct {
	at      entry.Instant
	actor   string
	body    entry.Body
	id      string
	settles *column
	task    int
}

// earliest gives the time at which the project begins.
func earliest(board *Board, now time.Time) time.Time {
	start := board.CreatedAt
	if start.IsZero() {
		for i := range board.Tasks {
			if at := board.Tasks[i].CreatedAt; !at.IsZero() && (start.IsZero() || at.Before(start)) {
				start = at
			}
		}
	}
	if start.IsZero() || start.After(now) {
		return now
	}
	return start
}

// clamp puts a time between two others; an unknown one becomes the first.
func (p *plan) clamp(at time.Time, from entry.Instant) entry.Instant {
	if at.IsZero() {
		return from
	}
	return max(from, min(entry.At(at), entry.At(p.target.Now)))
}

// id is for a thing of the file that was made at this time.
func (p *plan) id(at entry.Instant, kind, external string) string {
	return ID(at.Time(), p.target.Project, kind, external)
}

// happen notes a command; what tells several of one kind about one thing apart.
func (p *plan) happen(at entry.Instant, actor string, body entry.Body, what ...string) {
	p.end = max(p.end, at)
	words := append([]string{p.target.Project, "command", body.Kind()}, what...)
	p.happened = append(p.happened, happening{at: at, actor: actor, body: body, id: ID(at.Time(), words...)})
}

// actor gives the account of a person of the file.
func (p *plan) actor(person string) string {
	if user := p.target.People[person]; user != "" {
		return user
	}
	return p.target.Importer
}

func (p *plan) addProject() {
	create := &entry.ProjectCreate{
		Project: p.target.Project, Team: p.target.Team, Key: p.target.Key, Name: line(p.board.Name, project.MaxName, "Imported board"),
		Description: p.text(p.board.Description, project.MaxDescription, "project's description"), Visibility: p.board.Visibility,
	}
	for _, c := range p.order {
		create.Statuses = append(create.Statuses, c.create)
	}
	p.happen(p.start, p.target.Importer, create)
}

func (p *plan) addMembers() {
	counted := make(map[string]bool)
	for _, person := range p.board.People {
		user := p.target.People[person.ID]
		if user == "" && (person.Member || person.Author) {
			p.unmapped(person)
		}
		if user == "" || !person.Member || counted[user] {
			continue
		}
		counted[user] = true
		if user != p.target.Importer {
			p.happen(p.start, p.target.Importer, &entry.MemberSet{User: user, Role: entry.Editor}, user)
		}
	}
	p.report.Created.Members = len(counted)
}

// unmapped names a person once; of two who share a name, the second with the
// name by which the file tells them apart.
func (p *plan) unmapped(person Person) {
	name := p.names[person.ID]
	if slices.Contains(p.report.Unmapped, name) && person.Username != "" {
		name += " (" + line(person.Username, project.MaxName, "") + ")"
	}
	if !slices.Contains(p.report.Unmapped, name) {
		p.report.Unmapped = append(p.report.Unmapped, name)
	}
}

func (p *plan) addLabels() {
	taken := make(map[string]bool)
	for i, label := range p.board.Labels {
		if p.labels[label.ID] != "" {
			continue
		}
		id := p.id(p.start, "label", label.ID)
		p.labels[label.ID] = id
		p.happen(p.start, p.target.Importer, &entry.LabelCreate{
			Label: id, Name: distinct(line(label.Name, project.MaxName-8, "Label "+strconv.Itoa(i+1)), taken), Color: label.Color,
		}, label.ID)
		p.report.Created.Labels++
	}
}

// distinct adds a number to a name that is taken already.
func distinct(name string, taken map[string]bool) string {
	unique := name
	for n := 2; taken[fold(unique)]; n++ {
		unique = fmt.Sprintf("%s (%d)", name, n)
	}
	taken[fold(unique)] = true
	return unique
}

// finish archives what the board had put away.
func (p *plan) finish() {
	for _, c := range p.order {
		if c.archived {
			p.happen(p.end, p.target.Importer, &entry.StatusUpdate{Status: c.id, Archived: entry.Some(true)}, c.id)
		}
	}
	if p.board.Archived {
		p.happen(p.end, p.target.Importer, &entry.ProjectUpdate{Archived: entry.Some(true)})
	}
}

// steps puts what happened in order of time; at one time, in the order of the
// board. Then it is known who stands in a status when a task arrives for good.
func (p *plan) steps() []journal.Dated {
	slices.SortStableFunc(p.happened, func(a, b happening) int { return int(min(max(a.at-b.at, -1), 1)) })
	steps := make([]journal.Dated, len(p.happened))
	for i, h := range p.happened {
		if h.settles != nil {
			p.settle(h)
		}
		steps[i] = journal.Dated{At: h.at, Actor: h.actor, Command: entry.Command{ID: h.id, Body: h.body}}
	}
	return steps
}

// done adds what was cut to the report.
func (p *plan) done() Report {
	p.report.Skipped = append(p.report.Skipped, p.cut.skips()...)
	if p.report.Skipped == nil {
		p.report.Skipped = []Skip{}
	}
	if p.report.Unmapped == nil {
		p.report.Unmapped = []string{}
	}
	return p.report
}

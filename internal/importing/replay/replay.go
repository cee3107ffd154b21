// Package replay runs a plan through the rules without a journal, for tests of
// importers: it shows that every command is accepted and what comes of all.
package replay

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"tandem/internal/entry"
	"tandem/internal/importing"
	"tandem/internal/project"
)

// Plan decides and applies all steps in order. It fails at the first one that is
// refused, that runs back in time or whose command id stands twice.
func Plan(plan importing.Plan, team []entry.Seat) (*project.State, error) {
	state := project.New()
	random := rand.New(rand.NewPCG(1, 2))
	env := project.Env{Random: random.IntN, NewID: entry.NewID, Roster: team, Trusted: true}
	seen := make(map[string]bool)
	for i, step := range plan.Steps {
		if step.At < env.Now {
			return nil, fmt.Errorf("step %d runs back in time", i)
		}
		if !entry.ValidID(step.Command.ID) || seen[step.Command.ID] {
			return nil, fmt.Errorf("step %d: id %q is not valid or stands twice", i, step.Command.ID)
		}
		seen[step.Command.ID] = true
		env.Now = step.At
		events, err := project.Decide(state, env, step.Actor, step.Command.Body)
		if err != nil {
			return nil, fmt.Errorf("step %d, %s: %w", i, step.Command.Body.Kind(), err)
		}
		for j := range events {
			state.Apply(project.Stamp{Seq: int64(i + 1), At: step.At, Actor: step.Actor}, &events[j])
		}
	}
	return state, nil
}

// Text writes a project down: everything that an import decides, and no ids.
func Text(state *project.State, plan importing.Plan) string {
	w := &writer{state: state}
	p := state.Project
	w.line("%s %q, %s, since %s%s", p.Key, p.Name, p.Visibility, p.CreatedAt, archived(p.ArchivedAt))
	w.block("  ", p.Description)
	for _, m := range sorted(state.Members, func(m *entry.Member) string { return m.User.Handle }) {
		w.line("member %s: %s", m.User.Handle, m.Role)
	}
	for _, l := range sorted(state.Labels, func(l *entry.Label) string { return l.Name }) {
		w.line("label %q %s", l.Name, l.Color)
	}
	for _, s := range state.SortedStatuses() {
		w.status(s)
	}
	w.moves(plan)
	return w.String()
}

type writer struct {
	strings.Builder
	state *project.State
}

func (w *writer) line(format string, a ...any) { fmt.Fprintf(w, format+"\n", a...) }

func (w *writer) block(indent, text string) {
	if text != "" {
		w.WriteString(indent + strings.ReplaceAll(text, "\n", "\n"+indent) + "\n")
	}
}

func archived(at *entry.Instant) string {
	if at == nil {
		return ""
	}
	return fmt.Sprintf(", archived %s", at)
}

func sorted[T any](records map[string]*T, key func(*T) string) []*T {
	var list []*T
	for _, r := range records {
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b *T) int { return strings.Compare(key(a), key(b)) })
	return list
}

func (w *writer) status(s *entry.Status) {
	limit := ""
	if s.WipLimit != nil {
		limit = fmt.Sprintf(", limit %d", *s.WipLimit)
	}
	w.line("\nstatus %q, %s%s%s", s.Name, s.Category, limit, archived(s.ArchivedAt))
	for _, t := range w.state.InStatus(s.ID) {
		w.task(t)
	}
}

func (w *writer) task(t *project.Task) {
	w.line("- %s %q by %s %s%s", t.Key, t.Title, w.who(t.CreatedBy), t.CreatedAt, archived(t.ArchivedAt))
	if t.CompletedAt != nil {
		w.line("    completed %s", t.CompletedAt)
	}
	if t.Parent != nil {
		w.line("    below %s", w.state.Tasks[*t.Parent].Key)
	}
	for _, id := range t.Labels {
		w.line("    label %q", w.state.Labels[id].Name)
	}
	for _, id := range t.Assignees {
		w.line("    assigned to %s", w.who(id))
	}
	if t.StartDate != nil || t.DueDate != nil {
		w.line("    from %s to %s", day(t.StartDate), day(t.DueDate))
	}
	w.block("    | ", t.Description)
	for _, c := range sorted(w.state.Comments, func(c *project.Comment) string { return c.CreatedAt.String() + c.Body }) {
		if c.Task == t.ID {
			w.line("    comment by %s %s", w.who(c.Author), c.CreatedAt)
			w.block("      > ", c.Body)
		}
	}
}

func day(d *entry.Day) string {
	if d == nil {
		return "…"
	}
	return string(*d)
}

func (w *writer) who(user string) string {
	if m := w.state.Members[user]; m != nil {
		return m.User.Handle
	}
	return "someone without access"
}

// moves writes the way that tasks took from status to status.
func (w *writer) moves(plan importing.Plan) {
	w.line("\nhistory")
	for _, step := range plan.Steps {
		switch c := step.Command.Body.(type) {
		case *entry.TaskCreate:
			w.line("%s %s is made in %q", step.At, w.state.Tasks[c.Task].Key, w.state.Statuses[c.Status].Name)
		case *entry.TaskMove:
			w.line("%s %s goes to %q by %s", step.At, w.state.Tasks[c.Task].Key, w.state.Statuses[c.Status].Name, w.who(step.Actor))
		}
	}
}

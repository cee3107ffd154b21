package starter_test

import (
	"strings"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/project"
	"tandem/internal/starter"
	"tandem/internal/wire"
)

// begun is a project that begins with a starter.
type begun struct {
	t     *testing.T
	state *project.State
	owner string
}

func (b *begun) must(body entry.Body, pattern *project.Pattern) {
	b.t.Helper()
	env := project.Env{
		Now: 1, Random: func(int) int { return 0 }, NewID: entry.NewID, Pattern: pattern,
		Roster: []entry.Seat{{User: entry.User{ID: b.owner}, Role: entry.TeamMember}},
	}
	events, err := project.Decide(b.state, env, b.owner, body)
	if err != nil {
		b.t.Fatalf("%+v: %v %+v", body, err, fault.As(err).Details)
	}
	for i := range events {
		b.state.Apply(project.Stamp{Seq: 1, At: 1, Actor: b.owner}, &events[i])
	}
}

// What starters hold is not checked when a project begins with one, so it is here:
// the rules must take every part of it as somebody's change.
func TestAll(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range starter.All() {
		t.Run(s.ID, func(t *testing.T) {
			if seen[s.ID] || s.Name == "" || s.Description == "" {
				t.Errorf("named %q %q, said %q", s.ID, s.Name, s.Description)
			}
			seen[s.ID] = true
			pattern, err := starter.Pattern(s.ID)
			if err != nil {
				t.Fatal(err)
			}
			b := &begun{t, project.New(), entry.NewID()}
			b.must(&entry.ProjectCreate{Project: entry.NewID(), Team: entry.NewID(), Name: s.Name, Key: "NEW", Starter: s.ID}, pattern)
			b.accepted()
			b.complete(&s)
		})
	}
}

// accepted sets everything to what it is.
func (b *begun) accepted() {
	for _, v := range b.state.Statuses {
		b.must(&entry.StatusUpdate{
			Status: v.ID, Name: entry.Some(v.Name), Category: entry.Some(v.Category), Color: entry.Some(v.Color), WipLimit: entry.Some(v.WipLimit), Rank: entry.Some(v.Rank),
		}, nil)
	}
	for _, v := range b.state.Labels {
		b.must(&entry.LabelUpdate{Label: v.ID, Name: entry.Some(v.Name), Color: entry.Some(v.Color)}, nil)
	}
	for _, v := range b.state.Fields {
		b.must(&entry.FieldUpdate{Field: v.ID, Name: entry.Some(v.Name), Options: entry.Some(v.Options), Rank: entry.Some(v.Rank)}, nil)
	}
	for _, v := range b.state.Tasks {
		if b.state.Statuses[v.Status] == nil || !project.ValidRank(v.Rank) {
			b.t.Errorf("%q is in status %q at %q", v.Title, v.Status, v.Rank)
		}
		b.must(&entry.TaskUpdate{
			Task: v.ID, Title: entry.Some(v.Title), Description: entry.Some(v.Description), Priority: entry.Some(v.Priority), Labels: entry.Some(v.Labels),
		}, nil)
	}
}

// complete finds everything that the starter shows.
func (b *begun) complete(s *wire.Starter) {
	tasks, labels := 0, 0
	for _, t := range s.Tasks {
		tasks, labels = tasks+1+len(t.Subtasks), labels+len(t.Labels)
	}
	for _, t := range b.state.Tasks {
		labels -= len(t.Labels)
	}
	if len(b.state.Statuses) != len(s.Statuses) || len(b.state.Labels) != len(s.Labels) || len(b.state.Fields) != len(s.Fields) {
		b.t.Errorf("%d statuses, %d labels, %d fields", len(b.state.Statuses), len(b.state.Labels), len(b.state.Fields))
	}
	if len(b.state.Tasks) != tasks || labels != 0 {
		b.t.Errorf("%d tasks of %d, %d of their labels are missing", len(b.state.Tasks), tasks, labels)
	}
	var names []string
	for _, status := range b.state.SortedStatuses() {
		names = append(names, status.Name)
	}
	for i, status := range s.Statuses {
		if names[i] != status.Name {
			b.t.Errorf("the statuses stand as %s", strings.Join(names, ", "))
		}
	}
}

func TestPattern_unknown(t *testing.T) {
	if _, err := starter.Pattern("nothing"); !fault.Is(err, fault.Invalid) || fault.As(err).Details[0].Pointer != "/starter" {
		t.Errorf("error %v", err)
	}
}

package project

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/entry"
)

// The golden files run through web/src/project too: both twins give the same.

type goldenState struct {
	Project     *entry.Project      `json:"project"`
	Statuses    []*entry.Status     `json:"statuses"`
	Labels      []*entry.Label      `json:"labels"`
	Fields      []*entry.Field      `json:"fields"`
	Templates   []*entry.Template   `json:"templates"`
	Views       []*entry.View       `json:"views"`
	Members     []*entry.Member     `json:"members"`
	Tasks       []*entry.Task       `json:"tasks"`
	Comments    []*entry.Comment    `json:"comments"`
	Attachments []*entry.Attachment `json:"attachments"`
}

type goldenFile struct {
	Cases []struct {
		Name    string
		State   goldenState
		Entries []struct {
			Seq    int64
			At     entry.Instant
			Actor  string
			Events []entry.Event
		}
		Want goldenState
	}
}

// otherTables are golden files of another shape, with tests of their own.
var otherTables = []string{"rank.json", "recurrence.json", "filter.json", "mention.json", "changeset.json"}

func TestGolden(t *testing.T) {
	files, _ := filepath.Glob("../../golden/*.json")
	if len(files) < 5 {
		t.Fatalf("golden files are missing: %v", files)
	}
	for _, name := range files {
		if slices.Contains(otherTables, filepath.Base(name)) {
			continue
		}
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var file goldenFile
		if err := json.Unmarshal(raw, &file, json.MatchCaseInsensitiveNames(true)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, c := range file.Cases {
			t.Run(filepath.Base(name)+"/"+c.Name, func(t *testing.T) {
				s := stateOf(c.State)
				for _, e := range c.Entries {
					for i := range e.Events {
						s.Apply(Stamp{Seq: e.Seq, At: e.At, Actor: e.Actor}, &e.Events[i])
					}
				}
				if got, want := text(t, golden(s)), text(t, golden(stateOf(c.Want))); got != want {
					t.Errorf("got\n%s\nwant\n%s", got, want)
				}
			})
		}
	}
}

func stateOf(g goldenState) *State {
	s := New()
	s.Project = g.Project
	for _, v := range g.Statuses {
		s.Statuses[v.ID] = v
	}
	for _, v := range g.Labels {
		s.Labels[v.ID] = v
	}
	for _, v := range g.Fields {
		s.Fields[v.ID] = v
	}
	for _, v := range g.Templates {
		s.Templates[v.ID] = v
	}
	for _, v := range g.Views {
		s.Views[v.ID] = v
	}
	for _, v := range g.Members {
		s.Members[v.User.ID] = v
	}
	list := make([]*Task, len(g.Tasks))
	for i, v := range g.Tasks {
		list[i] = &Task{Task: *v}
	}
	s.Load(list)
	for _, v := range g.Comments {
		s.Comments[v.ID] = &Comment{Comment: *v}
	}
	for _, v := range g.Attachments {
		s.Attachments[v.ID] = &Attachment{Attachment: *v}
	}
	return s
}

func golden(s *State) goldenState {
	g := goldenState{Project: s.Project, Statuses: s.SortedStatuses()}
	rows := s.AllRows()
	g.Labels, g.Fields, g.Templates, g.Views, g.Members = rows.Labels, rows.Fields, rows.Templates, rows.Views, rows.Members
	for _, t := range rows.Tasks {
		if t.DeletedAt == nil {
			g.Tasks = append(g.Tasks, &t.Task)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(s.Comments)) {
		if c := s.Comments[id]; c.DeletedAt == nil {
			g.Comments = append(g.Comments, &c.Comment)
		}
	}
	for _, a := range s.attachmentsWhere(func(a *Attachment) bool { return a.DeletedAt == nil }) {
		g.Attachments = append(g.Attachments, &a.Attachment)
	}
	return g
}

func text(t *testing.T, value any) string {
	t.Helper()
	raw, err := json.Marshal(value, json.Deterministic(true), jsontext.WithIndent(" "))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestGoldenRank(t *testing.T) {
	raw, err := os.ReadFile("../../golden/rank.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct {
			Before, After *string
			Valid         bool
		}
	}
	if err := json.Unmarshal(raw, &file, json.MatchCaseInsensitiveNames(true)); err != nil {
		t.Fatal(err)
	}
	given := func(s *string) string {
		if s == nil {
			return ""
		}
		return *s
	}
	for _, c := range file.Cases {
		low, high := given(c.Before), given(c.After)
		valid := (c.Before == nil || ValidRank(low)) && (c.After == nil || ValidRank(high)) && (low == "" || high == "" || low < high)
		if valid != c.Valid {
			t.Errorf("between %q and %q: valid is %v", low, high, valid)
			continue
		}
		if !valid {
			continue
		}
		for seed := range uint64(20) {
			if key := RankBetween(low, high, seeded(seed)); key <= low || high != "" && key >= high || !ValidRank(key) {
				t.Errorf("between %q and %q: %q", low, high, key)
			}
		}
	}
}

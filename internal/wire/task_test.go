package wire

import (
	"math/rand/v2"
	"testing"

	"github.com/go-json-experiment/json"

	"tandem/internal/entry"
)

// anyTask makes a task with every field at random, absent ones too.
func anyTask(r *rand.Rand) *entry.Task {
	texts := []string{"", "plain", `quotes " and \ back`, "tab\tline\n\x01", "Ünï 🎈 <b>&amp;</b>", "\u2028 \u007f"}
	text := func() string { return texts[r.IntN(len(texts))] }
	ids := func() []string {
		list := []string{}
		for range r.IntN(3) {
			list = append(list, entry.NewID())
		}
		return list
	}
	t := &entry.Task{
		ID: entry.NewID(), Project: entry.NewID(), Number: r.Int64(), Key: "WEB-1", Title: text(), Description: text(), Status: entry.NewID(),
		Rank: "a0Zz", Assignees: ids(), Labels: ids(), Priority: entry.High, CreatedBy: entry.NewID(),
		CreatedAt: entry.Instant(r.Int64N(4e12)), UpdatedAt: entry.Instant(r.Int64N(4e12)), CommentCount: r.Int64N(9),
		AttachmentCount: r.Int64N(9), SpentSeconds: r.Int64N(1e6), Seq: r.Int64(),
	}
	if r.IntN(2) == 0 {
		t.StartDate, t.DueDate = new(entry.Day("2026-12-24")), new(entry.Day("2026-12-31"))
		t.EstimateSeconds, t.Parent = new(r.Int64()), new(entry.NewID())
	}
	t.BlockedBy, t.Related, t.Fields = ids(), ids(), map[string]entry.FieldValue{}
	if r.IntN(2) == 0 {
		t.DueTime = &entry.DueTime{Time: "17:00", TimeZone: "Europe/Vienna"}
		t.Recurrence = &entry.Recurrence{Every: r.Int64N(99), Unit: entry.Weeks, Weekdays: new([]entry.Weekday{"mon", "fri"}[:r.IntN(3)]), From: entry.FromDue}
		t.DuplicateOf = new(entry.NewID())
		for _, value := range []entry.FieldValue{text(), r.NormFloat64(), 1e21, -0.5, float64(r.IntN(9)), true} {
			t.Fields[entry.NewID()] = value
		}
	} else if r.IntN(2) == 0 {
		t.Recurrence = &entry.Recurrence{Every: 1, Unit: entry.Months, MonthDay: new(int64(31)), From: entry.FromCompletion}
	}
	if r.IntN(2) == 0 {
		t.CompletedAt, t.ArchivedAt = new(t.CreatedAt+1), new(t.CreatedAt+2)
	}
	return t
}

// What is written by hand is what reflection writes.
func TestAppendTask(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		task := anyTask(r)
		want, err := json.Marshal(task, json.Deterministic(true))
		if err != nil {
			t.Fatal(err)
		}
		if got := AppendTask(nil, task, WithDescription); string(got) != string(want) {
			t.Fatalf("by hand %s\nby reflection %s", got, want)
		}
		want, _ = json.Marshal(TaskWritten{Seq: 7, Task: task}, json.Deterministic(true))
		if got := (&TaskWritten{Seq: 7, Task: task}).AppendJSON(nil); string(got) != string(want) {
			t.Fatalf("by hand %s\nby reflection %s", got, want)
		}
	}
}

// A board is what reflection writes, but for the descriptions.
func TestSnapshot(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	board := &Snapshot{Epoch: "abc", Seq: 9, Project: &entry.Project{ID: entry.NewID(), Name: "a"}, Labels: []*entry.Label{{Name: "b"}}}
	for range 20 {
		board.Tasks = append(board.Tasks, anyTask(r))
	}
	raw, err := board.AppendJSON(nil)
	if err != nil {
		t.Fatal(err)
	}
	var got Snapshot
	if err := json.Unmarshal(raw, &got, json.RejectUnknownMembers(true)); err != nil {
		t.Fatal(err)
	}
	for _, task := range got.Tasks {
		if task.Description != "" {
			t.Fatal("a description in a snapshot")
		}
	}
	for _, task := range board.Tasks {
		task.Description = ""
	}
	want, _ := json.Marshal(board, json.Deterministic(true))
	if again, _ := json.Marshal(got, json.Deterministic(true)); string(again) != string(want) {
		t.Errorf("read back %s\nwant %s", again, want)
	}
}

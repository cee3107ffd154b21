package api

import (
	"cmp"
	"context"
	"net/http"
	"reflect"
	"slices"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/project"
	"tandem/internal/wire"
)

// Outline tells how far a project's past reaches. Implementation: package sqlite.
type Outline interface {
	Marks(ctx context.Context, stream string, head journal.Head, count int64) ([]wire.Mark, error)
	GoneTasks(ctx context.Context, project string, before entry.Instant) ([]string, error)
}

// Histories are projects as they were. People see no more of the past than of
// today: not what is deleted for good, and not what lives in another project.
type Histories struct {
	Resources *Resources
	Past      *journal.Past
	Outline   Outline
}

var atSeq = []Param{{Name: "at", Kind: "integer", Doc: "the seq of the moment; the latest where left out"}}

// Routes lists them.
func (a *Histories) Routes() []Route {
	return []Route{
		Bind(Route{
			Method: "GET", Path: "/api/projects/{project}/history", Name: "getHistory", Tag: "activity", Access: InProject(entry.Viewer),
			Summary: "How far a project's past reaches, with times to find one's way in it.",
		}, a.outline),
		{
			Method: "GET", Path: "/api/projects/{project}/past", Name: "getPastBoard", Tag: "activity", Access: InProject(entry.Viewer), Query: atSeq,
			Summary: "Gives the board as it was at a seq, like the snapshot.",
			Answer:  reflect.TypeFor[wire.Snapshot](), Serve: a.board,
		},
		Bind(Route{
			Method: "GET", Path: "/api/tasks/{task}/past", Name: "getPastTask", Tag: "activity", Access: InProject(entry.Viewer), Query: atSeq,
			Summary: "Gives a task as it was at a seq, with its description.",
		}, a.task),
	}
}

const historyMarks = 200

func (a *Histories) outline(call *Call, _ *None) (*wire.History, error) {
	ctx, id := call.Request.Context(), call.Path("project")
	if err := a.Resources.reader(call, id); err != nil {
		return nil, err
	}
	head, err := a.Resources.writer.Head(ctx, id)
	if err != nil {
		return nil, err
	}
	marks, err := a.Outline.Marks(ctx, id, head, historyMarks)
	if err != nil {
		return nil, err
	}
	gone, err := a.gone(ctx, id)
	return &wire.History{Epoch: head.Epoch, Head: head.Seq, Marks: marks, Gone: gone}, err
}

func (a *Histories) gone(ctx context.Context, id string) ([]string, error) {
	return a.Outline.GoneTasks(ctx, id, entry.At(a.Resources.clock())-project.RestorableMs)
}

// at gives the state of the moment that was asked for.
func (a *Histories) at(call *Call, id string) (*project.State, journal.Head, int64, error) {
	at := call.Integer("at", 0)
	if at < 0 {
		return nil, journal.Head{}, 0, fault.Field("at", "A seq is not negative.")
	}
	state, head, err := a.Past.At(call.Request.Context(), id, at)
	if err != nil {
		return nil, head, 0, err
	}
	if at > head.Seq {
		return nil, head, 0, fault.Field("at", "The project's journal has no entry of this seq.")
	}
	if at == 0 {
		at = head.Seq
	}
	return state, head, at, nil
}

func (a *Histories) board(w http.ResponseWriter, call *Call) error {
	id := call.Path("project")
	if err := a.Resources.reader(call, id); err != nil {
		return err
	}
	state, head, at, err := a.at(call, id)
	if err != nil {
		return err
	}
	gone, err := a.gone(call.Request.Context(), id)
	if err != nil {
		return err
	}
	board := &wire.Snapshot{}
	show(board, state, journal.Head{Epoch: head.Epoch, Seq: at})
	hidden := map[string]bool{}
	for _, task := range gone {
		hidden[task] = true
	}
	board.Tasks = slices.DeleteFunc(board.Tasks, func(t *entry.Task) bool { return hidden[t.ID] })
	slices.SortFunc(board.Labels, func(a, b *entry.Label) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(board.Members, func(a, b *entry.Member) int { return cmp.Compare(a.User.ID, b.User.ID) })
	for i, m := range board.Members {
		board.Members[i] = project.PublicMember(m)
	}
	p, err := pack(board)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "private, no-cache")
	w.Header().Set("Vary", "Accept-Encoding, Cookie, Authorization")
	return p.send(w, call.Request)
}

func (a *Histories) task(call *Call, _ *None) (*wire.TaskAnswer, error) {
	seen, err := a.Resources.reads.Task(call.Request.Context(), call.Actor, call.Path("task"))
	if err == nil {
		err = a.Resources.there(call, &seen)
	}
	if err != nil {
		return nil, err
	}
	state, _, _, err := a.at(call, seen.Project)
	if err != nil {
		return nil, err
	}
	t := state.Tasks[seen.Thing.ID]
	if t == nil || t.DeletedAt != nil {
		return nil, fault.New(fault.NotFound, "The task was not there at that moment.")
	}
	return &wire.TaskAnswer{Task: &t.Task}, nil
}

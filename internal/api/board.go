package api

import (
	"net/http"
	"reflect"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/wire"
)

func (r *Resources) boardRoutes() []Route {
	return []Route{
		r.commandsRoute(),
		{
			Method: "GET", Path: "/api/projects/{project}/snapshot", Name: "getSnapshot", Tag: "projects", Access: InProject(entry.Viewer), Visitors: true,
			Summary: "Gives the whole board as of a seq, without descriptions and without archived tasks.",
			Answer:  reflect.TypeFor[wire.Snapshot](), Also: []Also{{http.StatusNotModified, "The board is as the ETag in If-None-Match says."}},
			Serve: r.getSnapshot,
		},
		{
			Method: "GET", Path: "/api/projects/{project}/journal", Name: "getJournal", Tag: "projects", Access: InProject(entry.Viewer),
			Summary: "Gives the journal's entries after a seq, the oldest first, without a gap.",
			Query: []Param{
				{Name: "after", Kind: "integer", Doc: "the seq to go on from; 0 where left out"},
				{Name: "limit", Kind: "integer", Doc: "how many at most, 1 to 500; 100 where left out"},
			},
			Answer: reflect.TypeFor[wire.Journal](), Serve: r.getJournal,
		},
	}
}

func (r *Resources) getJournal(w http.ResponseWriter, call *Call) error {
	after := call.Integer("after", 0)
	limit, err := call.pageLimit()
	if err != nil {
		return err
	}
	if after < 0 {
		return fault.Field("after", "This is not negative.")
	}
	if err := r.reader(call, call.Path("project")); err != nil {
		return err
	}
	entries, head, err := r.writer.Entries(call.Request.Context(), call.Path("project"), after, limit, 4<<20)
	if err != nil {
		return err
	}
	return call.answer(w, &wire.Journal{Epoch: head.Epoch, Entries: entries, Head: head.Seq})
}

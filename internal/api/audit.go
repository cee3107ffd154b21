package api

import (
	"bufio"
	"net/http"
	"reflect"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"tandem/internal/audit"
	"tandem/internal/entry"
	"tandem/internal/team"
	"tandem/internal/wire"
)

// Audits are the routes that read the audit log.
type Audits struct {
	Log   *audit.Service
	Teams *team.Service
}

// Routes lists them.
func (a *Audits) Routes() []Route {
	page := reflect.TypeFor[wire.Page[wire.AuditRecord]]()
	return []Route{
		{
			Method: "GET", Path: "/api/audit", Name: "listAudit", Tag: "audit", Access: Administrator, Query: auditQuery, Answer: page,
			Summary: "What happened to access in the instance, newest first.", Serve: a.instance,
		},
		{
			Method: "GET", Path: "/api/teams/{team}/audit", Name: "listTeamAudit", Tag: "audit", Access: InTeam(entry.TeamAdmin), Query: auditQuery, Answer: page,
			Summary: "What happened to access in a team and its projects, newest first.", Serve: a.ofTeam,
		},
	}
}

var auditQuery = slices.Concat([]Param{
	{Name: "kind", Enum: kindNames(), Repeats: true, Doc: "only records of these kinds"},
	{Name: "actor", Kind: "id", Doc: "only what this person did"},
	{Name: "project", Kind: "id", Doc: "only what happened in this project"},
	{Name: "after", Kind: "instant", Doc: "only what happened at this moment or after"},
	{Name: "before", Kind: "instant", Doc: "only what happened before this moment"},
	{Name: "format", Enum: []string{"json", "jsonl"}, Doc: "jsonl: all that match as a file, a record in each line; limit and cursor do not count then, and the export is recorded"},
}, paging)

func kindNames() []string {
	names := make([]string, len(audit.Kinds))
	for i, kind := range audit.Kinds {
		names[i] = string(kind)
	}
	return names
}

func (a *Audits) instance(w http.ResponseWriter, call *Call) error { return a.answer(w, call, "") }

func (a *Audits) ofTeam(w http.ResponseWriter, call *Call) error {
	id := call.Path("team")
	if err := a.Teams.MayAudit(call.Request.Context(), id, call.Actor); err != nil {
		return err
	}
	return a.answer(w, call, id)
}

func (a *Audits) answer(w http.ResponseWriter, call *Call, team string) error {
	filter := audit.Filter{
		Team: team, Kinds: call.Texts("kind"), Actor: call.Text("actor"), Project: call.Text("project"),
		After: call.Instant("after"), Before: call.Instant("before"),
	}
	if call.Text("format") == "jsonl" {
		return a.export(w, call, filter)
	}
	var err error
	if filter.Limit, err = call.pageLimit(); err != nil {
		return err
	}
	var place wire.AuditCursor
	if _, err := wire.ReadCursor(call.Text("cursor"), &place); err != nil {
		return err
	}
	filter.Below = place.Below
	page, err := a.Log.List(call.Request.Context(), filter)
	if err != nil {
		return err
	}
	return call.answer(w, page)
}

// export writes a file of any length; one that breaks off must not look whole.
// Each part of it has a minute to leave, however long all of them take.
func (a *Audits) export(w http.ResponseWriter, call *Call, filter audit.Filter) error {
	out, begun := bufio.NewWriterSize(w, 32<<10), false
	control := http.NewResponseController(w)
	err := a.Log.Export(call.Request.Context(), filter, func(records []wire.AuditRecord) error {
		if !begun {
			begun = true
			w.Header().Set("Content-Type", "application/x-ndjson")
			w.Header().Set("Content-Disposition", `attachment; filename="audit-`+time.Now().UTC().Format(time.DateOnly)+`.jsonl"`)
		}
		_ = control.SetWriteDeadline(time.Now().Add(time.Minute)) // what cannot do so has no deadline
		for i := range records {
			if err := writeLine(out, &records[i]); err != nil {
				return err
			}
		}
		return out.Flush()
	})
	if err != nil && begun {
		panic(http.ErrAbortHandler)
	}
	return err
}

func writeLine(out *bufio.Writer, record *wire.AuditRecord) error {
	if err := json.MarshalWrite(out, record, json.Deterministic(true)); err != nil {
		return err
	}
	return out.WriteByte('\n')
}

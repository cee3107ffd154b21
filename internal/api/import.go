package api

import (
	"context"
	"net/http"
	"reflect"
	"time"

	"tandem/internal/entry"
	"tandem/internal/importing"
	"tandem/internal/trello"
	"tandem/internal/wire"
)

// Imports bring boards from elsewhere.
type Imports struct {
	// Boards brings one whole or not at all; *importing.Importer.
	Boards interface {
		Import(ctx context.Context, request importing.Request) (importing.Outcome, error)
	}
	Reads Reads
}

// Routes lists the calls.
func (i *Imports) Routes() []Route {
	return []Route{{
		Method: "POST", Path: "/api/teams/{team}/imports", Name: "importBoard", Tag: "teams", Access: InTeam(entry.TeamMember),
		Summary: "Brings a board from a file into a new project of the team; the body is the file. A board that is here already is left as it is.",
		Query: []Param{
			{Name: "format", Doc: "the program that wrote the file", Enum: []string{trello.Source}, Needed: true},
			{Name: "dryRun", Kind: "boolean", Doc: "only report what would come"},
		},
		Status: http.StatusCreated, Also: []Also{{http.StatusOK, "A dry run, or the board is here already."}},
		MaxBytes: trello.MaxBytes, Plain: true, Once: Answered, Answer: reflect.TypeFor[wire.Imported](), Serve: i.importBoard,
	}}
}

func (i *Imports) importBoard(w http.ResponseWriter, call *Call) error {
	if call.Request.ContentLength > trello.MaxBytes {
		return tooLarge()
	}
	ctx := call.Request.Context()
	request := importing.Request{
		Team: call.Path("team"), Actor: call.Actor, DryRun: call.Text("dryRun") == "true",
		Read: func(zone *time.Location) (*importing.Board, error) {
			return trello.Read(http.MaxBytesReader(w, call.Request.Body, trello.MaxBytes+1), zone)
		},
	}
	outcome, err := i.Boards.Import(ctx, request)
	if err != nil {
		return err
	}
	answer := &wire.Imported{Report: outcome.Report}
	if outcome.Project != "" {
		seen, err := i.Reads.Project(ctx, call.Actor, outcome.Project)
		if err != nil {
			return err
		}
		answer.Project = seen.Thing
	}
	if !outcome.New {
		call.Status = http.StatusOK
	}
	return call.answer(w, answer)
}

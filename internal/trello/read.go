// Package trello reads the JSON that Trello writes of one board (Menu → Print,
// export and share → Export as JSON) into an importing.Board. It is strict in
// what it cannot do without, and says where in the file something is wrong; it
// takes what is missing, null or unknown for what it is. It fetches nothing.
package trello

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/fault"
	"tandem/internal/importing"
)

// Source is what boards read here name as their origin.
const Source = "trello"

// The limits of a file.
const (
	MaxBytes = 64 << 20
	maxDepth = 100
)

// Read reads a board. Days are those of the zone, since Trello keeps due times
// as instants. A file that is no JSON is Malformed, one that is no board
// Invalid, one past MaxBytes TooLarge; each says what is wrong and where.
func Read(file io.Reader, zone *time.Location) (*importing.Board, error) {
	var e export
	if err := decode(file, &e); err != nil {
		return nil, err
	}
	if err := e.check(); err != nil {
		return nil, err
	}
	return convert(&e, zone)
}

func decode(file io.Reader, e *export) error {
	guard := &guard{from: file}
	start, err := guard.skipMark()
	if err != nil {
		return readFault(guard, err)
	}
	err = json.UnmarshalRead(io.MultiReader(strings.NewReader(start), guard), e, jsontext.AllowInvalidUTF8(true), limits())
	if err != nil {
		return readFault(guard, err)
	}
	return nil
}

// readFault turns trouble with the file into a sentence that names the place.
func readFault(guard *guard, err error) error {
	if guard.broken != nil {
		return guard.broken
	}
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f
	}
	if semantic, ok := errors.AsType[*json.SemanticError](err); ok {
		return wrongValue(semantic)
	}
	if syntax, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		if syntax.ByteOffset == 0 {
			return &fault.Error{Kind: fault.Malformed, Message: "This is not JSON. In the board's menu in Trello choose Print, export and share, then Export as JSON.", Err: err}
		}
		place := fmt.Sprintf("at byte %d", syntax.ByteOffset)
		if syntax.JSONPointer != "" {
			place += ", in " + short(string(syntax.JSONPointer))
		}
		return &fault.Error{
			Kind: fault.Malformed, Message: "This file is not whole: it stops being JSON " + place + ". Export the board from Trello again.",
			Details: []fault.Detail{{Pointer: string(syntax.JSONPointer), Detail: strings.TrimPrefix(syntax.Err.Error(), "jsontext: ")}}, Err: err,
		}
	}
	return &fault.Error{Kind: fault.Malformed, Message: "This file could not be read to its end.", Err: err}
}

// wrongValue tells of a value that is not of its type.
func wrongValue(err *json.SemanticError) error {
	pointer := string(err.JSONPointer)
	detail := "This should not be " + kindName(err.JSONKind) + "."
	if err.JSONKind == 0 && err.Err != nil {
		detail = "This cannot be used: " + err.Err.Error() + "."
	}
	if pointer == "" {
		return &fault.Error{Kind: fault.Invalid, Message: "This is not a Trello board: the file holds " + kindName(err.JSONKind) + " in place of one board.", Err: err}
	}
	return &fault.Error{
		Kind: fault.Invalid, Message: "This is not a Trello board as Trello writes it: something is wrong at " + short(pointer) + ".",
		Details: []fault.Detail{{Pointer: pointer, Detail: detail}}, Err: err,
	}
}

func kindName(kind jsontext.Kind) string {
	switch kind {
	case 'n':
		return "null"
	case 't', 'f':
		return "true or false"
	case '"':
		return "a text"
	case '0':
		return "a number"
	case '{':
		return "an object"
	case '[':
		return "a list"
	}
	return "something else"
}

// check refuses files that are no board's, and tells each kind what to do.
func (e *export) check() error {
	switch {
	case e.Lists != nil && e.Cards != nil:
		return e.checkIDs()
	case e.Boards != nil || e.IDPremOrgs != nil:
		return notBoard("This is the export of a whole Trello account or workspace, not of one board. Open each board in Trello, export it as JSON, and bring those files.")
	case e.IDList != nil:
		return notBoard("This is the export of a single Trello card. Export the whole board: in its menu, Print, export and share, then Export as JSON.")
	case e.Lists != nil:
		return notBoard("This is not a Trello board: it has no cards.")
	}
	return notBoard("This is not a Trello board: it has no lists.")
}

func notBoard(message string) error { return fault.New(fault.Invalid, message) }

// checkIDs holds that everything can be told apart, since ids become ids here.
func (e *export) checkIDs() error {
	if e.ID == "" {
		return atPlace("/id", "The board has no id.")
	}
	seen := make(map[string]bool)
	once := func(pointer, id string) error {
		if id == "" {
			return atPlace(pointer, "This has no id.")
		}
		if seen[id] {
			return atPlace(pointer, "This id stands twice.")
		}
		seen[id] = true
		return nil
	}
	for i := range e.Lists {
		if err := once(fmt.Sprintf("/lists/%d/id", i), e.Lists[i].ID); err != nil {
			return err
		}
	}
	for i := range e.Cards {
		if err := once(fmt.Sprintf("/cards/%d/id", i), e.Cards[i].ID); err != nil {
			return err
		}
	}
	for i := range e.Checklists {
		for j := range e.Checklists[i].CheckItems {
			if err := once(fmt.Sprintf("/checklists/%d/checkItems/%d/id", i, j), e.Checklists[i].CheckItems[j].ID); err != nil {
				return err
			}
		}
	}
	return nil
}

func atPlace(pointer, detail string) error {
	return &fault.Error{
		Kind: fault.Invalid, Message: "This Trello board cannot be used: something is wrong at " + short(pointer) + ".",
		Details: []fault.Detail{{Pointer: pointer, Detail: detail}},
	}
}

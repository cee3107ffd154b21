package trello

import (
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/fault"
)

// limits bound how many things of each kind a file may hold in all, well past
// what Trello lets a board grow to. Without them a small file of empty objects
// would become gigabytes of memory.
func limits() json.Options {
	return json.WithUnmarshalers(json.JoinUnmarshalers(
		atMost[list]("lists", 2_000), atMost[label]("labels", 200_000), atMost[card]("cards", 20_000),
		atMost[checklist]("checklists", 20_000), atMost[checkItem]("checklist items", 50_000), atMost[action]("actions", 20_000),
		atMost[member]("members", 10_000), atMost[attachment]("attachments", 100_000), atMost[customField]("custom fields", 1_000),
		atMost[option]("options of fields", 10_000), atMost[customFieldItem]("values of fields", 200_000), atMost[string]("references", 500_000),
	))
}

// atMost reads lists of one kind and counts what is in all of them together.
func atMost[T any](what string, most int) *json.Unmarshalers {
	count := 0
	return json.UnmarshalFromFunc(func(dec *jsontext.Decoder, into *[]T) error {
		if dec.PeekKind() != '[' {
			return errors.ErrUnsupported // null, or a wrong type, which is told as ever
		}
		if _, err := dec.ReadToken(); err != nil {
			return err
		}
		*into = []T{}
		for dec.PeekKind() != ']' {
			if count++; count > most {
				return fault.New(fault.Invalid, fmt.Sprintf("This file holds more than %d %s; no Trello board does.", most, what))
			}
			var value T
			if err := json.UnmarshalDecode(dec, &value); err != nil {
				return err
			}
			*into = append(*into, value)
		}
		_, err := dec.ReadToken()
		return err
	})
}

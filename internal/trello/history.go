package trello

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/importing"
)

// maxActions is how many actions an export holds at most: the newest.
const maxActions = 1000

// past is what the actions tell of a card.
type past struct {
	creator       string
	created       time.Time
	done          time.Time // the last time that it was marked complete
	closed        time.Time
	moves         []importing.Move
	comments      []importing.Comment
	emptyComments int
}

func (c *conversion) past(card string) *past {
	p := c.pasts[card]
	if p == nil {
		p = &past{}
		c.pasts[card] = p
	}
	return p
}

// readActions goes through what happened, oldest first.
func (c *conversion) readActions() error {
	order := make([]int, len(c.Actions))
	for i := range order {
		order[i] = len(order) - 1 - i
	}
	slices.SortStableFunc(order, func(a, b int) int { return c.Actions[a].Date.Compare(c.Actions[b].Date.Time) })
	for _, i := range order {
		a := &c.Actions[i]
		switch a.Type {
		case "commentCard", "copyCommentCard", "updateCard", "createCard", "copyCard", "emailCard", "convertToCardFromCheckItem",
			"moveCardToBoard", "updateCheckItemStateOnCard":
		default:
			c.meet(a.creator())
			continue
		}
		var data actionData
		if err := json.Unmarshal(a.Data, &data, jsontext.AllowInvalidUTF8(true)); a.Data != nil && err != nil {
			return dataFault(i, err)
		}
		c.readAction(a, &data)
	}
	return nil
}

func dataFault(action int, err error) error {
	pointer := fmt.Sprintf("/actions/%d/data", action)
	if semantic, ok := err.(*json.SemanticError); ok {
		inner := *semantic
		inner.JSONPointer = jsontext.Pointer(pointer) + semantic.JSONPointer
		return wrongValue(&inner)
	}
	return atPlace(pointer, "This cannot be used.")
}

func (c *conversion) readAction(a *action, data *actionData) {
	by := c.meet(a.creator())
	switch a.Type {
	case "commentCard", "copyCommentCard":
		c.comment(a, by, data)
	case "updateCard":
		c.update(a, by, data)
	case "updateCheckItemStateOnCard":
		if data.CheckItem.State == "complete" {
			c.checked[data.CheckItem.ID] = a.Date.Time
		}
	default:
		p := c.past(data.Card.ID)
		p.creator, p.created = by, a.Date.Time
	}
}

// creator tells who did it; the names are missing in some files.
func (a *action) creator() member {
	m := a.MemberCreator
	m.ID = cmp.Or(a.IDMemberCreator, m.ID, m.Username)
	return m
}

func (c *conversion) comment(a *action, by string, data *actionData) {
	card := c.cards[data.Card.ID]
	switch {
	case card == nil:
		c.lost.strayComments++
		return
	case strings.TrimSpace(data.Text) == "" || c.heard[a.ID]:
		c.past(card.ID).emptyComments++
		return
	}
	if at, known := c.people[by]; known {
		c.board.People[at].Author = true
	}
	p := c.past(card.ID)
	p.comments = append(p.comments, importing.Comment{ID: cmp.Or(a.ID, fmt.Sprint(len(c.heard))), Author: by, At: a.Date.Time, Body: c.text(data.Text)})
	c.heard[a.ID] = a.ID != ""
}

func (c *conversion) update(a *action, by string, data *actionData) {
	p := c.past(data.Card.ID)
	if from, to := data.ListBefore.ID, data.ListAfter.ID; to != "" {
		p.moves = append(p.moves, importing.Move{At: a.Date.Time, Actor: by, From: from, To: to})
	}
	if old := data.Old.DueComplete; old != nil && data.Card.DueComplete {
		p.done = a.Date.Time
	}
	if old := data.Old.Closed; old != nil && data.Card.Closed {
		p.closed = a.Date.Time
	}
}

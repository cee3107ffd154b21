package mongo

import (
	"slices"
	"strconv"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tandem/internal/entry"
	"tandem/internal/wire"
)

// stretch is a part of a sorted list of tasks, all of which comes before all of the
// next one. What no field can be sorted by, such as the level of a priority or the
// order of statuses, is a stretch for each value.
type stretch struct {
	name  string // grows from stretch to stretch
	of    bson.D // which tasks
	field string // by which they are sorted; "": by their number
	down  bool
}

// priorities from the lowest.
var priorities = []entry.Priority{entry.None, entry.Low, entry.Medium, entry.High, entry.Urgent}

// stretches are the parts of a list that is sorted by one of wire.Sorts.
func stretches(sort string, statuses []*entry.Status) (parts []stretch) {
	field, down := strings.CutPrefix(sort, "-")
	switch field {
	case "number":
		return []stretch{{down: down}}
	case "title":
		return []stretch{{field: "sortTitle", down: down}}
	case "dueDate":
		return []stretch{{"dated", is(field, other(nil)), field, down}, {"undated", is(field, nil), "", down}}
	case "priority":
		levels := slices.Clone(priorities)
		if down {
			slices.Reverse(levels)
		}
		for i, level := range levels {
			parts = append(parts, stretch{strconv.Itoa(i), is(field, level), "", down})
		}
		return parts
	case "rank":
		for _, s := range statuses {
			parts = append(parts, stretch{s.Rank + " " + s.ID, is("status", s.ID), field, down})
		}
		return parts
	}
	return []stretch{{field: field, down: down}}
}

// last is the field that orders those which are equal.
func (s *stretch) last() string {
	if s.field == "rank" {
		return "_id"
	}
	return "number"
}

func (s *stretch) order() (order bson.D) {
	direction := 1
	if s.down {
		direction = -1
	}
	if s.field != "" {
		order = is(s.field, direction)
	}
	return append(order, bson.E{Key: s.last(), Value: direction})
}

// after chooses what comes after a place, of nil all; false: nothing does.
func (s *stretch) after(c *wire.TaskCursor) (bson.D, bool) {
	if c == nil || c.Part < s.name {
		return bson.D{}, true
	}
	value, last := any(c.Text), any(c.Number)
	switch s.field {
	case "":
		return is("number", s.past(c.Number)), c.Part == s.name
	case "createdAt", "updatedAt":
		value = entry.Instant(c.Int)
	case "rank":
		value, last, _ = strings.Cut(c.Text, " ")
	}
	equal := bson.D{{Key: s.field, Value: value}, {Key: s.last(), Value: s.past(last)}}
	return is("$or", bson.A{is(s.field, s.past(value)), equal}), c.Part == s.name
}

func (s *stretch) past(value any) bson.D {
	if s.down {
		return is("$lt", value)
	}
	return is("$gt", value)
}

// place is where a task stands in the list.
func (s *stretch) place(sort string, t *entry.Task) wire.TaskCursor {
	c := wire.TaskCursor{Sort: sort, Part: s.name, Number: t.Number}
	switch s.field {
	case "createdAt":
		c.Int = int64(t.CreatedAt)
	case "updatedAt":
		c.Int = int64(t.UpdatedAt)
	case "dueDate":
		c.Text = string(*t.DueDate)
	case "sortTitle":
		c.Text = lower(t.Title)
	case "rank":
		c.Text = t.Rank + " " + t.ID
	}
	return c
}

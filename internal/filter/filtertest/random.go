package filtertest

import (
	"math/rand/v2"
	"strings"
	"time"

	"tandem/internal/entry"
)

// Node is a filter as it is written.
type Node = map[string]any

// Filter makes a random filter; most of them choose some tasks and not all.
func (w *World) Filter(r *rand.Rand, depth int) Node {
	if depth > 0 && r.IntN(3) == 0 {
		parts := make([]any, r.IntN(4))
		for i := range parts {
			parts[i] = w.Filter(r, depth-1)
		}
		return Node{pick(r, []string{"and", "or"}): parts}
	}
	return w.condition(r)
}

func (w *World) condition(r *rand.Rand) Node {
	switch r.IntN(7) {
	case 6:
		return w.custom(r)
	case 0:
		return w.choice(r)
	case 1:
		return w.set(r)
	case 2:
		return Node{"field": "title", "op": pick(r, []string{"contains", "notContains"}), "value": w.needle(r)}
	case 3:
		return w.number(r, pick(r, []string{"estimateSeconds", "spentSeconds"}))
	case 4:
		return w.days(r, pick(r, []string{"createdAt", "updatedAt", "completedAt"}))
	}
	return w.days(r, pick(r, []string{"startDate", "dueDate"}))
}

func (w *World) needle(r *rand.Rand) string {
	return pick(r, []string{"cafe", "CAFÉ", "ship inv", "web-1", "łódź", "lodz", "strasse", "Straße", "istanbul", "σίσυφος", "日", "it's", "%", "_", "\\", "a b", "🙂", "i"})
}

func listed(r *rand.Rand, node Node, values []string) Node {
	switch node["op"] {
	case "none", "notNone":
	case "is", "isNot":
		node["value"] = pick(r, values)
	default:
		list := []any{pick(r, values)}
		if more := pick(r, values); more != list[0] {
			list = append(list, more)
		}
		node["value"] = list
	}
	return node
}

func (w *World) choice(r *rand.Rand) Node {
	op := pick(r, []string{"is", "isNot", "anyOf", "noneOf", "none", "notNone"})
	switch r.IntN(5) {
	case 0:
		return listed(r, Node{"field": "priority", "op": op}, []string{"none", "low", "medium", "high", "urgent"})
	case 1:
		return listed(r, Node{"field": "category", "op": op}, []string{"backlog", "todo", "active", "done", "cancelled"})
	case 2:
		return listed(r, Node{"field": "createdBy", "op": op}, append([]string{"me"}, w.people...))
	case 3:
		return listed(r, Node{"field": "parent", "op": op}, []string{w.Tasks[0].ID, w.Tasks[1].ID, id(4, 9999)})
	}
	return listed(r, Node{"field": "status", "op": op}, []string{w.Statuses[0].ID, w.Statuses[1].ID, w.Statuses[3].ID, id(3, 99)})
}

func (w *World) set(r *rand.Rand) Node {
	op := pick(r, []string{"is", "isNot", "anyOf", "noneOf", "allOf", "none", "notNone"})
	if r.IntN(2) == 0 {
		return listed(r, Node{"field": "label", "op": op}, w.labels)
	}
	return listed(r, Node{"field": "assignee", "op": op}, append([]string{"me"}, w.people...))
}

func (w *World) custom(r *rand.Rand) Node {
	f := pick(r, w.Fields)
	name := "field:" + f.ID
	switch f.Type {
	case entry.TextField:
		node := Node{"field": name, "op": pick(r, []string{"contains", "notContains", "none", "notNone"})}
		if strings.Contains(strings.ToLower(node["op"].(string)), "contains") {
			node["value"] = w.needle(r)
		}
		return node
	case entry.NumberField:
		node := w.number(r, name)
		if n, ok := node["value"].(float64); ok {
			node["value"] = n / 1800
		}
		return node
	case entry.DateField:
		return w.days(r, name)
	case entry.CheckboxField:
		return Node{"field": name, "op": "is", "value": r.IntN(2) == 0}
	}
	values := append([]string{"me"}, w.people...)
	if f.Type == entry.SelectField {
		values = []string{id(7, 0), id(7, 1), id(7, 9)}
	}
	return listed(r, Node{"field": name, "op": pick(r, []string{"is", "isNot", "anyOf", "noneOf", "none", "notNone"})}, values)
}

func (w *World) number(r *rand.Rand, field string) Node {
	node := Node{"field": field, "op": pick(r, []string{"is", "isNot", "lessThan", "moreThan", "within", "none", "notNone"})}
	switch node["op"] {
	case "none", "notNone":
	case "within":
		from := float64(r.IntN(4)) * 900
		node["value"] = Node{"from": from, "to": from + 900}
	default:
		node["value"] = float64(r.IntN(5)) * 900
	}
	return node
}

var named = []string{
	"today", "yesterday", "tomorrow", "lastWeek", "thisWeek", "nextWeek", "lastMonth", "thisMonth", "nextMonth",
	"last7Days", "next7Days", "last30Days", "next30Days",
}

func (w *World) days(r *rand.Rand, field string) Node {
	node := Node{"field": field, "op": pick(r, []string{"is", "isNot", "before", "after", "within", "within", "none", "notNone"})}
	switch node["op"] {
	case "none", "notNone":
	case "within":
		if node["value"] = any(pick(r, named)); r.IntN(3) == 0 {
			node["value"] = Node{"from": w.anyDay(r), "to": w.anyDay(r)}
		}
	default:
		node["value"] = w.anyDay(r)
	}
	return node
}

func (w *World) anyDay(r *rand.Rand) string {
	if r.IntN(2) == 0 {
		return pick(r, []string{"today", "today+1", "today-1", "today+7", "today-14"})
	}
	return w.Now.Time().AddDate(0, 0, r.IntN(41)-20).Format(time.DateOnly)
}

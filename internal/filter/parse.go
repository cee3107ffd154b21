package filter

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/words"
)

// parser turns what is written into a filter and gathers all that is wrong.
type parser struct {
	fields     Fields
	conditions int
	details    []fault.Detail
}

func (p *parser) fail(at, detail string) {
	p.details = append(p.details, fault.Detail{Pointer: at, Detail: detail})
}

func (p *parser) filter(raw *written, at string, depth int) Filter {
	isCondition := raw.Field != nil || raw.Op != nil || raw.Value != nil
	switch {
	case depth > MaxDepth:
		p.fail(at, fmt.Sprintf("Filters are nested %d levels deep at most.", MaxDepth))
	case raw.And != nil && raw.Or == nil && !isCondition:
		return Filter{And: p.parts(*raw.And, at+"/and", depth)}
	case raw.Or != nil && raw.And == nil && !isCondition:
		return Filter{Or: p.parts(*raw.Or, at+"/or", depth)}
	case raw.And == nil && raw.Or == nil && isCondition:
		return Filter{Condition: p.condition(raw, at)}
	default:
		p.fail(at, `This is one of {"and": […]}, {"or": […]} and {"field", "op", "value"}.`)
	}
	return Filter{}
}

// parts is never nil, so that an empty And is one.
func (p *parser) parts(raw []written, at string, depth int) []Filter {
	list := make([]Filter, 0, len(raw))
	for i := range raw {
		if p.conditions > MaxConditions {
			break // said already
		}
		list = append(list, p.filter(&raw[i], fmt.Sprintf("%s/%d", at, i), depth+1))
	}
	return list
}

func (p *parser) condition(raw *written, at string) *Condition {
	if p.conditions++; p.conditions > MaxConditions {
		p.fail(at, fmt.Sprintf("A filter has at most %d conditions.", MaxConditions))
		return nil
	}
	if raw.Field == nil {
		p.fail(at+"/field", "This is needed.")
		return nil
	}
	field, known := fieldOf(*raw.Field, p.fields)
	if !known {
		p.fail(at+"/field", "There is no field of this name.")
		return nil
	}
	c := &Condition{Field: field}
	if raw.Op != nil {
		c.Op = Op(*raw.Op)
	}
	if !slices.Contains(ops[field.Kind], c.Op) {
		p.fail(at+"/op", "This field has no such operator; it has "+offered(field.Kind)+".")
		return nil
	}
	p.value(c, raw, at+"/value")
	return c
}

func offered(kind Kind) string {
	list := make([]string, len(ops[kind]))
	for i, op := range ops[kind] {
		list[i] = string(op)
	}
	return strings.Join(list, ", ")
}

func (p *parser) value(c *Condition, raw *written, at string) {
	if c.Op == None || c.Op == NotNone {
		if raw.Value != nil {
			p.fail(at, "This operator takes no value.")
		}
		return
	}
	if raw.Value == nil {
		p.fail(at, "This is needed.")
		return
	}
	switch c.Field.Kind {
	case Choice, Set:
		p.ids(c, raw, at)
	case Text:
		p.words(c, raw, at)
	case Day, Instant:
		p.days(c, raw, at)
	case Number:
		p.numbers(c, raw, at)
	case Bool:
		read(p, raw, at, &c.Is, "This is true or false.")
	}
}

// read decodes a value strictly; false where it is something else.
func read[T any](p *parser, raw *written, at string, dest *T, otherwise string) bool {
	if raw.Value.Kind() == 'n' || json.Unmarshal(raw.Value, dest, json.RejectUnknownMembers(true)) != nil {
		p.fail(at, otherwise)
		return false
	}
	return true
}

func (p *parser) ids(c *Condition, raw *written, at string) {
	if c.Op == Is || c.Op == IsNot {
		c.IDs = []string{""}
		if read(p, raw, at, &c.IDs[0], "This is one value.") {
			p.id(c, c.IDs[0], at)
		}
		return
	}
	if !read(p, raw, at, &c.IDs, "This is a list of values.") {
		return
	}
	if len(c.IDs) == 0 || len(c.IDs) > MaxValues {
		p.fail(at, fmt.Sprintf("These are 1 to %d values.", MaxValues))
		return
	}
	for i, id := range c.IDs {
		p.id(c, id, fmt.Sprintf("%s/%d", at, i))
	}
}

func (p *parser) id(c *Condition, id, at string) {
	if list := names[c.Field.Name]; list != nil {
		if !slices.Contains(list, id) {
			p.fail(at, "This is none of "+strings.Join(list, ", ")+".")
		}
		return
	}
	if isMe := id == Me && (people[c.Field.Name] || c.Field.Custom != ""); !isMe && !entry.ValidID(id) {
		p.fail(at, "An id is a UUID in lower case.")
	}
}

func (p *parser) words(c *Condition, raw *written, at string) {
	var text string
	if !read(p, raw, at, &text, "This is a text.") {
		return
	}
	if c.Words = strings.Fields(words.Fold(text)); len(c.Words) == 0 || len(c.Words) > MaxWords || len(text) > 1000 {
		p.fail(at, fmt.Sprintf("This is a text of 1 to %d words.", MaxWords))
	}
}

func (p *parser) numbers(c *Condition, raw *written, at string) {
	if c.Op == Within {
		ok := read(p, raw, at, &c.Number, "This is {from, to}, numbers.")
		if ok && (c.Number.From == nil || c.Number.To == nil) {
			p.fail(at, "This is {from, to}, numbers.")
		}
		return
	}
	var n float64
	if !read(p, raw, at, &n, "This is a number.") || math.IsInf(n, 0) {
		return
	}
	c.Number = Numbers{&n, &n}
}

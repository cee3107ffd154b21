package trello

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"tandem/internal/entry"
	"tandem/internal/importing"
)

// conversion is an export on its way to a board.
type conversion struct {
	*export
	zone    *time.Location
	board   *importing.Board
	lists   map[string]*list
	cards   map[string]*card
	labels  map[string]bool
	people  map[string]int // index in board.People
	fields  map[string]*customField
	pasts   map[string]*past
	checked map[string]time.Time // when items were ticked off
	heard   map[string]bool      // comments, by the actions' ids
	lost    losses
}

func convert(e *export, zone *time.Location) (*importing.Board, error) {
	c := &conversion{
		export: e, zone: zone,
		board: &importing.Board{
			Source: Source, ID: e.ID, Name: e.Name, Visibility: visibility(e.Prefs), CreatedAt: madeAt(e.ID), Archived: e.Closed,
		},
		lists: make(map[string]*list), cards: make(map[string]*card), labels: make(map[string]bool),
		people: make(map[string]int), fields: make(map[string]*customField),
		pasts: make(map[string]*past), checked: make(map[string]time.Time),
		heard: make(map[string]bool),
	}
	c.board.Description = c.text(e.Desc)
	c.addLists()
	c.index()
	c.addLabels()
	for _, m := range e.Members {
		c.belong(m)
	}
	if err := c.readActions(); err != nil {
		return nil, err
	}
	c.addCards()
	c.addCheckItems()
	c.board.Skipped = c.skips()
	return c.board, nil
}

// visibility never widens: only what a whole workspace could see is for the
// team. A board open to the world says nothing about this team.
func visibility(p prefs) entry.Visibility {
	if p.PermissionLevel == "org" {
		return entry.ForTeam
	}
	return entry.Private
}

func (c *conversion) addLists() {
	slices.SortStableFunc(c.Lists, func(a, b list) int { return cmp.Compare(a.Pos, b.Pos) })
	for i := range c.Lists {
		l := &c.Lists[i]
		c.lists[l.ID] = l
		status := importing.Status{ID: l.ID, Name: l.Name, Archived: l.Closed}
		if l.SoftLimit != nil && *l.SoftLimit >= 1 && *l.SoftLimit <= 10_000 {
			limit := int64(*l.SoftLimit)
			status.WipLimit = &limit
		}
		c.board.Statuses = append(c.board.Statuses, status)
	}
}

func (c *conversion) index() {
	slices.SortStableFunc(c.Cards, func(a, b card) int { return cmp.Compare(a.Pos, b.Pos) })
	for i := range c.Cards {
		c.cards[c.Cards[i].ID] = &c.Cards[i]
	}
	for i := range c.CustomFields {
		c.fields[c.CustomFields[i].ID] = &c.CustomFields[i]
	}
}

// addLabels takes the board's labels, and those that stand in cards only.
func (c *conversion) addLabels() {
	add := func(l label) {
		if l.ID != "" && !c.labels[l.ID] {
			c.labels[l.ID] = true
			c.board.Labels = append(c.board.Labels, importing.Label{ID: l.ID, Name: l.name(), Color: l.color()})
		}
	}
	for _, l := range c.Labels {
		add(l)
	}
	for i := range c.Cards {
		for _, l := range c.Cards[i].Labels {
			add(l)
		}
	}
}

// meet notes a person, gathers their names from wherever they stand, and gives
// their id back.
func (c *conversion) meet(m member) string {
	if m.ID == "" {
		return ""
	}
	at, known := c.people[m.ID]
	if !known {
		at = len(c.board.People)
		c.people[m.ID] = at
		c.board.People = append(c.board.People, importing.Person{ID: m.ID})
	}
	p := &c.board.People[at]
	if p.Name == "" {
		p.Name = strings.TrimSpace(m.FullName)
	}
	if p.Username == "" {
		p.Username = strings.TrimSpace(m.Username)
	}
	return m.ID
}

// belong notes a member of the board.
func (c *conversion) belong(m member) {
	if id := c.meet(m); id != "" {
		c.board.People[c.people[id]].Member = true
	}
}

// day cuts an instant to its day, as a calendar in the zone shows it.
func (c *conversion) day(at instant) *entry.Day {
	if at.IsZero() || at.Year() < 1 || at.Year() > 9998 {
		return nil
	}
	day := entry.Day(at.In(c.zone).Format(time.DateOnly))
	return &day
}

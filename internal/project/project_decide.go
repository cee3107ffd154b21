package project

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

var validKey = regexp.MustCompile(`^[A-Z0-9]{2,6}$`)

// ValidKey tells whether a project can have this key.
func ValidKey(key string) bool { return validKey.MatchString(key) }

// UsualStatuses gives those that a project starts with where nobody wishes others.
func UsualStatuses() []entry.StatusCreate { return slices.Clone(usualStatuses) }

var usualStatuses = []entry.StatusCreate{
	{Name: "Backlog", Category: entry.Backlog, Color: "#8a8a93"},
	{Name: "To do", Category: entry.Todo, Color: "#54545c"},
	{Name: "In progress", Category: entry.Active, Color: "#8f5f00"},
	{Name: "In review", Category: entry.Active, Color: "#5557d6"},
	{Name: "Done", Category: entry.Done, Color: "#1d7d3e"},
}

func (d *decision) createProject(wish *entry.ProjectCreate) error {
	c := *wish
	if d.Project != nil {
		return fault.New(fault.Conflict, "Something with this id exists already.")
	}
	if d.env.Pattern != nil {
		c.Visibility = cmp.Or(c.Visibility, d.env.Pattern.Visibility)
	}
	c.Visibility = cmp.Or(c.Visibility, entry.ForTeam)
	if err := checkProject(&c); err != nil {
		return err
	}
	if err := d.allowProject(); err != nil {
		return err
	}
	made := &entry.Project{
		ID: c.Project, Team: c.Team, Key: c.Key, Name: c.Name, Description: c.Description,
		Visibility: c.Visibility, CreatedAt: d.env.Now,
	}
	d.emit(entry.Event{Type: entry.ProjectCreated, Project: made})
	if d.env.Pattern == nil {
		if err := d.firstStatuses(c.Statuses); err != nil {
			return err
		}
	}
	if err := d.syncMembersWith(c.Visibility, d.actor, entry.Some(new(entry.Admin))); err != nil {
		return err
	}
	if d.env.Pattern != nil {
		return d.begin(made, d.env.Pattern)
	}
	return nil
}

// firstStatuses makes the given statuses in their order, or the usual five.
func (d *decision) firstStatuses(given []entry.StatusCreate) error {
	if given == nil {
		given = usualStatuses
	}
	rank := ""
	for i, c := range given {
		rank = RankBetween(rank, "", d.env.Random)
		c.Rank = rank
		if err := d.createStatus(&c); err != nil {
			return fault.Wrap(fmt.Sprintf("status %d", i), err)
		}
	}
	return nil
}

// allowProject: people of the team make projects, guests do not.
func (d *decision) allowProject() error {
	for _, seat := range d.env.Roster {
		if seat.User.ID == d.actor && seat.Role.Includes(Founding) {
			return nil
		}
		if seat.User.ID == d.actor {
			return ErrFounding
		}
	}
	return notFound("team")
}

func checkProject(c *entry.ProjectCreate) error {
	var check check
	check.line("/name", c.Name, MaxName)
	check.text("/description", c.Description, MaxDescription)
	if !entry.ValidID(c.Project) {
		check.fail("/id", "An id is a UUID in lower case.")
	}
	if !ValidKey(c.Key) {
		check.fail("/key", "A key is 2 to 6 capitals and digits.")
	}
	if !c.Visibility.Valid() {
		check.fail("/visibility", "This is none of team, private.")
	}
	return check.done()
}

func (d *decision) updateProject(c *entry.ProjectUpdate) error {
	if d.Project.ArchivedAt != nil && !c.Archived.Set {
		return errArchived
	}
	var check check
	if c.Name.Set {
		check.line("/name", c.Name.Value, MaxName)
	}
	check.text("/description", c.Description.Value, MaxDescription)
	if c.Visibility.Set && !c.Visibility.Value.Valid() {
		check.fail("/visibility", "This is none of team, private.")
	}
	if err := check.done(); err != nil {
		return err
	}
	set := &entry.Set{Name: c.Name, Description: c.Description, Visibility: c.Visibility}
	if c.Archived.Set {
		set.ArchivedAt = entry.Some(archivedAt(d.Project.ArchivedAt, c.Archived.Value, d.env.Now))
	}
	if set.Empty() {
		return nil
	}
	d.emit(entry.Event{Type: entry.ProjectUpdated, ID: d.Project.ID, Set: set})
	if c.Visibility.Set {
		return d.syncMembers(c.Visibility.Value)
	}
	return nil
}

// deleteProject ends the public link too: what is restored is not public unasked.
func (d *decision) deleteProject() error {
	if d.Project.Link != nil {
		d.emitLink(nil)
	}
	d.emit(entry.Event{Type: entry.ProjectDeleted, ID: d.Project.ID})
	return nil
}

func (d *decision) restoreProject() error {
	switch {
	case d.DeletedAt == nil:
		return fault.New(fault.Conflict, "This project is not deleted.")
	case !d.restorable(*d.DeletedAt):
		return notFound("project")
	}
	project := *d.Project
	project.Link = nil
	d.emit(entry.Event{Type: entry.ProjectCreated, Project: &project})
	return d.syncMembers(project.Visibility) // the team may have changed while it was away
}

package project

import (
	"tandem/internal/entry"
	"tandem/internal/fault"
)

// ErrNoLink is the answer where there is no link to change or end.
var ErrNoLink = fault.New(fault.NotFound, "This project has no public link.")

// setLink replaces whatever link there is; its id tells the new one's visitors
// from those of the old one.
func (d *decision) setLink(c *entry.LinkSet) error {
	link := c.Link
	if !link.Open(d.env.Now) {
		return fault.Field("/expiresAt", "This lies in the past.")
	}
	link.CreatedBy, link.CreatedAt = d.actor, d.env.Now
	d.emitLink(&link)
	return nil
}

func (d *decision) removeLink() error {
	if d.Project.Link == nil {
		return ErrNoLink
	}
	d.emitLink(nil)
	return nil
}

func (d *decision) emitLink(link *entry.Link) {
	d.emit(entry.Event{Type: entry.ProjectUpdated, ID: d.Project.ID, Set: &entry.Set{Link: entry.Some(link)}})
}

// Visitor tells whether somebody who came by the link of this id may read.
func (s *State) Visitor(link string, now entry.Instant) bool {
	return s.Project != nil && s.DeletedAt == nil && s.Project.Link.Open(now) && s.Project.Link.ID == link
}

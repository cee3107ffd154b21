package journal

import (
	"tandem/internal/audit"
	"tandem/internal/entry"
)

// note adds to the audit log what the events of a command mean to somebody's
// access. It is called before they are applied, while what was before is known.
// Members who follow their team or the visibility are not told one by one: the
// record of that change tells it.
func (d *decision) note(body entry.Body, events []entry.Event) {
	for i := range events {
		e := &events[i]
		switch e.Type {
		case entry.ProjectCreated:
			d.noteProject(e.Project)
		case entry.ProjectDeleted:
			d.record(audit.Record{Kind: audit.ProjectDeleted, Detail: audit.Detail{"name": d.hot.state.Project.Name}})
		case entry.ProjectUpdated:
			d.noteChange(e.Set)
		case entry.MemberCreated, entry.MemberUpdated, entry.MemberDeleted:
			d.noteMember(body, e)
		}
	}
}

// record completes a record; a moment of the past, as imports have, is not when
// access changed.
func (d *decision) record(r audit.Record) {
	p := d.hot.state.Project
	r.At, r.Actor, r.Address = entry.At(d.b.w.options.Clock()), d.sub.Actor, audit.From(d.ctx).Address
	r.Project = d.hot.stream
	if p != nil {
		r.Team = p.Team
	}
	d.audit = append(d.audit, r)
}

func (d *decision) noteProject(p *entry.Project) {
	detail := audit.Detail{"name": p.Name, "key": p.Key, "visibility": p.Visibility}
	if d.hot.state.Project != nil {
		d.record(audit.Record{Kind: audit.ProjectRestored, Detail: detail})
		return
	}
	d.record(audit.Record{Kind: audit.ProjectCreated, Team: p.Team, Detail: detail})
}

func (d *decision) noteChange(set *entry.Set) {
	p := d.hot.state.Project
	if set.Visibility.Set && set.Visibility.Value != p.Visibility {
		d.record(audit.Record{Kind: audit.ProjectVisibility, Detail: audit.Detail{"from": p.Visibility, "to": set.Visibility.Value}})
	}
	if set.ArchivedAt.Set && (set.ArchivedAt.Value == nil) != (p.ArchivedAt == nil) {
		kind := audit.ProjectArchived
		if set.ArchivedAt.Value == nil {
			kind = audit.ProjectUnarchived
		}
		d.record(audit.Record{Kind: kind, Detail: audit.Detail{"name": p.Name}})
	}
	if set.Link.Set {
		d.noteLink(p.Link, set.Link.Value)
	}
}

func (d *decision) noteLink(before, now *entry.Link) {
	if now == nil {
		d.record(audit.Record{Kind: audit.LinkRemoved, Subject: before.ID})
		return
	}
	detail := audit.Detail{"hasPassword": now.HasPassword, "expiresAt": now.ExpiresAt}
	kind := audit.LinkCreated
	if before != nil {
		kind, detail["before"] = audit.LinkChanged, before.ID
	}
	d.record(audit.Record{Kind: kind, Subject: now.ID, Detail: detail})
}

// noteMember tells of roles that somebody gave or took, not of new names.
func (d *decision) noteMember(body entry.Body, e *entry.Event) {
	user := e.ID
	if e.Member != nil {
		user = e.Member.User.ID
	}
	detail := audit.Detail{}
	if before := d.hot.state.Members[user]; before != nil {
		detail["from"] = before.Role
	}
	switch c := body.(type) {
	case *entry.MemberSet:
		if user == c.User && (e.Member != nil || e.Set.Role.Set || e.Set.OwnRole.Set) {
			detail["to"] = c.Role
			d.record(audit.Record{Kind: audit.MemberChanged, Subject: user, Detail: detail})
		}
	case *entry.MemberRemove:
		if user == c.User {
			if e.Set != nil && e.Set.Role.Set {
				detail["to"] = e.Set.Role.Value // what the team gives
			}
			d.record(audit.Record{Kind: audit.MemberRemoved, Subject: user, Detail: detail})
		}
	}
}

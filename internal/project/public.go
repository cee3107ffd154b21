package project

import "tandem/internal/entry"

// Public gives what visitors receive of an entry's events: the board, and of
// people only who they are. What it does not name is hidden: comments, and any
// kind or field that is new. The events given are not changed.
func Public(events []entry.Event) []entry.Event {
	public := make([]entry.Event, 0, len(events))
	for i := range events {
		if event, shown := publicEvent(&events[i]); shown {
			public = append(public, event)
		}
	}
	return public
}

// PublicProject is a project without its public link.
func PublicProject(p *entry.Project) *entry.Project {
	if p == nil {
		return nil
	}
	return &entry.Project{
		ID: p.ID, Team: p.Team, Key: p.Key, Name: p.Name, Description: p.Description, Visibility: p.Visibility,
		Settings: p.Settings, ArchivedAt: p.ArchivedAt, CreatedAt: p.CreatedAt,
	}
}

// PublicMember is a member with id, name, avatar and the role that counts.
func PublicMember(m *entry.Member) *entry.Member {
	if m == nil {
		return nil
	}
	return &entry.Member{User: publicUser(&m.User), Role: m.Role}
}

// PublicTask is a task without what it has to do with tasks of other projects.
func PublicTask(t *entry.Task) *entry.Task {
	if t == nil || len(t.Related) == 0 && t.DuplicateOf == nil {
		return t
	}
	public := *t
	public.Related, public.DuplicateOf = []string{}, nil
	return &public
}

func publicLists(l *entry.Lists) *entry.Lists {
	if l == nil || l.Labels == nil && l.Assignees == nil && l.BlockedBy == nil {
		return nil
	}
	return &entry.Lists{Labels: l.Labels, Assignees: l.Assignees, BlockedBy: l.BlockedBy}
}

// publicUser has the rest of a user's shape at values that are the same for everybody.
func publicUser(u *entry.User) entry.User {
	return entry.User{ID: u.ID, Name: u.Name, Avatar: u.Avatar, TimeZone: "UTC", Locale: "en"}
}

// publicEvent tells false where nothing is left to show.
func publicEvent(e *entry.Event) (entry.Event, bool) {
	switch e.Type {
	case entry.TaskCreated:
		return entry.Event{Type: e.Type, Task: PublicTask(e.Task)}, true
	case entry.LabelCreated:
		return entry.Event{Type: e.Type, Label: e.Label}, true
	case entry.FieldCreated:
		return entry.Event{Type: e.Type, Field: e.Field}, true
	case entry.StatusCreated:
		return entry.Event{Type: e.Type, Status: e.Status}, true
	case entry.MemberCreated:
		return entry.Event{Type: e.Type, Member: PublicMember(e.Member)}, true
	case entry.ProjectCreated:
		return entry.Event{Type: e.Type, Project: PublicProject(e.Project)}, true
	case entry.TaskDeleted, entry.LabelDeleted, entry.FieldDeleted, entry.StatusDeleted, entry.MemberDeleted, entry.ProjectDeleted:
		return entry.Event{Type: e.Type, ID: e.ID}, true
	}
	return publicUpdate(e)
}

// publicSets give what visitors see of a change, by the type of its event.
var publicSets = map[string]func(*entry.Set) entry.Set{
	entry.TaskUpdated:    publicTaskSet,
	entry.LabelUpdated:   publicColumnSet,
	entry.FieldUpdated:   publicFieldSet,
	entry.StatusUpdated:  publicColumnSet,
	entry.MemberUpdated:  publicMemberSet,
	entry.ProjectUpdated: publicProjectSet,
}

func publicUpdate(e *entry.Event) (entry.Event, bool) {
	setOf := publicSets[e.Type]
	if setOf == nil {
		return entry.Event{}, false
	}
	public := entry.Event{Type: e.Type, ID: e.ID}
	if e.Type == entry.TaskUpdated {
		public.Add, public.Remove = publicLists(e.Add), publicLists(e.Remove)
	}
	if e.Set != nil {
		if set := setOf(e.Set); !set.Empty() {
			public.Set = &set
		}
	}
	return public, public.Set != nil || public.Add != nil || public.Remove != nil
}

func publicTaskSet(s *entry.Set) entry.Set {
	return entry.Set{
		Title: s.Title, Description: s.Description, Status: s.Status, Rank: s.Rank, Assignees: s.Assignees, Labels: s.Labels,
		Priority: s.Priority, StartDate: s.StartDate, DueDate: s.DueDate, DueTime: s.DueTime, Recurrence: s.Recurrence,
		EstimateSeconds: s.EstimateSeconds, Parent: s.Parent, BlockedBy: s.BlockedBy, Fields: s.Fields,
		CompletedAt: s.CompletedAt, ArchivedAt: s.ArchivedAt,
		CommentCount: s.CommentCount, AttachmentCount: s.AttachmentCount, SpentSeconds: s.SpentSeconds,
	}
}

// publicColumnSet serves statuses and labels.
func publicColumnSet(s *entry.Set) entry.Set {
	return entry.Set{
		Name: s.Name, Color: s.Color, Category: s.Category, WipLimit: s.WipLimit, Rank: s.Rank, ArchivedAt: s.ArchivedAt,
	}
}

func publicFieldSet(s *entry.Set) entry.Set {
	return entry.Set{Name: s.Name, Options: s.Options, Rank: s.Rank}
}

func publicMemberSet(s *entry.Set) entry.Set {
	set := entry.Set{Role: s.Role}
	if s.User.Set {
		set.User = entry.Some(publicUser(&s.User.Value))
	}
	return set
}

func publicProjectSet(s *entry.Set) entry.Set {
	return entry.Set{Name: s.Name, Description: s.Description, Visibility: s.Visibility, ArchivedAt: s.ArchivedAt}
}

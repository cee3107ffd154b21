package api

import (
	"context"

	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/project"
	"tandem/internal/wire"
)

// Links are the routes about public links: for admins, who make them, and for
// whoever has one.
type Links struct {
	Resources *Resources
	Visits    *auth.Visits
	Gate      *Gate
	BaseURL   string // before the path of links
}

// NewLink makes a public link.
type NewLink struct {
	Password  *string        `json:"password,omitzero"`  // 8 to 128 characters; null: none is asked
	ExpiresAt *entry.Instant `json:"expiresAt,omitzero"` // null: never
}

// LinkChanges changes a public link; its address stays.
type LinkChanges struct {
	Password  entry.Opt[*string]        `json:"password,omitzero"` // null: none is asked any more
	ExpiresAt entry.Opt[*entry.Instant] `json:"expiresAt,omitzero"`
}

// LinkMade is the one answer that holds a link's secret.
type LinkMade struct {
	Seq    int64      `json:"seq"`
	Link   entry.Link `json:"link"`
	Secret string     `json:"secret"` // shown here and never again
	URL    string     `json:"url"`
}

// LinkWritten answers a change.
type LinkWritten struct {
	Seq  int64      `json:"seq"`
	Link entry.Link `json:"link"`
}

// LinkKey opens a public link.
type LinkKey struct {
	Password string `json:"password,omitzero"`
}

// SharedProject is where a public link leads.
type SharedProject struct {
	ID   string `json:"id"`
	Key  string `json:"key"`
	Name string `json:"name"`
}

// LinkOpened answers who was let in.
type LinkOpened struct {
	Project SharedProject `json:"project"`
}

// Routes lists them.
func (l *Links) Routes() []Route {
	return []Route{
		Bind(Route{
			Method: "PUT", Path: "/api/projects/{project}/link", Name: "createLink", Tag: "projects", Access: InProject(entry.Admin),
			Once:    AnsweredSecret,
			Summary: "Makes a public link, in place of the one there is; its address is shown once.",
		}, l.createLink),
		Bind(Route{
			Method: "PATCH", Path: "/api/projects/{project}/link", Name: "updateLink", Tag: "projects", Access: InProject(entry.Admin),
			Summary: "Changes the public link's password or end; its address stays, and whoever is in has to open it again.",
		}, l.updateLink),
		Bind(Route{
			Method: "DELETE", Path: "/api/projects/{project}/link", Name: "deleteLink", Tag: "projects", Access: InProject(entry.Admin),
			Summary: "Ends the public link; visitors are out at once.",
		}, l.deleteLink),
		Bind(Route{
			Method: "POST", Path: "/api/links/{secret}/open", Name: "openLink", Tag: "projects", Access: Anyone, Visitors: true,
			Summary: "Lets a browser in as a visitor, below /shared; 403 with /password where that is missing or wrong.",
		}, l.openLink),
	}
}

func (l *Links) createLink(call *Call, in *NewLink) (*LinkMade, error) {
	if err := l.mayLink(call); err != nil {
		return nil, err
	}
	password := ""
	if in.Password != nil {
		password = *in.Password
	}
	row, secret, err := l.Visits.Prepare(call.Request.Context(), call.Path("project"), password)
	if err != nil {
		return nil, err
	}
	written, err := l.set(call, row, in.ExpiresAt)
	return &LinkMade{Seq: written.Seq, Link: written.Link, Secret: secret, URL: l.BaseURL + "/s/" + secret}, err
}

func (l *Links) updateLink(call *Call, in *LinkChanges) (*LinkWritten, error) {
	if err := l.mayLink(call); err != nil {
		return nil, err
	}
	link, err := l.current(call)
	if err != nil {
		return nil, err
	}
	row, err := l.Visits.Renew(call.Request.Context(), link.ID, in.Password)
	if err != nil {
		return nil, err
	}
	expires := link.ExpiresAt
	if in.ExpiresAt.Set {
		expires = in.ExpiresAt.Value
	}
	written, err := l.set(call, row, expires)
	return &written, err
}

func (l *Links) deleteLink(call *Call, _ *None) (*wire.Deleted, error) {
	receipt, err := l.Resources.submit(call, call.Path("project"), &entry.LinkRemove{})
	return &wire.Deleted{Seq: receipt.Seq}, err
}

// mayLink answers before a secret is stored; the rule itself decides again.
func (l *Links) mayLink(call *Call) error {
	seen, err := l.Resources.reads.Role(call.Request.Context(), call.Actor, call.Path("project"))
	if err != nil {
		return err
	}
	if !seen.Thing.Includes(project.Access["link.set"]) {
		return project.ErrRole
	}
	return l.Resources.here("project", seen.DeletedAt)
}

// current gives the link that the project has.
func (l *Links) current(call *Call) (link *entry.Link, err error) {
	view := func(state *project.State, _ journal.Head) { link = state.Project.Link }
	if err := l.Resources.writer.View(call.Request.Context(), call.Path("project"), view); err != nil {
		return nil, err
	}
	if link == nil {
		return nil, project.ErrNoLink
	}
	return link, nil
}

// set lets the journal name the link that counts.
func (l *Links) set(call *Call, row auth.LinkRow, expires *entry.Instant) (LinkWritten, error) {
	body := &entry.LinkSet{Link: entry.Link{ID: row.ID, ExpiresAt: expires, HasPassword: row.Password != ""}}
	receipt, err := l.Resources.submit(call, row.Project, body)
	if err != nil {
		return LinkWritten{}, err
	}
	return LinkWritten{Seq: receipt.Seq, Link: *receipt.After.Project.Link}, nil
}

// openLink counts a try before it looks, and takes it back where it was right.
func (l *Links) openLink(call *Call, in *LinkKey) (*LinkOpened, error) {
	secret := call.Path("secret")
	attempt, err := l.Gate.limitLink(call, secret)
	if err != nil {
		return nil, err
	}
	to, visit, err := l.Visits.Open(call.Request.Context(), secret, in.Password, l.Gate.visitOf(call.Request))
	if err != nil {
		return nil, err
	}
	attempt.succeeded()
	l.Gate.setVisit(call, visit)
	return &LinkOpened{SharedProject{ID: to.Project, Key: to.Key, Name: to.Name}}, nil
}

// viewing is the writer's View, or its Frame.
type viewing func(ctx context.Context, project string, read func(*project.State, journal.Head)) error

// visited looks at the project that a visitor's link leads to, as long as it
// does; NotFound for any other project.
func (r *Resources) visited(ctx context.Context, v *Visit, id string, view viewing, look func(*project.State, journal.Head)) error {
	missing := error(notFound("project"))
	if id != v.Project {
		return missing
	}
	err := view(ctx, id, func(state *project.State, head journal.Head) {
		if state.Visitor(v.Link, entry.At(r.clock())) {
			missing = nil
			look(state, head)
		}
	})
	if fault.Is(err, fault.NotFound) {
		return missing
	}
	if err != nil {
		return err
	}
	return missing
}

// sharedTask gives a task of the visitor's project by its id or key.
func (r *Resources) sharedTask(call *Call) (*wire.TaskAnswer, error) {
	var found *entry.Task
	err := r.visited(call.Request.Context(), call.Visit, call.Visit.Project, r.writer.View, func(state *project.State, _ journal.Head) {
		ref := call.Path("task")
		if t := state.Tasks[ref]; t != nil && t.DeletedAt == nil {
			found = &t.Task
			return
		}
		for _, t := range state.Tasks {
			if t.Key == ref && t.DeletedAt == nil {
				found = &t.Task
			}
		}
	})
	if err != nil || found == nil {
		return nil, notFound("task")
	}
	return &wire.TaskAnswer{Task: project.PublicTask(found)}, nil
}

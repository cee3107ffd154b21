package api

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/project"
	"tandem/internal/wire"
)

// Reads gives rows to people who may see them. Each query asks for the person's
// membership itself, so that what is hidden and what does not exist are the same
// NotFound, and the row of another project cannot come out. What was deleted is
// given, with the moment. Board alone asks for nothing: it is the same for all, and
// whoever calls it has asked. Implementation: package sqlite.
type Reads interface {
	Role(ctx context.Context, actor, project string) (wire.Seen[entry.Role], error)
	Project(ctx context.Context, actor, id string) (wire.Seen[wire.Project], error)
	TeamProjects(ctx context.Context, actor, team string, state wire.ProjectState, deletedSince entry.Instant) ([]wire.TeamProject, error)
	KeyTaken(ctx context.Context, key string) (bool, error)
	Board(ctx context.Context, project string) (*project.State, journal.Head, error)
	Task(ctx context.Context, actor, ref string) (wire.Seen[entry.Task], error) // ref: an id or a key
	Tasks(ctx context.Context, actor string, filter wire.TaskFilter) (wire.Page[*entry.Task], error)
	WorkOf(ctx context.Context, actor string) ([]*entry.Task, error) // open ones assigned to the actor
	TaskLinks(ctx context.Context, actor string, task *entry.Task) ([]wire.TaskLink, error)
	Fields(ctx context.Context, actor, project string) ([]*entry.Field, error) // custom ones; none for strangers
	Views(ctx context.Context, actor, project string) ([]*entry.View, error)   // shared ones, by name; none for strangers
	Comment(ctx context.Context, actor, id string) (wire.Seen[entry.Comment], error)
	Comments(ctx context.Context, actor, task, after string, limit int) (wire.Page[*entry.Comment], error)
	// LatestComments gives the latest first, those before the one of an id, and
	// behind them those that they answer, all the way up.
	LatestComments(ctx context.Context, actor, task, before string, limit int) (wire.Page[*entry.Comment], error)
	Attachment(ctx context.Context, actor, id string) (wire.Seen[entry.Attachment], error)
	Attachments(ctx context.Context, actor, task, after string, limit int) (wire.Page[*entry.Attachment], error)
	Mentions(ctx context.Context, actor string, task *entry.Task) ([]wire.Mention, error)
}

// Resources are projects and all that is in them.
type Resources struct {
	writer    *journal.Writer
	reads     Reads
	clock     func() time.Time
	places    places
	snapshots *snapshots
}

// NewResources makes the resources; clock is time.Now where nil.
func NewResources(writer *journal.Writer, reads Reads, clock func() time.Time) *Resources {
	if clock == nil {
		clock = time.Now
	}
	return &Resources{writer: writer, reads: reads, clock: clock, snapshots: newSnapshots(writer, reads)}
}

// Routes lists the calls.
func (r *Resources) Routes() []Route {
	return slices.Concat(r.projectRoutes(), r.statusRoutes(), r.labelRoutes(), r.fieldRoutes(), r.templateRoutes(), r.viewRoutes(), r.memberRoutes(), r.taskRoutes(), r.commentRoutes(), r.boardRoutes())
}

// submit gives one command and gets its receipt. A repeated command id is
// answered as the first time, and says so.
func (r *Resources) submit(call *Call, stream string, body entry.Body) (journal.Receipt, error) {
	receipts, err := r.writer.Submit(call.Request.Context(), journal.Submission{
		Stream: stream, Actor: call.Actor, Recall: true, Commands: []entry.Command{{ID: call.Command, Body: body}},
	})
	if err != nil {
		return journal.Receipt{}, err
	}
	receipt := receipts[0]
	if receipt.Replayed {
		call.Replayed()
	}
	return receipt, keyFault(receipt.Err)
}

// keyFault points at the header, since a REST body has no command id.
func keyFault(err error) error {
	if !errors.Is(err, journal.ErrReused) {
		return err
	}
	return fault.Field("Idempotency-Key", "This key was used for something else.")
}

// here refuses what was deleted: Gone while it can be restored, NotFound after.
func (r *Resources) here(thing string, deletedAt *entry.Instant) error {
	if deletedAt == nil {
		return nil
	}
	if entry.At(r.clock())-*deletedAt > project.RestorableMs {
		return fault.New(fault.NotFound, "There is no such "+thing+".")
	}
	return fault.New(fault.Gone, fmt.Sprintf("This %s was deleted; it can be restored for 30 days.", thing))
}

// reader checks that the actor may see a project, and that it is there.
func (r *Resources) reader(call *Call, project string) error {
	seen, err := r.reads.Role(call.Request.Context(), call.Actor, project)
	if err != nil {
		return err
	}
	return r.here("project", seen.DeletedAt)
}

// pageLimit is the parameter of all lists.
func (c *Call) pageLimit() (int, error) {
	limit := c.Integer("limit", 100)
	if limit < 1 || limit > 500 {
		return 0, fault.Field("limit", "A limit is between 1 and 500.")
	}
	return int(limit), nil
}

// paging are the parameters of all lists.
var paging = []Param{
	{Name: "limit", Kind: "integer", Doc: "how many, 1 to 500; 100 where left out"},
	{Name: "cursor", Doc: "nextCursor of the page before"},
}

package storetest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/go-json-experiment/json"

	"tandem/internal/api"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/look"
	"tandem/internal/project"
	"tandem/internal/projection/search"
	"tandem/internal/remind"
	"tandem/internal/wire"
)

// reading is all that both stores tell people.
type reading interface {
	Store
	api.Reads
	api.ProjectList
	api.Outline
}

// twins compares what the two tell.
type twins struct {
	*Twins
	t      *testing.T
	stores [2]reading
	told   int // answers that were no fault and not empty
}

func newTwins(t *testing.T) *twins {
	w := NewTwins(t)
	return &twins{w, t, [2]reading{w.SQLite.(reading), w.Mongo.(reading)}, 0}
}

// same asks both and compares, to the byte of the JSON and the fault's words.
func (w *twins) same(what string, ask func(s reading) (any, error)) {
	w.t.Helper()
	var said [2]string
	for i, s := range w.stores {
		answer, err := ask(s)
		raw, _ := json.Marshal(answer, json.Deterministic(true))
		if err != nil {
			raw = fmt.Appendf(nil, "%v: %s", fault.KindOf(err), fault.MessageOf(err))
		} else if len(raw) > 20 {
			w.told++
		}
		said[i] = string(raw)
	}
	if said[0] != said[1] {
		w.t.Errorf("%s:\nSQLite  %s\nMongoDB %s", what, said[0], said[1])
	}
}

// furnish has people do a bit of everything, and gives the tasks.
func (w *twins) furnish() (tasks, comments []string) {
	t, owner, member, guest := w.t, entry.TeamOwner, entry.TeamMember, w.People[entry.TeamGuest]
	day := entry.Day("2026-12-01")
	make := func(c *entry.TaskCreate) string {
		task := w.Must(t, owner, c).After.Task
		tasks = append(tasks, task.ID)
		return task.ID
	}
	field := w.Must(t, owner, &entry.FieldCreate{Name: "Team", Type: entry.TextField}).After.Field.ID
	a := make(&entry.TaskCreate{Title: "One", Description: "for @" + w.handle(member), DueDate: &day, Priority: entry.High, Assignees: []string{w.People[member]}})
	b := make(&entry.TaskCreate{Title: "Two", BlockedBy: []string{a}, Related: []string{a}, Fields: map[string]entry.FieldValue{field: "Straße"}})
	c := make(&entry.TaskCreate{Title: "Three", DuplicateOf: &a, Assignees: []string{w.People[member], w.People[owner]}})
	key := w.Must(t, owner, &entry.TaskUpdate{Task: a, Title: entry.Some("One more")}).After.Task.Key
	d := make(&entry.TaskCreate{Title: "Gone", Description: "after " + key, Related: []string{c}})
	e := make(&entry.TaskCreate{Title: "Says " + key + ", not " + key + "1"})
	for _, body := range []string{"hello @all", "see " + key + ".", "X" + key + " is another"} {
		comments = append(comments, w.Must(t, member, &entry.CommentCreate{Task: b, Body: body}).After.Comment.ID)
	}
	comments = append(comments, w.Must(t, owner, &entry.CommentCreate{Task: a, Body: "mine"}).After.Comment.ID)
	w.Must(t, member, &entry.CommentDelete{Comment: comments[0]})
	w.Must(t, owner, &entry.TaskDelete{Task: d})
	w.Must(t, owner, &entry.TaskUpdate{Task: e, Archived: entry.Some(true)})
	w.Must(t, owner, &entry.ViewCreate{Name: "Mine", Layout: "list", Filter: entry.Filter(`{"field":"assignee","op":"is","value":"me"}`)})
	w.Must(t, owner, &entry.MemberSet{User: guest, Role: entry.Viewer})
	w.attach(b)
	return tasks, comments
}

func (w *twins) handle(role entry.TeamRole) string { return string(role) + w.People[role][24:] }

// attach puts files on a task, one of them deleted.
func (w *twins) attach(task string) {
	at := entry.Instant(9)
	var rows project.Rows
	for i, gone := range []*entry.Instant{nil, nil, &at} {
		rows.Attachments = append(rows.Attachments, &project.Attachment{DeletedAt: gone, Attachment: entry.Attachment{
			ID: entry.NewID(), Task: task, Uploader: w.People[entry.TeamOwner], Kind: entry.PlainFile, CreatedAt: 5,
			File: entry.File{Name: fmt.Sprint(i), Size: 3, Mime: "text/plain", SHA256: "abc"},
		}})
	}
	w.Pass(0)
	appendRows(w.t, w.Store, w.Project, rows)
}

// asked are the people who ask; the last is a stranger.
func (w *twins) asked() []string {
	return []string{w.People[entry.TeamOwner], w.People[entry.TeamMember], w.People[entry.TeamGuest], entry.NewID()}
}

// What people read is the same from both, whoever asks.
func TestReads(t *testing.T) {
	w := newTwins(t)
	tasks, comments := w.furnish()
	moved := w.transfer(tasks[4])
	w.find()
	for _, user := range w.asked() {
		w.ofProject(user)
		for _, task := range append(slices.Clone(tasks), moved, entry.NewID(), w.Project) {
			w.ofTask(user, task)
		}
		for _, comment := range append(comments, entry.NewID()) {
			w.same("comment", func(s reading) (any, error) { return s.Comment(t.Context(), user, comment) })
		}
	}
	if w.told < 100 {
		t.Errorf("only %d answers said something", w.told)
	}
	w.Must(t, entry.TeamOwner, &entry.ProjectDelete{})
	for _, user := range w.asked() {
		w.ofProject(user)
		w.ofTask(user, tasks[0])
	}
}

// find lets searches come up to date, where a store has any.
func (w *twins) find() {
	ctx := w.t.Context()
	for _, s := range w.stores {
		finder, is := s.(search.Store)
		if !is {
			continue
		}
		behind, err := finder.SearchBehind(ctx, "")
		for _, project := range behind {
			for more := true; more && err == nil; {
				more, err = finder.SearchAdvance(ctx, project)
			}
		}
		must(w.t, err)
	}
}

// transfer moves a task to another project and gives its id there.
func (w *twins) transfer(task string) string {
	other := entry.NewID()
	home := w.Project
	w.Project = other
	w.Must(w.t, entry.TeamOwner, &entry.ProjectCreate{Project: other, Team: w.Team, Name: "App", Key: "APP"})
	w.Project = home
	return w.Must(w.t, entry.TeamOwner, &entry.TaskTransfer{Task: task, Project: other}).After.Task.ID
}

func (w *twins) ofProject(user string) {
	ctx := w.t.Context()
	head, err := w.Store.Head(ctx, w.Project)
	must(w.t, err)
	for what, ask := range map[string]func(s reading) (any, error){
		"role":      func(s reading) (any, error) { return s.Role(ctx, user, w.Project) },
		"project":   func(s reading) (any, error) { return s.Project(ctx, user, w.Project) },
		"projects":  func(s reading) (any, error) { return s.Projects(ctx, user) },
		"fields":    func(s reading) (any, error) { return s.Fields(ctx, user, w.Project) },
		"views":     func(s reading) (any, error) { return s.Views(ctx, user, w.Project) },
		"work":      func(s reading) (any, error) { return s.WorkOf(ctx, user) },
		"key":       func(s reading) (any, error) { return s.KeyTaken(ctx, "APP") },
		"marks":     func(s reading) (any, error) { return s.Marks(ctx, w.Project, head, 5) },
		"unread":    func(s reading) (any, error) { return s.Unread(ctx, user, w.Project) },
		"level":     func(s reading) (any, error) { return s.ProjectWatch(ctx, user, w.Project) },
		"active":    func(s reading) (any, error) { return s.TeamProjects(ctx, user, w.Team, wire.ActiveProjects, 0) },
		"archived":  func(s reading) (any, error) { return s.TeamProjects(ctx, user, w.Team, wire.ArchivedProjects, 0) },
		"deleted":   func(s reading) (any, error) { return s.TeamProjects(ctx, user, w.Team, wire.DeletedProjects, 1) },
		"own views": func(s reading) (any, error) { return s.OwnViews(ctx, user, w.Project) },
		"reminders": func(s reading) (any, error) { return sorted(s.Reminders(ctx, user, "")) },
		"gone tasks": func(s reading) (any, error) {
			ids, err := s.GoneTasks(ctx, w.Project, head.At)
			slices.Sort(ids)
			return ids, err
		},
	} {
		w.same(what, ask)
	}
}

func sorted(list []remind.Pending, err error) ([]remind.Pending, error) {
	slices.SortFunc(list, func(a, b remind.Pending) int { return slices.Compare([]byte(a.ID), []byte(b.ID)) })
	return list, err
}

func (w *twins) ofTask(user, task string) {
	ctx := w.t.Context()
	found, _ := w.stores[0].Task(ctx, w.People[entry.TeamOwner], task)
	whole := found.Thing
	if whole == nil {
		whole = &entry.Task{ID: task, Key: "NONE-1"}
	}
	for what, ask := range map[string]func(s reading) (any, error){
		"task":        func(s reading) (any, error) { return s.Task(ctx, user, task) },
		"by key":      func(s reading) (any, error) { return s.Task(ctx, user, whole.Key) },
		"links":       func(s reading) (any, error) { return s.TaskLinks(ctx, user, whole) },
		"mentions":    func(s reading) (any, error) { return s.Mentions(ctx, user, whole) },
		"comments":    func(s reading) (any, error) { return s.Comments(ctx, user, task, "", 1) },
		"attachments": func(s reading) (any, error) { return s.Attachments(ctx, user, task, "", 1) },
		"watch":       func(s reading) (any, error) { return s.TaskWatch(ctx, user, task) },
	} {
		w.same(what+" of "+task, ask)
	}
	page, err := w.stores[0].Attachments(ctx, w.People[entry.TeamOwner], task, "", 1)
	must(w.t, err)
	for _, first := range page.Items {
		w.same("attachment", func(s reading) (any, error) { return s.Attachment(ctx, user, first.ID) })
		w.same("more attachments", func(s reading) (any, error) { return s.Attachments(ctx, user, task, first.ID, 5) })
	}
}

// What people keep for themselves is kept, and follows a task to another project.
func TestKept(t *testing.T) {
	w := newTwins(t)
	tasks, comments := w.furnish()
	user, ctx := w.People[entry.TeamMember], t.Context()
	before, late := int64(3600), entry.Instant(1<<41)
	v := &entry.View{ID: entry.NewID(), Project: w.Project, Name: "Own", Layout: "board", CreatedBy: user, CreatedAt: 3}
	ids := []string{entry.NewID(), entry.NewID(), entry.NewID()}
	steps := []func(s reading) (any, error){
		func(s reading) (any, error) { return s.SaveLook(ctx, user, w.Project, look.Look{Seq: 4, At: 5}) },
		func(s reading) (any, error) { return s.SaveLook(ctx, user, w.Project, look.Look{Seq: 3, At: 6}) },
		func(s reading) (any, error) { l, has, err := s.Look(ctx, user, w.Project); return []any{l, has}, err },
		func(s reading) (any, error) { _, has, err := s.Look(ctx, entry.NewID(), w.Project); return has, err },
		func(s reading) (any, error) { return s.MarkSeen(ctx, user, tasks[1], comments[2]) },
		func(s reading) (any, error) { return s.MarkSeen(ctx, user, tasks[1], comments[0]) },
		func(s reading) (any, error) { return s.MarkSeen(ctx, user, tasks[0], comments[0]) },
		func(s reading) (any, error) { return s.MarkSeen(ctx, w.People[entry.TeamOwner], tasks[1], comments[1]) },
		func(s reading) (any, error) { return nil, s.AddView(ctx, v) },
		func(s reading) (any, error) { return nil, s.AddView(ctx, v) },
		func(s reading) (any, error) {
			return s.ChangeView(ctx, user, w.Project, v.ID, &entry.Set{Name: entry.Some("Renamed")})
		},
		func(s reading) (any, error) {
			return s.ChangeView(ctx, w.People[entry.TeamOwner], w.Project, v.ID, &entry.Set{})
		},
		func(s reading) (any, error) {
			return nil, s.AddReminder(ctx, user, &remind.Reminder{ID: ids[0], Task: tasks[0], BeforeSeconds: &before, CreatedAt: 1})
		},
		func(s reading) (any, error) {
			return nil, s.AddReminder(ctx, user, &remind.Reminder{ID: ids[1], Task: tasks[1], At: &late, CreatedAt: 2})
		},
		func(s reading) (any, error) {
			return nil, s.AddReminder(ctx, user, &remind.Reminder{ID: ids[2], Task: tasks[3], At: &late, CreatedAt: 2})
		},
		func(s reading) (any, error) {
			return nil, s.AddReminder(ctx, user, &remind.Reminder{ID: ids[2], Task: tasks[3], At: &late, CreatedAt: 2})
		},
		func(s reading) (any, error) { return nil, s.SetWatch(ctx, user, tasks[1], string(entry.Watching)) },
		func(s reading) (any, error) { return nil, s.SetWatch(ctx, user, w.Project, string(entry.MentionsOnly)) },
		func(s reading) (any, error) { return s.ZoneOf(ctx, user) },
		func(s reading) (any, error) { return sorted(s.DueReminders(ctx, 1)) },
		func(s reading) (any, error) {
			return sorted(s.DueReminders(ctx, entry.Day("2026-12-01").At("00:00", "UTC")-3600_000-50400_001))
		},
		func(s reading) (any, error) {
			return sorted(s.DueReminders(ctx, entry.Day("2026-12-01").At("00:00", "UTC")-3600_000-50400_000))
		},
		func(s reading) (any, error) { return sorted(s.DueReminders(ctx, late)) },
	}
	for i, step := range steps {
		w.same(fmt.Sprintf("step %d", i), step)
	}
	w.ofProject(user)
	moved := w.transfer(tasks[1])
	w.find()
	there, err := w.stores[0].Task(ctx, user, moved)
	must(t, err)
	w.same("unread there", func(s reading) (any, error) { return s.Unread(ctx, user, there.Project) })
	for _, task := range []string{tasks[0], tasks[1], moved} {
		w.ofTask(user, task)
		w.same("reminders", func(s reading) (any, error) { return sorted(s.Reminders(ctx, user, task)) })
	}
	for i, step := range []func(s reading) (any, error){
		func(s reading) (any, error) { return nil, s.RemoveReminder(ctx, user, ids[0], 8) },
		func(s reading) (any, error) { return nil, s.RemoveReminder(ctx, user, ids[0], 8) },
		func(s reading) (any, error) { return nil, s.EndReminder(ctx, ids[1], 8) },
		func(s reading) (any, error) { return nil, s.EndReminder(ctx, entry.NewID(), 8) },
		func(s reading) (any, error) { return nil, s.SetWatch(ctx, user, w.Project, "") },
		func(s reading) (any, error) {
			return nil, s.RemoveView(ctx, w.People[entry.TeamOwner], w.Project, v.ID)
		},
		func(s reading) (any, error) { return nil, s.RemoveView(ctx, user, w.Project, v.ID) },
		func(s reading) (any, error) { return nil, s.AddView(ctx, v) },
		func(s reading) (any, error) { return sorted(s.DueReminders(ctx, late)) },
	} {
		w.same(fmt.Sprintf("end %d", i), step)
	}
	w.ofProject(user)
}

// The inbox is the same from both, page by page, and hides what one may not see.
func TestInbox(t *testing.T) {
	w := newTwins(t)
	tasks, comments := w.furnish()
	user, ctx := w.People[entry.TeamMember], t.Context()
	var ids []string
	for i := range 9 {
		n := &entry.Notification{ID: entry.NewID(), Reason: entry.Commented, Actor: w.People[entry.TeamOwner], Task: tasks[i%len(tasks)], Count: 1, CreatedAt: entry.Instant(100 + i/2)}
		if i < len(comments) {
			n.Comment, n.Task = &comments[i], tasks[1]
		}
		ids = append(ids, n.ID)
		must(t, w.Writer.Tell(ctx, user, user, entry.Event{Type: entry.NotificationCreated, Notification: n}))
	}
	at, until := entry.Instant(500), entry.Instant(900)
	for _, e := range []entry.Event{
		{Type: entry.NotificationRead, IDs: ids[:2], Set: &entry.Set{ReadAt: entry.Some(&at)}},
		{Type: entry.NotificationUpdated, IDs: ids[2:3], Set: &entry.Set{DoneAt: entry.Some(&at)}},
		{Type: entry.NotificationUpdated, IDs: ids[3:5], Set: &entry.Set{SnoozedUntil: entry.Some(&until)}},
		{Type: entry.NotificationUpdated, IDs: ids[5:6], Set: &entry.Set{ReturnedAt: entry.Some(&until)}},
	} {
		must(t, w.Writer.Tell(ctx, user, user, e))
	}
	check := func() {
		t.Helper()
		for _, state := range []wire.InboxState{wire.InInbox, wire.Snoozed, wire.DoneOf} {
			for _, unread := range []*bool{nil, new(true), new(false)} {
				for f := (wire.InboxFilter{State: state, Unread: unread, Limit: 2}); ; {
					w.same(fmt.Sprintf("%s %+v", state, f.Cursor), func(s reading) (any, error) { return s.Notifications(ctx, user, f) })
					page, err := w.stores[1].Notifications(ctx, user, f)
					must(t, err)
					if page.NextCursor == nil {
						break
					}
					f.Cursor = &wire.InboxCursor{}
					_, err = wire.ReadCursor(*page.NextCursor, f.Cursor)
					must(t, err)
				}
			}
		}
		w.same("count", func(s reading) (any, error) { return s.UnreadCount(ctx, user) })
	}
	check()
	w.same("own", func(s reading) (any, error) { return s.OwnNotifications(ctx, user, append(ids, entry.NewID())) })
	w.same("others'", func(s reading) (any, error) { return s.OwnNotifications(ctx, w.People[entry.TeamOwner], ids) })
	w.same("next", func(s reading) (any, error) { return s.NextSnoozed(ctx) })
	w.same("until", func(s reading) (any, error) { return s.SnoozedUntil(ctx, until) })
	w.same("none until", func(s reading) (any, error) { return s.SnoozedUntil(ctx, until-1) })
	w.transfer(tasks[1])
	check()
	w.Must(t, entry.TeamOwner, &entry.ProjectUpdate{Visibility: entry.Some(entry.Private)})
	check()
}

var _ journal.Store = (*tee)(nil)

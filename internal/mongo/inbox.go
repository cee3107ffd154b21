package mongo

import (
	"context"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/inbox"
	"tandem/internal/wire"
	"tandem/internal/words"
)

var _ inbox.Store = (*DB)(nil)

var (
	inInbox     = bson.D{{Key: "doneAt", Value: nil}, {Key: "snoozedUntil", Value: nil}}
	inboxStates = map[wire.InboxState]bson.D{
		wire.InInbox: inInbox,
		wire.Snoozed: {{Key: "doneAt", Value: nil}, {Key: "snoozedUntil", Value: other(nil)}},
		wire.DoneOf:  {{Key: "doneAt", Value: other(nil)}},
	}
	latestFirst = bson.D{{Key: "sortAt", Value: -1}, {Key: "_id", Value: -1}}
)

// Notifications implements inbox.Store. What the person may not see is left out
// after it was read, so it reads on until the page is full.
func (db *DB) Notifications(ctx context.Context, user string, f wire.InboxFilter) (wire.Page[wire.InboxItem], error) {
	page := wire.Page[wire.InboxItem]{Items: []wire.InboxItem{}}
	cursor := f.Cursor
	for {
		docs, err := db.notifications(ctx, user, &f, cursor)
		if err != nil {
			return page, err
		}
		items, err := db.inboxItems(ctx, user, docs)
		for _, item := range items {
			if len(page.Items) == f.Limit {
				page.NextCursor = wire.Cursor(sortedAt(&page.Items[f.Limit-1]))
				return page, err
			}
			page.Items = append(page.Items, item)
		}
		if err != nil || len(docs) <= f.Limit {
			return page, err
		}
		end := docs[len(docs)-1]
		cursor = &wire.InboxCursor{At: end.SortAt, ID: end.ID}
	}
}

// sortedAt is where a notification stands.
func sortedAt(n *wire.InboxItem) wire.InboxCursor {
	if n.ReturnedAt != nil {
		return wire.InboxCursor{At: *n.ReturnedAt, ID: n.ID}
	}
	return wire.InboxCursor{At: n.CreatedAt, ID: n.ID}
}

// notifications reads one more than the page holds, after a place.
func (db *DB) notifications(ctx context.Context, user string, f *wire.InboxFilter, after *wire.InboxCursor) ([]*notificationDoc, error) {
	filter := append(is("user", user), inboxStates[f.State]...)
	if f.Unread != nil && *f.Unread {
		filter = append(filter, bson.E{Key: "readAt", Value: nil})
	} else if f.Unread != nil {
		filter = append(filter, bson.E{Key: "readAt", Value: other(nil)})
	}
	if after != nil {
		same := bson.D{{Key: "sortAt", Value: after.At}, {Key: "_id", Value: is("$lt", after.ID)}}
		filter = append(filter, either(is("sortAt", is("$lt", after.At)), same)...)
	}
	cursor, err := db.db.Collection("notifications").Find(ctx, filter, options.Find().SetSort(latestFirst).SetLimit(int64(f.Limit)+1))
	var docs []*notificationDoc
	if err == nil {
		err = cursor.All(ctx, &docs)
	}
	return docs, fault.Wrap("list notifications", translate(err))
}

// inboxItems adds what is shown of tasks, people and comments; without those that
// the person may not see now.
func (db *DB) inboxItems(ctx context.Context, user string, docs []*notificationDoc) ([]wire.InboxItem, error) {
	about, err := db.aboutOf(ctx, user, docs)
	items := []wire.InboxItem{}
	for _, d := range docs {
		t := about.tasks[d.Task]
		if t == nil {
			continue
		}
		item := wire.InboxItem{
			Notification: d.Notification, Key: t.Key, Title: t.Title, Status: t.Status, ArchivedAt: t.ArchivedAt, DeletedAt: t.DeletedAt,
		}
		item.Project = t.Project
		if u := about.people[d.Actor]; u != nil {
			item.Name, item.Avatar = u.Name, u.Avatar
		}
		if d.Comment != nil && t.DeletedAt == nil {
			item.Excerpt = about.excerpt(*d.Comment, t.Project)
		}
		items = append(items, item)
	}
	return items, fault.Wrap("list notifications", err)
}

// inboxAbout is what notifications are about, as far as the person may see it.
type inboxAbout struct {
	tasks    map[string]*taskDoc
	people   map[string]*userDoc
	comments map[string]*commentDoc
}

func (db *DB) aboutOf(ctx context.Context, user string, docs []*notificationDoc) (*inboxAbout, error) {
	about := &inboxAbout{map[string]*taskDoc{}, map[string]*userDoc{}, map[string]*commentDoc{}}
	var tasks, people, comments []string
	for _, d := range docs {
		tasks, people = append(tasks, d.Task), append(people, d.Actor)
		if d.Comment != nil {
			comments = append(comments, *d.Comment)
		}
	}
	if len(docs) == 0 {
		return about, nil
	}
	seen, err := db.visibleIDs(ctx, user, tasks)
	for _, t := range seen {
		about.tasks[t.ID] = t
	}
	return about, fault.First(err,
		each(ctx, db, "users", is("_id", among(people)), nil, func(d *userDoc) { about.people[d.ID] = d }),
		each(ctx, db, "comments", bson.D{{Key: "_id", Value: among(comments)}, {Key: "deletedAt", Value: nil}}, nil, func(d *commentDoc) { about.comments[d.ID] = d }),
	)
}

// visibleIDs reads the tasks of these ids that a person may see, deleted or not.
func (db *DB) visibleIDs(ctx context.Context, user string, ids []string) ([]*taskDoc, error) {
	docs, err := db.tasksOf(ctx, is("_id", among(ids)), nil, 0)
	if err != nil || len(docs) == 0 {
		return nil, err
	}
	return db.visibleTasks(ctx, user, docs)
}

// excerptLength is how much of a comment is shown.
const excerptLength = 280 // characters

func (about *inboxAbout) excerpt(comment, project string) *string {
	c := about.comments[comment]
	if c == nil || c.Project != project {
		return nil
	}
	body := []rune(c.Body)
	text := words.Plain(string(body[:min(len(body), excerptLength)]))
	return &text
}

// mostUnread is up to where UnreadCount counts.
const mostUnread = 100

// UnreadCount implements inbox.Store.
func (db *DB) UnreadCount(ctx context.Context, user string) (int, error) {
	tasks := map[string]bool{}
	unread := append(bson.D{{Key: "user", Value: user}, {Key: "readAt", Value: nil}}, inInbox...)
	err := each(ctx, db, "notifications", unread, is("task", 1), func(d *notificationDoc) { tasks[d.Task] = true })
	if err != nil || len(tasks) == 0 {
		return 0, fault.Wrap("count notifications", err)
	}
	seen, err := db.visibleIDs(ctx, user, keysOf(tasks))
	return min(len(seen), mostUnread), err
}

// OwnNotifications implements inbox.Store.
func (db *DB) OwnNotifications(ctx context.Context, user string, ids []string) (int, error) {
	n, err := db.db.Collection("notifications").CountDocuments(ctx, bson.D{{Key: "_id", Value: among(ids)}, {Key: "user", Value: user}})
	return int(n), fault.Wrap("count notifications", translate(err))
}

// SnoozedUntil implements inbox.Store.
func (db *DB) SnoozedUntil(ctx context.Context, before entry.Instant) (map[string][]string, error) {
	due := map[string][]string{}
	docs, err := db.snoozed(ctx, is("$lte", before), inbox.MostIDs)
	for _, d := range docs {
		due[d.User] = append(due[d.User], d.ID)
	}
	return due, err
}

// NextSnoozed implements inbox.Store.
func (db *DB) NextSnoozed(ctx context.Context) (entry.Instant, error) {
	docs, err := db.snoozed(ctx, other(nil), 1)
	if err != nil || len(docs) == 0 {
		return 0, err
	}
	return *docs[0].SnoozedUntil, nil
}

func (db *DB) snoozed(ctx context.Context, until bson.D, limit int64) ([]*notificationDoc, error) {
	cursor, err := db.db.Collection("notifications").Find(ctx, is("snoozedUntil", until), options.Find().SetSort(is("snoozedUntil", 1)).SetLimit(limit))
	var docs []*notificationDoc
	if err == nil {
		err = cursor.All(ctx, &docs)
	}
	return docs, fault.Wrap("look for snoozed notifications", translate(err))
}

package mongo

import (
	"reflect"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tandem/internal/audit"
	"tandem/internal/entry"
	"tandem/internal/journal/journaltest"
)

func notificationsOf(t *testing.T, db *DB, user string) map[string]notificationDoc {
	t.Helper()
	found := map[string]notificationDoc{}
	err := each(t.Context(), db, "notifications", bson.D{{Key: "user", Value: user}}, nil, func(d *notificationDoc) { found[d.ID] = *d })
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// What a person's entries say of notifications stands in their rows; written again,
// or late, it changes nothing.
func TestFollow_notifications(t *testing.T) {
	w := journaltest.NewWorld(t, opened(t))
	db, user := w.Store.(*DB), w.People[entry.TeamMember]
	tell := func(e entry.Event) {
		t.Helper()
		if err := w.Writer.Tell(t.Context(), user, user, e); err != nil {
			t.Fatal(err)
		}
	}
	task := w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "theirs"}).After.Task.ID
	var ids []string
	for range 3 {
		n := &entry.Notification{ID: entry.NewID(), Reason: entry.Assigned, Task: task, Count: 1, CreatedAt: 1000}
		ids = append(ids, n.ID)
		tell(entry.Event{Type: entry.NotificationCreated, Notification: n})
	}
	at := new(entry.Instant(5000))
	tell(entry.Event{Type: entry.NotificationRead, IDs: ids[:1], Set: &entry.Set{ReadAt: entry.Some(at)}})
	tell(entry.Event{Type: entry.NotificationUpdated, IDs: ids[1:2], Set: &entry.Set{ReturnedAt: entry.Some(at), DoneAt: entry.Some(at)}})
	tell(entry.Event{Type: entry.NotificationUpdated, IDs: ids[1:2], Set: &entry.Set{DoneAt: entry.Some[*entry.Instant](nil)}})
	tell(entry.Event{Type: entry.NotificationRead, All: true, Set: &entry.Set{ReadAt: entry.Some(new(entry.Instant(6000)))}})
	found := notificationsOf(t, db, user)
	if len(found) != 3 || *found[ids[0]].ReadAt != 5000 || *found[ids[2]].ReadAt != 6000 {
		t.Errorf("read: %+v", found)
	}
	if second := found[ids[1]]; second.SortAt != 5000 || second.DoneAt != nil || second.Task != task || second.Reason != entry.Assigned {
		t.Errorf("changed: %+v", second)
	}
	docs, err := db.find(t.Context(), user, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	for i := range docs {
		if err := db.follow(t.Context(), docs[i:i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if again := notificationsOf(t, db, user); !reflect.DeepEqual(again, found) {
		t.Errorf("written again: %+v, first %+v", again, found)
	}
}

// A notification follows its task into another project.
func TestFollow_moved(t *testing.T) {
	c := newCrashed(t)
	db, user := c.Store.(*DB), c.People[entry.TeamMember]
	n := &entry.Notification{ID: entry.NewID(), Reason: entry.Assigned, Task: c.task, Count: 1, CreatedAt: 1000}
	if err := c.Writer.Tell(t.Context(), user, user, entry.Event{Type: entry.NotificationCreated, Notification: n}); err != nil {
		t.Fatal(err)
	}
	if err := c.transfer(t); err != nil {
		t.Fatal(err)
	}
	task := notificationsOf(t, db, user)[n.ID].Task
	there, err := one[taskDoc](t.Context(), db, "task", "tasks", byID(task))
	if err != nil || there.Project != c.other {
		t.Errorf("it is about %s in %s, %v", task, there.Project, err)
	}
}

// What a command means to somebody's access stands in the audit log, once.
func TestFollow_audit(t *testing.T) {
	w := journaltest.NewWorld(t, opened(t))
	db := w.Store.(*DB)
	w.Must(t, entry.TeamOwner, &entry.MemberSet{User: w.People[entry.TeamGuest], Role: entry.Viewer})
	docs, err := db.find(t.Context(), w.Project, 0, 0)
	if err == nil {
		err = db.follow(t.Context(), docs)
	}
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[audit.Kind]int{}
	err = each(t.Context(), db, "audit", in(w.Project), nil, func(d *auditDoc) { kinds[d.Kind]++ })
	if err != nil || len(kinds) != 2 || kinds[audit.ProjectCreated] != 1 || kinds[audit.MemberChanged] != 1 {
		t.Errorf("%v, %v", kinds, err)
	}
}

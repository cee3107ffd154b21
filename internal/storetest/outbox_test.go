package storetest

import (
	"fmt"
	"strings"
	"testing"

	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/outbox"
)

// letters gives what waits, as texts: to where, by which way, about how many things.
func letters(t *testing.T, w *World) (groups []outbox.Group, told string) {
	t.Helper()
	groups, err := w.Store.OutboxGroups(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, g := range groups {
		l, err := w.Store.OutboxLetter(t.Context(), &g.Message, 1000)
		if err != nil {
			t.Fatal(err)
		}
		var about []string
		for _, item := range l.Items {
			about = append(about, item.Title+":"+item.Excerpt)
		}
		list = append(list, fmt.Sprintf("%s(%s)", g.Channel, strings.Join(about, ",")))
	}
	return groups, strings.Join(list, " ")
}

func tell(t *testing.T, w *World, user string, n *entry.Notification) {
	t.Helper()
	n.ID, n.Actor, n.Project = entry.NewID(), w.People[entry.TeamOwner], w.Project
	if err := w.Writer.Tell(t.Context(), user, user, entry.Event{Type: entry.NotificationCreated, Notification: n}); err != nil {
		t.Fatal(err)
	}
}

// What a person is told waits for them as they want it, says what they may see now,
// and goes out once.
func TestOutbox(t *testing.T) {
	Worlds(t, func(t *testing.T, w *World) {
		ctx, user := t.Context(), w.People[entry.TeamMember]
		task := w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "One"}).After.Task.ID
		comment := w.Must(t, entry.TeamOwner, &entry.CommentCreate{Task: task, Body: "Hello **you**"}).After.Comment.ID
		tell(t, w, user, &entry.Notification{Reason: entry.Assigned, Task: task, Count: 1, CreatedAt: 10})
		tell(t, w, user, &entry.Notification{Reason: entry.Commented, Task: task, Comment: &comment, Count: 1, CreatedAt: 20})
		groups, told := letters(t, w)
		if told != "mail(One:,One:Hello you)" || groups[0].Oldest != 10 || groups[0].Zone != "UTC" || groups[0].Preferences.Mail != outbox.Immediate {
			t.Fatalf("%s %+v", told, groups)
		}
		m := &groups[0].Message
		m.Batch = "batch"
		must(t, w.Store.OutboxClaim(ctx, m))
		must(t, w.Store.OutboxFail(ctx, m, 5000, "no answer", false))
		tell(t, w, user, &entry.Notification{Reason: entry.Assigned, Task: task, Count: 1, CreatedAt: 30})
		if groups, told = letters(t, w); told != "mail(One:,One:Hello you) mail(One:)" || groups[0].Tries != 1 || groups[0].Next != 5000 {
			t.Errorf("%s %+v", told, groups)
		}
		must(t, w.Store.OutboxFail(ctx, m, 6000, "refused", true))
		stats, err := w.Store.OutboxStats(ctx)
		if stats != (outbox.Stats{Waiting: 1, Parked: 2, Oldest: 30}) {
			t.Errorf("%+v, %v", stats, err)
		}
		parked, err := w.Store.OutboxList(ctx, true)
		if err != nil || len(parked) != 1 || parked[0].Count != 2 || parked[0].Error != "refused" || parked[0].Name != "member" || parked[0].Tries != 2 {
			t.Fatalf("%+v, %v", parked, err)
		}
		must(t, w.Store.OutboxRetry(ctx, parked[0].ID))
		must(t, w.Store.OutboxEnd(ctx, m))
		if _, told = letters(t, w); told != "mail(One:)" {
			t.Errorf("after the end: %s", told)
		}
		if err := w.Store.OutboxRetry(ctx, parked[0].ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("retry of what was sent: %v", err)
		}
		w.Must(t, entry.TeamOwner, &entry.TaskDelete{Task: task})
		if _, told = letters(t, w); told != "mail()" {
			t.Errorf("about what was deleted: %s", told)
		}
		waiting, err := w.Store.OutboxList(ctx, false)
		if err != nil || len(waiting) != 1 {
			t.Fatalf("%+v, %v", waiting, err)
		}
		must(t, w.Store.OutboxDelete(ctx, waiting[0].ID))
		if _, told = letters(t, w); told != "" {
			t.Errorf("after it was given up: %s", told)
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A device is told as long as its session lives; who wants nothing gets nothing.
func TestOutbox_devices(t *testing.T) {
	Worlds(t, func(t *testing.T, w *World) {
		ctx, user := t.Context(), w.People[entry.TeamMember]
		task := w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "One"}).After.Task.ID
		session := auth.Session{ID: entry.NewID(), User: user, Hash: auth.Hash{7}, Agent: "A browser", CreatedAt: 900, SeenAt: 900}
		must(t, w.Store.CreateSession(ctx, session))
		put := func(endpoint string, at entry.Instant) *outbox.Device {
			d := &outbox.Device{ID: entry.NewID(), Session: session.ID, CreatedAt: at, Subscription: outbox.Subscription{
				Endpoint: endpoint, Keys: outbox.SubscriptionKeys{P256dh: "p", Auth: "a"},
			}}
			must(t, w.Store.PutDevice(ctx, user, d))
			return d
		}
		put("https://a", 1)
		put("https://a", 2) // in its place
		first := put("https://b", 3)
		must(t, w.Store.SetPreferences(ctx, user, outbox.Preferences{Mail: outbox.Off, DigestHour: 7, Push: true, Quiet: &outbox.Quiet{From: "22:00", To: "06:00"}}))
		tell(t, w, user, &entry.Notification{Reason: entry.Assigned, Task: task, Count: 1, CreatedAt: 10})
		groups, told := letters(t, w)
		if told != "push(One:) push(One:)" || groups[0].Preferences.Quiet == nil {
			t.Fatalf("%s, %+v", told, groups)
		}
		l, err := w.Store.OutboxLetter(ctx, &outbox.Message{User: user, Channel: outbox.Push, Device: first.ID}, 1000)
		if err != nil || l.Subscription != first.Subscription || first.Agent != "A browser" {
			t.Errorf("%+v, %v", l, err)
		}
		must(t, w.Store.RemoveDevice(ctx, user, first.ID))
		if err := w.Store.RemoveDevice(ctx, user, first.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("removed again: %v", err)
		}
		if _, told = letters(t, w); told != "push(One:)" {
			t.Errorf("after one was removed: %s", told)
		}
		for n := range outbox.MostDevices {
			put(fmt.Sprintf("https://more/%d", n), entry.Instant(10+n))
		}
		if devices, err := w.Store.Devices(ctx, user); err != nil || len(devices) != outbox.MostDevices || devices[0].CreatedAt != 19 {
			t.Errorf("%+v, %v", devices, err)
		}
		must(t, w.Store.EndSession(ctx, user, session.ID))
		if devices, err := w.Store.Devices(ctx, user); err != nil || len(devices) != 0 {
			t.Errorf("of a session that ended: %+v, %v", devices, err)
		}
		if groups, _ := letters(t, w); len(groups) != 0 {
			t.Errorf("waits for a session that ended: %+v", groups)
		}
		if err := w.Store.PutDevice(ctx, user, first); !fault.Is(err, fault.NotFound) {
			t.Errorf("without a session: %v", err)
		}
		must(t, w.Store.SetPreferences(ctx, user, outbox.Preferences{Mail: outbox.Off}))
		tell(t, w, user, &entry.Notification{Reason: entry.Assigned, Task: task, Count: 1, CreatedAt: 40})
		if groups, _ := letters(t, w); len(groups) != 0 {
			t.Errorf("who wants nothing gets %+v", groups)
		}
	})
}

// The answer to a mail goes where its notification is from, as things stand.
func TestAnswerTarget(t *testing.T) {
	Worlds(t, func(t *testing.T, w *World) {
		user := w.People[entry.TeamMember]
		task := w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "One"}).After.Task.ID
		comment := w.Must(t, entry.TeamOwner, &entry.CommentCreate{Task: task, Body: "Hello"}).After.Comment.ID
		n := &entry.Notification{Reason: entry.Commented, Task: task, Comment: &comment, Count: 1, CreatedAt: 20}
		tell(t, w, user, n)
		target, err := w.Store.AnswerTarget(t.Context(), n.ID)
		if err != nil || target.User != user || target.Task != task || target.Project != w.Project || *target.Comment != comment || !strings.HasSuffix(target.Address, "@example.org") {
			t.Errorf("%+v, %v", target, err)
		}
		w.Must(t, entry.TeamOwner, &entry.CommentDelete{Comment: comment})
		if target, err = w.Store.AnswerTarget(t.Context(), n.ID); err != nil || target.Comment != nil {
			t.Errorf("the comment is deleted: %+v, %v", target, err)
		}
		w.Must(t, entry.TeamOwner, &entry.TaskDelete{Task: task})
		for _, id := range []string{n.ID, entry.NewID()} {
			if _, err = w.Store.AnswerTarget(t.Context(), id); !fault.Is(err, fault.NotFound) {
				t.Errorf("the task is deleted: %v", err)
			}
		}
	})
}

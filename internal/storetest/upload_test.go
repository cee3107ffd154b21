package storetest

import (
	"bytes"
	"reflect"
	"testing"
	"time"

	"tandem/internal/blob"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

// An upload is its owner's alone, counts while it is not whole, and can be attached
// where it was meant for.
func TestUploads(t *testing.T) {
	Both(t, func(t *testing.T, store Store) {
		ctx := t.Context()
		u := blob.Upload{ID: entry.NewID(), Owner: "ann", Project: "p", Name: "a.txt", Size: 3, ExpiresAt: entry.At(time.Now()) + 60_000}
		must(t, store.CreateUpload(ctx, u, 2))
		if err := store.CreateUpload(ctx, u, 2); !fault.Is(err, fault.Conflict) {
			t.Errorf("the id again: %v", err)
		}
		other := u
		other.ID = entry.NewID()
		if err := store.CreateUpload(ctx, other, 1); !fault.Is(err, fault.TooMany) {
			t.Errorf("one too many: %v", err)
		}
		if got, err := store.Upload(ctx, "ann", u.ID); err != nil || !reflect.DeepEqual(got, u) {
			t.Errorf("%+v, %v", got, err)
		}
		if _, err := store.Upload(ctx, "bob", u.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody else's: %v", err)
		}
		if _, err := store.UploadOf(ctx, "ann", "p", u.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("half of it: %v", err)
		}
		u.Received, u.Hash, u.SHA256 = 3, []byte{1, 2}, "abc"
		u.File = &entry.File{Name: "a.txt", Size: 3, Mime: "text/plain", SHA256: "abc", Width: new(int64(4))}
		must(t, store.SaveUpload(ctx, u))
		if got, err := store.Upload(ctx, "ann", u.ID); err != nil || !reflect.DeepEqual(got, u) {
			t.Errorf("%+v, %v", got, err)
		}
		if file, err := store.UploadOf(ctx, "ann", "p", u.ID); err != nil || !reflect.DeepEqual(file, u.File) {
			t.Errorf("%+v, %v", file, err)
		}
		if _, err := store.UploadOf(ctx, "ann", "q", u.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("for another project: %v", err)
		}
		must(t, store.CreateUpload(ctx, other, 1))
		if expired, err := store.ExpiredUploads(ctx, u.ExpiresAt+1); err != nil || len(expired) != 2 {
			t.Errorf("%v, %v", expired, err)
		}
		for sum, want := range map[string]bool{"abc": true, "": false, "xyz": false} {
			if got, err := store.Referenced(ctx, sum, 0); err != nil || got != want {
				t.Errorf("%q is referenced: %t, %v", sum, got, err)
			}
		}
		must(t, store.DropUpload(ctx, u.ID))
		if err := store.SaveUpload(ctx, u); !fault.Is(err, fault.NotFound) {
			t.Errorf("after it was dropped: %v", err)
		}
		if got, err := store.Referenced(ctx, "abc", 0); err != nil || got {
			t.Errorf("after it was dropped it is referenced, %v", err)
		}
	})
}

// A file is kept while its attachment is there, or can be restored.
func TestReferenced(t *testing.T) {
	Worlds(t, func(t *testing.T, w *World) {
		ctx, owner := t.Context(), w.People[entry.TeamOwner]
		task := w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "One"}).After.Task.ID
		u := blob.Upload{ID: entry.NewID(), Owner: owner, Project: w.Project, Name: "a.txt", ExpiresAt: entry.At(time.Now()) + 60_000, SHA256: "abc"}
		u.File = &entry.File{Name: "a.txt", Mime: "text/plain", SHA256: "abc"}
		must(t, w.Store.CreateUpload(ctx, u, 9))
		file := w.Must(t, entry.TeamOwner, &entry.AttachmentCreate{Task: task, Upload: u.ID}).After.Attachment
		must(t, w.Store.DropUpload(ctx, u.ID))
		is := func(want bool, since entry.Instant) {
			t.Helper()
			if got, err := w.Store.Referenced(ctx, "abc", since); err != nil || got != want {
				t.Errorf("referenced: %t, %v", got, err)
			}
		}
		is(true, 0)
		w.Must(t, entry.TeamOwner, &entry.AttachmentDelete{Attachment: file.ID})
		head, err := w.Store.Head(ctx, w.Project)
		must(t, err)
		is(true, head.At)
		is(false, head.At+1)
	})
}

// A key of the instance is made once.
func TestSecret(t *testing.T) {
	Both(t, func(t *testing.T, store Store) {
		first, err := store.Secret(t.Context(), "a")
		must(t, err)
		again, err := store.Secret(t.Context(), "a")
		must(t, err)
		other, err := store.Secret(t.Context(), "b")
		if err != nil || len(first) != 32 || !bytes.Equal(first, again) || bytes.Equal(first, other) {
			t.Errorf("%x %x %x, %v", first, again, other, err)
		}
	})
}

// Of a project that is purged nothing is left but its id and key; others stay.
func TestPurgeProjects(t *testing.T) {
	Worlds(t, func(t *testing.T, w *World) {
		ctx := t.Context()
		task := w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "One"}).After.Task.ID
		tell(t, w, w.People[entry.TeamMember], &entry.Notification{Reason: entry.Assigned, Task: task, Count: 1, CreatedAt: 10})
		if n, err := w.Store.PurgeProjects(ctx, 1<<50); err != nil || n != 0 {
			t.Fatalf("%d that are not deleted were purged, %v", n, err)
		}
		w.Must(t, entry.TeamOwner, &entry.ProjectDelete{})
		head, err := w.Store.Head(ctx, w.Project)
		must(t, err)
		if n, err := w.Store.PurgeProjects(ctx, head.At); err != nil || n != 0 {
			t.Fatalf("%d went too early, %v", n, err)
		}
		for _, want := range []int{1, 0} {
			if n, err := w.Store.PurgeProjects(ctx, head.At+1); err != nil || n != want {
				t.Errorf("%d were purged, not %d, %v", n, want, err)
			}
		}
		if head, err := w.Store.Head(ctx, w.Project); err != nil || head.Seq != 0 {
			t.Errorf("head %+v, %v", head, err)
		}
		if entries, _, err := w.Store.Entries(ctx, w.Project, 0, 10, 1e6); err != nil || len(entries) != 0 {
			t.Errorf("%+v, %v", entries, err)
		}
		if state, _, err := w.Store.Load(ctx, w.Project); err != nil || len(state.Tasks) != 0 || state.Project != nil && state.Project.Name != "" {
			t.Errorf("%+v, %v", state, err)
		}
		again := w.Submit(t, entry.TeamOwner, &entry.ProjectCreate{Project: w.Project, Team: w.Team, Name: "x", Key: "NEWKEY"})
		if !fault.Is(again.Err, fault.Conflict) {
			t.Errorf("its id again: %v", again.Err)
		}
	})
}

// Notifications that were done long ago go; those that wait stay.
func TestPurgeNotifications(t *testing.T) {
	Worlds(t, func(t *testing.T, w *World) {
		ctx, user := t.Context(), w.People[entry.TeamMember]
		task := w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "One"}).After.Task.ID
		var told []*entry.Notification
		for at := range 2 {
			told = append(told, &entry.Notification{Reason: entry.Assigned, Task: task, Count: 1, CreatedAt: entry.Instant(10 + at)})
			tell(t, w, user, told[at])
		}
		done := entry.Event{Type: entry.NotificationUpdated, IDs: []string{told[0].ID}, Set: &entry.Set{DoneAt: entry.Some(new(entry.Instant(50)))}}
		must(t, w.Writer.Tell(ctx, user, user, done))
		must(t, w.Store.PurgeNotifications(ctx, 50))
		_, err := w.Store.AnswerTarget(ctx, told[0].ID)
		must(t, err)
		must(t, w.Store.PurgeNotifications(ctx, 51))
		if _, err := w.Store.AnswerTarget(ctx, told[0].ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("what was done is there: %v", err)
		}
		_, err = w.Store.AnswerTarget(ctx, told[1].ID)
		must(t, err)
	})
}

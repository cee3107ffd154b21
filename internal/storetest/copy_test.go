package storetest

import (
	"context"
	"errors"
	"testing"

	"tandem/internal/auth"
	"tandem/internal/blob"
	"tandem/internal/coedit"
	"tandem/internal/doc"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/migration"
	"tandem/internal/outbox"
	"tandem/internal/team"
)

func quiet(string) {}

// lived is an instance with something of everything.
func lived(t *testing.T, w *World) {
	ctx, owner, member := t.Context(), w.People[entry.TeamOwner], w.People[entry.TeamMember]
	first := w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "One", Description: "text", Assignees: []string{member}}).After.Task.ID
	gone := w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "Moves"}).After.Task.ID
	comment := w.Must(t, entry.TeamMember, &entry.CommentCreate{Task: first, Body: "hello"}).After.Comment.ID
	w.Must(t, entry.TeamOwner, &entry.LabelCreate{Name: "red"})
	_, err := w.Writer.Submit(ctx, journal.Submission{Stream: w.Project, Actor: owner, Atomic: true, Commands: []entry.Command{
		{ID: entry.NewID(), Body: &entry.TaskCreate{Title: "grouped"}}, {ID: entry.NewID(), Body: &entry.TaskCreate{Title: "together"}},
	}})
	must(t, err)
	must(t, w.Store.SetWatch(ctx, member, gone, "watching"))
	w.moveTask(t, gone)
	purged := entry.NewID()
	w.in(t, purged, &entry.ProjectCreate{Project: purged, Team: w.Team, Name: "Purged", Key: "PURGED"})
	w.in(t, purged, &entry.ProjectDelete{})
	_, err = w.Store.PurgeProjects(ctx, 1<<50)
	must(t, err)
	session := auth.Session{ID: entry.NewID(), User: member, Hash: auth.Hash{7}, Agent: "A browser", CreatedAt: 900, SeenAt: 900}
	must(t, w.Store.CreateSession(ctx, session))
	must(t, w.Store.CreateToken(ctx, auth.Token{ID: entry.NewID(), User: member, Hash: auth.Hash{8}, Name: "script", CreatedAt: 5}))
	must(t, w.Store.CreateLink(ctx, auth.LinkRow{ID: "link", Project: w.Project, Hash: auth.Hash{9}, CreatedAt: 6}))
	must(t, w.Store.CreateVisit(ctx, auth.Hash{10}, "link", 7))
	must(t, w.Store.ChangeTeam(ctx, w.Team, owner, func(h *team.House) error { h.Name = "Renamed"; return nil }))
	must(t, w.Store.PutDevice(ctx, member, &outbox.Device{ID: entry.NewID(), Session: session.ID, CreatedAt: 8, Subscription: outbox.Subscription{Endpoint: "https://a"}}))
	must(t, w.Store.SetPreferences(ctx, member, outbox.Preferences{Mail: outbox.Digest, DigestHour: 7, Push: true, Quiet: &outbox.Quiet{From: "22:00", To: "06:00"}}))
	for range 2 {
		n := &entry.Notification{Reason: entry.Commented, Task: first, Comment: &comment, Count: 1, CreatedAt: 20}
		tell(t, w, member, n)
		must(t, w.Writer.Tell(ctx, member, member, entry.Event{Type: entry.NotificationRead, IDs: []string{n.ID}, Set: &entry.Set{ReadAt: entry.Some(new(entry.Instant(30)))}}))
	}
	must(t, w.Store.NotifyAdvance(ctx, w.Project, 3))
	_, err = w.Store.Secret(ctx, "a key")
	must(t, err)
	must(t, w.Store.CreateUpload(ctx, blob.Upload{ID: entry.NewID(), Owner: member, Project: w.Project, Name: "a", Size: 3, ExpiresAt: 1 << 50, File: &entry.File{Name: "a", Size: 3, SHA256: "abc"}}, 9))
	_, err = w.Store.MarkSeen(ctx, member, first, comment)
	must(t, err)
	typeInto(t, w.Store, first)
}

func typeInto(t *testing.T, store Store, task string) {
	ctx, base := t.Context(), "text"
	accept := func(client string, id int64, from, to string) coedit.Accepted {
		return coedit.Accepted{Update: doc.Update{Client: client, ID: id, Changes: doc.Diff(doc.NewText(from), doc.NewText(to))}, Actor: "ann"}
	}
	must(t, store.AddUpdates(ctx, []coedit.Addition{{Task: task, Base: &base, First: 1, Mark: &coedit.Mark{Known: base}, At: 40, Updates: []coedit.Accepted{
		accept("a", 1, "text", "text!"), accept("b", 1, "text!", "text!?"),
	}}}))
	must(t, store.Compact(ctx, task, "text!", 1, 50))
	must(t, store.AddUpdates(ctx, []coedit.Addition{{Task: task, First: 3, At: 60, Updates: []coedit.Accepted{accept("a", 2, "text!?", "more")}}}))
}

// movable is what a copy asks of a store.
func movable(t *testing.T, store Store) migration.Store {
	t.Helper()
	m, is := store.(migration.Store)
	if !is {
		t.Fatal("this store cannot be moved")
	}
	return m
}

// An instance goes from one kind of store to the other and back, and is the same.
func TestCopy(t *testing.T) {
	Worlds(t, func(t *testing.T, w *World) {
		lived(t, w)
		source := movable(t, w.Store)
		before, err := migration.Digest(t.Context(), source)
		must(t, err)
		for name, open := range kinds {
			target, _ := open(t)
			result, err := migration.Copy(t.Context(), source, movable(t, target), quiet)
			if err != nil {
				t.Fatalf("to %s: %v", name, err)
			}
			if result.Digest != before.All || result.Streams < 5 || result.Entries < 10 || result.Records < 20 {
				t.Errorf("to %s: %+v, want %s", name, result, before.All)
			}
			if err := journal.Verify(t.Context(), target, w.Project); err != nil {
				t.Errorf("to %s: %v", name, err)
			}
			goesOn(t, w, target)
		}
	})
}

// goesOn works on a copy: people's rights, commands, and what was taken hold there.
func goesOn(t *testing.T, w *World, store Store) {
	t.Helper()
	there := &World{w.World, store}
	there.Start(t, store)
	defer w.Start(t, w.Store)
	there.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "life goes on"})
	taken := there.Submit(t, entry.TeamOwner, &entry.ProjectUpdate{Name: entry.Some("x")})
	if taken.Err != nil {
		t.Error(taken.Err)
	}
	receipts, err := there.Writer.Submit(t.Context(), journal.Submission{Stream: w.Team, Actor: w.People[entry.TeamOwner], Commands: []entry.Command{
		{ID: entry.NewID(), Body: &entry.ProjectCreate{Project: w.Team, Team: w.Team, Name: "x", Key: "PURGED"}},
	}})
	if err == nil {
		err = receipts[0].Err
	}
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("the key of a purged project is given again: %v", err)
	}
	if _, holder, err := store.SessionByHash(t.Context(), auth.Hash{7}); err != nil || holder.User != w.People[entry.TeamMember] {
		t.Errorf("a session: %+v, %v", holder, err)
	}
	if _, told := letters(t, there); told != "" && told != "mail()" && told != "mail() push()" && told != "push() mail()" {
		t.Errorf("the copy tells again: %s", told)
	}
}

// broken is a store that fails after so many writes.
type broken struct {
	migration.Store
	left int
}

var errBroken = errors.New("broken")

func (b *broken) Append(ctx context.Context, batches []journal.Batch) error {
	if b.left--; b.left < 0 {
		return errBroken
	}
	return b.Store.Append(ctx, batches)
}

func (b *broken) Fill(ctx context.Context, table *migration.Table, records []migration.Record) error {
	if b.left--; b.left < 0 {
		return errBroken
	}
	return b.Store.Fill(ctx, table, records)
}

// A copy that broke off goes on where it was, into its own target only, and only
// from a source that has not changed.
func TestCopy_resumes(t *testing.T) {
	Worlds(t, func(t *testing.T, w *World) {
		lived(t, w)
		ctx, source := t.Context(), movable(t, w.Store)
		for name, open := range kinds {
			store, _ := open(t)
			target := movable(t, store)
			tries := 1
			for ; ; tries++ {
				_, err := migration.Copy(ctx, source, &broken{target, tries}, quiet)
				if err == nil {
					break
				}
				if !errors.Is(err, errBroken) {
					t.Fatalf("to %s, try %d: %v", name, tries, err)
				}
				if of, err := target.CopyOf(ctx); err != nil || of == "" {
					t.Fatalf("it is not marked as half done: %v", err)
				}
			}
			if tries < 3 {
				t.Errorf("to %s: it broke off %d times", name, tries)
			}
			if _, err := migration.Copy(ctx, source, target, quiet); !errors.Is(err, migration.ErrNotEmpty) {
				t.Errorf("again into what is whole: %v", err)
			}
		}
		half, _ := kinds["sqlite"](t)
		if _, err := migration.Copy(ctx, source, &broken{movable(t, half), 2}, quiet); !errors.Is(err, errBroken) {
			t.Fatal(err)
		}
		w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "meanwhile"})
		if _, err := migration.Copy(ctx, source, movable(t, half), quiet); !errors.Is(err, migration.ErrOtherCopy) {
			t.Errorf("from a source that has changed: %v", err)
		}
	})
}

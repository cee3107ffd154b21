package mongo

import (
	"testing"

	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/journal"
	"tandem/internal/journal/journaltest"
	"tandem/internal/mongo/mongotest"
)

// Another node that appends between a decision and its commit wins; what was decided
// on the old head is decided again, and both are there.
func TestAppend_otherNode(t *testing.T) {
	for name, atomic := range map[string]bool{"[J3] one entry": false, "[J3, J4] a group, the others' id among it": true} {
		t.Run(name, func(t *testing.T) {
			at := mongotest.Address(t)
			w := journaltest.NewWorld(t, openedAt(t, at))
			here, met := w.Store.(*DB), false
			elsewhere := *w.Opened
			other := &journaltest.World{Opened: &elsewhere, Bus: w.Bus, Team: w.Team, Project: w.Project, People: w.People}
			there := openTest(t, at)
			t.Cleanup(func() { there.Close() })
			other.Start(t, there)
			shared := entry.NewID()
			here.after = func(s step) error {
				if s == announced && !met {
					met = true
					other.SubmitAs(t, w.People[entry.TeamOwner], shared, &entry.TaskCreate{Title: "theirs"})
				}
				return nil
			}
			sub := journal.Submission{Stream: w.Project, Actor: w.People[entry.TeamOwner], Atomic: atomic, Commands: []entry.Command{
				{ID: entry.NewID(), Body: &entry.TaskCreate{Title: "mine"}}, {ID: shared, Body: &entry.TaskCreate{Title: "theirs"}},
			}}
			if !atomic {
				sub.Commands = sub.Commands[:1]
			}
			receipts, err := w.Writer.Submit(t.Context(), sub)
			if err != nil || (receipts[0].Err != nil) != atomic {
				t.Fatalf("%+v, %v", receipts, err)
			}
			head, err := w.Store.Head(t.Context(), w.Project)
			if want := map[bool]int64{false: 3, true: 2}[atomic]; err != nil || head.Seq != want {
				t.Errorf("head is %d, not %d; %v", head.Seq, want, err)
			}
			w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "life goes on"})
			w.Verify(t)
		})
	}
}

// A late node writes nothing over what others have written since: neither an older
// row, nor one that is gone.
func TestPut_late(t *testing.T) {
	w := journaltest.NewWorld(t, opened(t))
	db := w.Store.(*DB)
	label := w.Must(t, entry.TeamOwner, &entry.LabelCreate{Name: "old"}).After.Label
	rename := w.Must(t, entry.TeamOwner, &entry.LabelUpdate{Label: label.ID, Name: entry.Some("new")}).Seq
	late := &rowWriter{db: db, ctx: t.Context(), in: w.Project, seq: rename - 1, fresh: map[string]bool{label.ID: true}}
	rows := parts([]*entry.Label{label}, w.Project, late.seq, func(l *entry.Label) string { return l.ID })
	if err := late.put("labels", rows, nil); err != nil {
		t.Fatal(err)
	}
	w.Verify(t)
	w.Must(t, entry.TeamOwner, &entry.LabelDelete{Label: label.ID})
	if err := late.put("labels", rows, nil); err != nil {
		t.Fatal(err)
	}
	w.Verify(t)
}

// A deed that was committed and not carried out is, by whoever comes next; all of
// it, once.
func TestWrite_crash(t *testing.T) {
	at := mongotest.Address(t)
	o := openedAt(t, at)
	db := o.Store.(*DB)
	account := &auth.Account{User: entry.User{ID: entry.NewID(), Name: "Ann", Handle: "ann", Email: new("ann@example.org"), TimeZone: "UTC", Locale: "en"}}
	session := auth.Session{ID: entry.NewID(), User: account.User.ID, Hash: auth.Hash{1}}
	if err := db.CreateAccount(t.Context(), account, auth.Admission{}); err != nil {
		t.Fatal(err)
	}
	if err := db.CreateSession(t.Context(), session); err != nil {
		t.Fatal(err)
	}
	crashAt(db, committed)
	if err := db.SetPassword(t.Context(), account.User.ID, "new", ""); err == nil {
		t.Fatal("the write has not noticed")
	}
	again := openTest(t, at)
	t.Cleanup(func() { again.Close() })
	if found, err := again.Account(t.Context(), account.User.ID); err != nil || found.Password != "new" {
		t.Errorf("[L4] the password is %q, %v", found.Password, err)
	}
	if sessions, err := again.Sessions(t.Context(), account.User.ID); err != nil || len(sessions) != 0 {
		t.Errorf("[L4] sessions go on: %+v, %v", sessions, err)
	}
	revoked, err := again.Revocations(t.Context(), 0)
	if err != nil || len(revoked) != 1 || revoked[0].Right != session.ID {
		t.Errorf("[L4] revoked: %+v, %v", revoked, err)
	}
	if _, _, err := again.SessionByHash(t.Context(), session.Hash); err == nil {
		t.Error("[L4] the session is known")
	}
}

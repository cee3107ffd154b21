package sqlite

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/journal"
	"tandem/internal/journal/journaltest"
)

// BenchmarkCreate is the write path below HTTP: 64 submitters, one task each time.
func BenchmarkCreate(b *testing.B) {
	db, err := Open(context.Background(), b.TempDir(), Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	user, team, stream := entry.NewID(), entry.NewID(), entry.NewID()
	_ = db.write(context.Background(), func(tx *writing) error {
		return tx.exec(`INSERT INTO users (id, email, email_key, name, handle, password, time_zone, locale, admin, created_at) VALUES (?, 'a', 'a', 'a', 'a', '', 'UTC', 'en', 0, 0)`, user)
	})
	_ = db.write(context.Background(), func(tx *writing) error {
		return tx.exec(`INSERT INTO team_members (team, user, role, joined_at) VALUES (?, ?, 'owner', 0)`, team, user)
	})
	w := journal.NewWriter(db, &journaltest.Recorder{}, journal.Options{})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go w.Run(ctx)
	submit := func(body entry.Body) {
		r, err := w.Submit(ctx, journal.Submission{Stream: stream, Actor: user, Commands: []entry.Command{{ID: entry.NewID(), Body: body}}})
		if err != nil || r[0].Err != nil {
			b.Error(err, r)
		}
	}
	submit(&entry.ProjectCreate{Project: stream, Team: team, Name: "bench", Key: "BENCH"})
	var n atomic.Int64
	b.SetParallelism(32)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			submit(&entry.TaskCreate{Title: fmt.Sprint("task ", n.Add(1))})
		}
	})
}

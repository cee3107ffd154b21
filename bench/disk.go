//go:build linux

package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite"
)

// disk is what a bare insert loop reaches with the product's database settings:
// WAL and synchronous=FULL.
type disk struct {
	single  float64       // inserts a second, one a commit
	commit  time.Duration // median of such a commit
	batched float64       // inserts a second, 64 a commit
}

func (r *run) bareDisk() (disk, error) {
	if r.disk != nil {
		return *r.disk, nil
	}
	dir, err := os.MkdirTemp(filepath.Dir(r.binary), "bench-")
	if err != nil {
		return disk{}, err
	}
	defer os.RemoveAll(dir)
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "bare.db")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		return disk{}, err
	}
	defer db.Close()
	conn, err := db.Conn(context.Background())
	if err != nil {
		return disk{}, err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(context.Background(), "CREATE TABLE bare (id INTEGER PRIMARY KEY, body TEXT) STRICT"); err != nil {
		return disk{}, err
	}
	singles, err := insertLoop(conn, 1, 2*time.Second)
	if err != nil {
		return disk{}, err
	}
	batches, err := insertLoop(conn, 64, 2*time.Second)
	if err != nil {
		return disk{}, err
	}
	r.disk = &disk{
		single: float64(len(singles)) / 2, commit: quantile(singles, 0.5), batched: float64(len(batches)) * 64 / 2,
	}
	return *r.disk, nil
}

// insertLoop commits batches of rows until the time is up, and gives how long each took.
func insertLoop(conn *sql.Conn, batch int, lasts time.Duration) ([]time.Duration, error) {
	ctx := context.Background()
	insert, err := conn.PrepareContext(ctx, "INSERT INTO bare (body) VALUES (?)")
	if err != nil {
		return nil, err
	}
	defer insert.Close()
	body := fmt.Sprintf("%0400d", 1) // about as much as an entry
	var took []time.Duration
	for end := time.Now().Add(lasts); time.Now().Before(end); {
		begin := time.Now()
		if _, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
			return nil, err
		}
		for range batch {
			if _, err := insert.ExecContext(ctx, body); err != nil {
				return nil, err
			}
		}
		if _, err := conn.ExecContext(ctx, "COMMIT"); err != nil {
			return nil, err
		}
		took = append(took, time.Since(begin))
	}
	return took, nil
}

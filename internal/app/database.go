package app

import (
	"context"
	"os"
	"path/filepath"

	"tandem/internal/config"
	"tandem/internal/mongo"
	"tandem/internal/sqlite"
)

var (
	_ Store = (*sqlite.DB)(nil)
	_ Store = (*mongo.DB)(nil)
)

// openStore opens the database server that is set, or else the embedded database.
func openStore(ctx context.Context, settings *config.Config, own mongo.Options) (Store, error) {
	if settings.Database != "" {
		return orNothing(mongo.Open(ctx, settings.Database, own))
	}
	return orNothing(sqlite.Open(ctx, settings.Data, sqlite.Options{OnRecord: own.OnRecord, Mail: own.Mail}))
}

// orNothing keeps a nil pointer from being taken for a store.
func orNothing[S Store](store S, err error) (Store, error) {
	if err != nil {
		return nil, err
	}
	return store, nil
}

// openStore opens the server's own.
func (a *App) openStore(ctx context.Context) (err error) {
	a.store, err = openStore(ctx, &a.settings, mongo.Options{
		OnRecord: a.recorded, Mail: a.settings.SMTP != "", Warn: func(sentence string) { a.log.Warn(sentence) },
	})
	if err != nil {
		return err
	}
	a.closing = append(a.closing, func() { a.store.Close() })
	if err := refuseHalf(ctx, a.store); err != nil {
		return err
	}
	if server, is := a.store.(*mongo.DB); is {
		a.database = server.Run
	}
	return nil
}

// databaseBytes is how large the database is: its file and its log. A server tells of
// itself, and its log is not ours.
func (a *App) databaseBytes(ctx context.Context) map[string]float64 {
	server, is := a.store.(*mongo.DB)
	if !is {
		file := filepath.Join(a.settings.Data, sqlite.File)
		return map[string]float64{"database": fileSize(file), "log": fileSize(file + "-wal")}
	}
	bytes, err := server.Size(ctx)
	if err != nil {
		a.log.Warn("size of the database", "error", err)
	}
	return map[string]float64{"database": float64(bytes), "log": 0}
}

func fileSize(file string) float64 {
	info, err := os.Stat(file)
	if err != nil {
		return 0 // the log is not there before the first write
	}
	return float64(info.Size())
}

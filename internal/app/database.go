package app

import (
	"context"

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
	if server, is := a.store.(*mongo.DB); is {
		a.database = server.Run
	}
	return nil
}

package app

import (
	"context"

	"tandem/internal/auth"
	"tandem/internal/config"
	"tandem/internal/inproc"
	"tandem/internal/journal"
	"tandem/internal/mongo"
)

// Offline is the floors without a server: what the operator's commands work
// with. It may be open beside a server that runs on the same database; what it
// writes the server finds in the database.
type Offline struct {
	Store    Store
	Writer   *journal.Writer
	Accounts *auth.Service

	stop    context.CancelFunc
	stopped chan struct{}
}

// OpenOffline opens the data folder, or the database server that is set. Close it in the end.
func OpenOffline(ctx context.Context, settings config.Config) (*Offline, error) {
	store, err := openStore(ctx, &settings, mongo.Options{})
	if err != nil {
		return nil, err
	}
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	o := &Offline{
		Store: store, Writer: journal.NewWriter(store, inproc.New(), journal.Options{}),
		Accounts: auth.New(store, auth.Options{}), stop: stop, stopped: make(chan struct{}),
	}
	go func() { defer close(o.stopped); o.Writer.Run(work) }()
	return o, nil
}

// Close lets the writer finish and closes the database.
func (o *Offline) Close() {
	o.stop()
	<-o.stopped
	o.Store.Close()
}

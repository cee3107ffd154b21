// Package app puts the floors together: it is the only place that knows
// concrete types. The binary and the tests from outside use the same value.
package app

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"tandem/internal/api"
	"tandem/internal/auth"
	"tandem/internal/blob"
	"tandem/internal/coedit"
	"tandem/internal/config"
	"tandem/internal/due"
	"tandem/internal/fault"
	"tandem/internal/inbox"
	"tandem/internal/inproc"
	"tandem/internal/journal"
	"tandem/internal/mail"
	"tandem/internal/outbox"
	"tandem/internal/projection/activity"
	"tandem/internal/projection/live"
	"tandem/internal/projection/notify"
	"tandem/internal/projection/search"
	"tandem/internal/push"
	"tandem/internal/remind"
	"tandem/internal/team"
	"tandem/internal/trace"
)

// App is a server that is ready to run.
type App struct {
	settings     config.Config
	log          *slog.Logger
	store        Store
	database     func(context.Context) // what a database server needs done beside; nil: nothing
	bus          *inproc.Bus
	writer       *journal.Writer
	auth         *auth.Service
	visits       *auth.Visits
	teams        *team.Service
	auditing     []func(context.Context)
	hub          *live.Hub
	search       *search.Search
	feed         *activity.Feed
	reminders    *remind.Service
	descriptions *coedit.Authority
	due          *due.Service
	inbox        *inbox.Service
	notify       *notify.Notify
	outbox       *outbox.Service
	files        *blob.Service
	mailKey      mail.Key
	pushKey      push.Key
	gate         *api.Gate
	edge         *api.API
	health       *api.Health
	metrics      *metrics      // nil without an address for operators
	traces       *trace.Tracer // nil without a collector
	handler      http.Handler
	public       net.Listener
	admin        net.Listener
	closing      []func() // newest last
}

// requestTime is how long a request may take to arrive, and its answer to leave:
// long for an import over a slow line, short for who only holds the line.
// Sockets, which have left HTTP, are not bound by it.
const requestTime = 5 * time.Minute

// stopTime is how long a stop may take in all.
const stopTime = 20 * time.Second

// New opens everything and takes the addresses, but serves nothing yet. Its
// faults say what is wrong with a setting.
func New(ctx context.Context, settings config.Config) (app *App, err error) {
	a := &App{settings: settings, log: newLog(os.Stderr, &settings), bus: inproc.New()}
	defer func() {
		if err != nil {
			a.Close()
		}
	}()
	if err = a.openStore(ctx); err != nil {
		return nil, err
	}
	a.newTraces()
	if a.public, err = listen("addr", settings.Addr); err != nil {
		return nil, err
	}
	if settings.AdminAddr != "" {
		if a.admin, err = listen("admin-addr", settings.AdminAddr); err != nil {
			return nil, err
		}
	}
	a.writer = journal.NewWriter(a.store, a.bus, a.writerOptions())
	if a.mailKey, err = a.store.Secret(ctx, "unsubscribe"); err != nil {
		return nil, err
	}
	if err = a.newOutbox(ctx); err != nil {
		return nil, err
	}
	if a.files, err = a.newFiles(ctx); err != nil {
		return nil, err
	}
	a.wire()
	return a, nil
}

func (a *App) writerOptions() (options journal.Options) {
	if a.admin != nil {
		a.metrics = newMetrics()
		options.OnCommit = a.metrics.committed
	}
	if a.metrics != nil || a.traces != nil {
		options.OnSubmit = a.submitted
	}
	return options
}

func listen(flag, address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, &fault.Error{Kind: fault.Unavailable, Err: err, Message: "--" + flag + " " + address + " cannot be used: " + err.Error()}
	}
	return l, nil
}

// Address is where people come in, with the port that was taken.
func (a *App) Address() string { return "http://" + a.public.Addr().String() }

// Run serves until ctx ends, then stops in order: no new requests, answers to
// those under way, everything that was acknowledged on disk.
func (a *App) Run(ctx context.Context, ready func(address string)) error {
	work, stopWork := context.WithCancel(context.Background())
	var working sync.WaitGroup
	working.Go(func() { a.writer.Run(work) })
	for _, job := range a.jobs() {
		working.Go(func() { job(work) })
	}
	server := &http.Server{
		Handler: a.handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ReadTimeout: requestTime, WriteTimeout: requestTime, ErrorLog: slog.NewLogLogger(a.log.Handler(), slog.LevelDebug),
	}
	failed := make(chan error, 2)
	go func() { failed <- server.Serve(a.public) }()
	if a.admin != nil {
		go func() { failed <- a.serveAdmin(work) }()
	}
	if !a.settings.RateLimit {
		a.log.Warn("rate limits are off: anybody may ask as often as they like")
	}
	ready(a.Address())
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	a.stop(server)
	stopWork()
	working.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// stop ends sockets and requests within the time that a stop may take.
func (a *App) stop(server *http.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), stopTime-5*time.Second)
	defer cancel()
	a.sayGoodbye(ctx)
	if server.Shutdown(ctx) != nil {
		server.Close()
	}
}

// Close lets go of everything; it may be called after Run or instead of it.
func (a *App) Close() {
	for i := len(a.closing) - 1; i >= 0; i-- {
		a.closing[i]()
	}
	a.closing = nil
	for _, l := range []net.Listener{a.public, a.admin} {
		if l != nil {
			l.Close()
		}
	}
}

package app

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"tandem/internal/api"
	"tandem/internal/audit"
	"tandem/internal/auth"
	"tandem/internal/coedit"
	"tandem/internal/config"
	"tandem/internal/demo"
	"tandem/internal/due"
	"tandem/internal/entry"
	"tandem/internal/importing"
	"tandem/internal/inbox"
	"tandem/internal/journal"
	"tandem/internal/look"
	"tandem/internal/mail"
	"tandem/internal/projection/activity"
	"tandem/internal/projection/live"
	"tandem/internal/projection/notify"
	"tandem/internal/projection/search"
	"tandem/internal/remind"
	"tandem/internal/team"
	"tandem/internal/unread"
	"tandem/internal/view"
	"tandem/internal/watch"
	"tandem/internal/web"
)

// wire connects the floors; it reads from the bottom up.
func (a *App) wire() {
	a.auth = auth.New(a.store, auth.Options{
		Open: a.settings.Registration == config.Open, ByInvite: a.settings.Registration != config.Closed,
	})
	a.teams = team.New(a.store, a.syncMembers, a.tellOfTeam)
	a.visits = auth.NewVisits(a.store)
	a.descriptions = coedit.New(coedit.Options{Store: a.store, Journal: a.writer, Bus: a.bus, Log: a.log})
	journals := live.Journal{Writer: a.writer, Store: a.store}
	hub := live.Options{
		Source: journals, Access: journals, Documents: a.descriptions, MayEdit: journals.MayEdit,
		Bus: a.bus, Log: a.log, Unlimited: !a.settings.RateLimit,
	}
	if a.metrics != nil {
		a.metrics.follow(&hub)
	}
	a.hub = live.New(hub)
	a.descriptions.Tell(a.hub)
	a.auth.OnRevoked(a.hub.EndSession)

	a.search = search.New(a.store, a.bus, func(err error) { a.log.Error("search", "error", err) })
	a.feed = activity.New(a.store, a.bus, func(err error) { a.log.Error("activity", "error", err) })
	log := &audit.Service{Store: a.store, Days: int(a.settings.AuditDays), Log: a.log}
	refusals := audit.NewRefusals(a.store, a.refused)
	a.auditing = []func(context.Context){log.Run, refusals.Run}

	edge := api.New(api.Options{Actor: actor, Visitor: visit, Once: a.store, Log: a.log})
	a.gate = api.NewGate(edge, api.GateOptions{
		Auth: a.auth, Devices: a.store, Visits: a.visits, BaseURL: a.settings.BaseURL, Proxies: a.settings.TrustedProxies,
		Unlimited: !a.settings.RateLimit, Log: a.log, Observe: a.observe(), Refused: refusals.Tell,
	})
	a.inbox = inbox.New(a.store, a.writer.Tell, nil)
	a.notify = notify.New(a.store, a.writer.TellOnce, a.bus, notify.Options{OnTold: a.told, Fail: func(err error) { a.log.Error("notify", "error", err) }})
	accounts := &api.Accounts{
		Auth: a.auth, Teams: a.teams, Projects: a.store, Gate: a.gate, Inbox: a.inbox,
		Registration: string(a.settings.Registration), OfferDemo: a.settings.OfferDemo, BaseURL: a.baseURL(),
	}
	edge.Register(accounts.Routes()...)
	resources := api.NewResources(a.writer, a.store, nil)
	edge.Register(resources.Routes()...)
	edge.Register((&api.Files{Resources: resources, Files: a.files}).Routes()...)
	a.reminders = remind.New(a.store, a.writer.TellOnce, nil)
	edge.Register((&api.Reminders{Resources: resources, Service: a.reminders}).Routes()...)
	a.due = due.New(a.store, a.writer.TellOnce, a.told, nil)
	edge.Register((&api.OwnViews{Resources: resources, Service: view.New(a.store, a.writer.Tell, nil)}).Routes()...)
	edge.Register((&api.Unread{Resources: resources, Service: unread.New(a.store, a.writer.Tell)}).Routes()...)
	edge.Register((&api.Notifications{Inbox: a.inbox}).Routes()...)
	edge.Register((&api.Watches{Resources: resources, Service: watch.New(a.store, a.writer.Tell)}).Routes()...)
	edge.Register((&api.Activities{Resources: resources, Feed: a.feed, Looks: look.New(a.store, a.writer.Tell, nil)}).Routes()...)
	edge.Register((&api.Histories{Resources: resources, Past: journal.NewPast(a.store), Outline: a.store}).Routes()...)
	edge.Register((&api.Searches{Finder: a.search}).Routes()...)
	edge.Register((&api.Links{Resources: resources, Visits: a.visits, Gate: a.gate, BaseURL: a.baseURL()}).Routes()...)
	edge.Register((&api.Imports{Boards: &importing.Importer{Writer: a.writer, Teams: a.store}, Reads: a.store}).Routes()...)
	edge.Register((&api.Demo{Accounts: accounts, Open: (&demo.Instance{Accounts: a.auth, Teams: a.store, Writer: a.writer}).Open}).Routes()...)
	edge.Register((&api.Outside{Outbox: a.outbox}).Routes()...)
	edge.Register((&api.Answers{Service: a.newAnswers(), Secret: a.settings.ReplySecret}).Routes()...)
	edge.Register((&api.Devices{Outbox: a.outbox, Key: a.pushKey.Public()}).Routes()...)
	edge.Register((&api.Audits{Log: log, Teams: a.teams}).Routes()...)
	edge.Describe()
	edge.Sockets(api.SocketOptions{Hub: a.hub, Identify: a.gate.Identify, Origin: a.settings.BaseURL})

	a.health = &api.Health{Ping: a.store.Ping}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", a.health.Live)
	mux.HandleFunc("GET /readyz", a.health.Ready)
	mux.Handle("/api/", edge)
	mux.Handle("GET /api/", api.Compressed(edge))
	mux.Handle("GET /api/attachments/", edge) // in ranges, and as long as it takes
	unsubscribe := &mail.Unsubscribe{Key: a.mailKey, End: a.outbox.Unsubscribe}
	mux.Handle("GET "+mail.UnsubscribePath, unsubscribe)
	mux.Handle("POST "+mail.UnsubscribePath, unsubscribe)
	for _, reserved := range []string{"/api", "/metrics", "/debug/"} {
		mux.Handle(reserved, edge) // nothing is there, and never the page
	}
	mux.Handle("/ws", edge)
	mux.Handle("/ws/", edge)
	mux.Handle("/", web.Handler())
	a.edge, a.handler = edge, a.traced(a.gate.Before(mux))
}

// observe gives who is told of answers: nobody where nobody can ask.
func (a *App) observe() func(context.Context, api.Seen) {
	if a.metrics != nil {
		a.metrics.registry.MustRegister(gauges{a})
	} else if a.traces == nil {
		return nil
	}
	return a.answered
}

// actor tells the edge who asks.
func actor(ctx context.Context) (string, bool) {
	user := auth.User(ctx)
	return user, user != ""
}

// visit tells the edge by which public link a visitor came; nil for people.
func visit(ctx context.Context) *api.Visit { return api.VisitFrom(auth.From(ctx)) }

// syncMembers makes a project's members equal to what its team gives.
func (a *App) syncMembers(ctx context.Context, project, actor string) error {
	receipts, err := a.writer.Submit(ctx, journal.Submission{
		Stream: project, Actor: actor, Trusted: true, Commands: []entry.Command{{Body: &entry.MemberSync{}}},
	})
	if err != nil {
		return err
	}
	return receipts[0].Err
}

// tellOfTeam lets a person know that a team of theirs has changed.
func (a *App) tellOfTeam(ctx context.Context, user, team, actor string) error {
	return a.writer.Tell(ctx, actor, user, entry.Event{Type: entry.TeamUpdated, ID: team})
}

// baseURL is what links begin with: as set, or the address that is listened on.
func (a *App) baseURL() string {
	if a.settings.BaseURL != "" {
		return strings.TrimSuffix(a.settings.BaseURL, "/")
	}
	return a.Address()
}

// jobs are what runs beside the writer until the server stops.
func (a *App) jobs() []func(context.Context) {
	jobs := slices.Clone(a.auditing)
	if a.database != nil {
		jobs = append(jobs, a.database)
	}
	return append(jobs, a.auth.Run, a.teams.Run, a.visits.Run, a.search.Run, a.feed.Run, a.reminders.Run, a.due.Run, a.notify.Run, a.inbox.Run, a.descriptions.Run, a.outbox.Run, a.files.Run, a.purge)
}

// sayGoodbye tells those who are connected that the server goes down.
func (a *App) sayGoodbye(ctx context.Context) {
	a.health.Stop()
	if err := a.hub.Close(ctx); err != nil {
		a.log.Warn("sockets did not close in time", "error", err)
	}
}

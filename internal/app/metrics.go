package app

import (
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"tandem/internal/api"
	"tandem/internal/audit"
	"tandem/internal/entry"
	"tandem/internal/outbox"
	"tandem/internal/projection/live"
)

// metrics counts what operators watch. Seconds and bytes, as is usual there.
type metrics struct {
	registry   *prometheus.Registry
	answers    *prometheus.HistogramVec
	statuses   *prometheus.CounterVec
	submits    prometheus.Histogram
	appends    prometheus.Histogram
	batches    prometheus.Histogram
	deliveries prometheus.Histogram
	joins      *prometheus.CounterVec
	closes     *prometheus.CounterVec
	records    *prometheus.CounterVec
	refusals   *prometheus.CounterVec
	told       *prometheus.CounterVec
	sent       *prometheus.CounterVec
	lost       *prometheus.CounterVec
	busLag     prometheus.Histogram
	busMissed  prometheus.Counter
	busLost    prometheus.Counter
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		answers: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "tandem_http_answer_seconds", Help: "Time to answer requests, by route and class of status.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"route", "status"}),
		statuses: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tandem_http_answers_total", Help: "Requests that were answered, by status.",
		}, []string{"status"}),
		submits: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "tandem_journal_submit_seconds", Help: "Time that a caller waits for its commands: queue, decision and append.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}),
		appends: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "tandem_journal_append_seconds", Help: "Time of one append, synced to disk.",
			Buckets: []float64{.0002, .0005, .001, .0025, .005, .01, .025, .05, .1, .5, 2},
		}),
		batches: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "tandem_journal_append_commands", Help: "Commands that shared one append.",
			Buckets: []float64{1, 2, 4, 8, 16, 32, 64},
		}),
		deliveries: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "tandem_live_delivery_seconds", Help: "Time from a commit until it was given to every socket that watches its stream.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}),
		joins: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tandem_live_joined_total", Help: "Subscriptions that went live, by how: fresh, current, caughtup (by entries), reset (by a snapshot).",
		}, []string{"how"}),
		closes: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tandem_sockets_closed_total", Help: "Sockets that have ended, by close code; 1006: the connection was lost.",
		}, []string{"code"}),
		records: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tandem_audit_records_total", Help: "Records written to the audit log, by kind.",
		}, []string{"kind"}),
		refusals: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tandem_access_refused_total", Help: "Requests refused for want of a right, by status.",
		}, []string{"status"}),
		told: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tandem_notifications_told_total", Help: "Notifications of what happened in projects, by reason.",
		}, []string{"reason"}),
		sent: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tandem_outbox_sent_total", Help: "Messages that went out of the app, by channel.",
		}, []string{"channel"}),
		lost: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tandem_outbox_failed_total", Help: "Tries to send a message that failed, by channel.",
		}, []string{"channel"}),
	}
	m.countBus()
	m.zeros()
	m.registry.MustRegister(m.answers, m.statuses, m.submits, m.appends, m.batches, m.deliveries, m.joins, m.closes, m.records,
		m.refusals, m.told, m.sent, m.lost, m.busLag, m.busMissed, m.busLost, build(), collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// countBus makes what is told of the bus; without other nodes it stays at zero.
func (m *metrics) countBus() {
	m.busLag = prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "tandem_bus_lag_seconds", Help: "Time that a message takes to Redis and back.",
		Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
	})
	m.busMissed = prometheus.NewCounter(prometheus.CounterOpts{
		Name: "tandem_bus_missed_total", Help: "Batches of other nodes that never came; what they told of is found by looking.",
	})
	m.busLost = prometheus.NewCounter(prometheus.CounterOpts{
		Name: "tandem_bus_lost_total", Help: "Messages that found no room on their way to other nodes: presence and carets.",
	})
}

// zeros begins what is counted by a label that is known beforehand: a rate needs a
// zero to rise from.
func (m *metrics) zeros() {
	for _, how := range []live.How{live.Fresh, live.Current, live.CaughtUp, live.Reset} {
		m.joins.WithLabelValues(string(how))
	}
	for _, code := range []uint16{live.CloseMalformed, live.CloseSignedOut, live.CloseRemoved, live.CloseGone, live.CloseSlow, live.CloseTooMany} {
		m.closes.WithLabelValues(strconv.Itoa(int(code)))
	}
	for _, kind := range audit.Kinds {
		m.records.WithLabelValues(string(kind))
	}
	for _, status := range []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound} {
		m.refusals.WithLabelValues(strconv.Itoa(status))
	}
	for _, channel := range []outbox.Channel{outbox.Mail, outbox.Push} {
		m.sent.WithLabelValues(string(channel))
		m.lost.WithLabelValues(string(channel))
	}
}

// submitted is told of each submission.
func (m *metrics) submitted(took time.Duration) { m.submits.Observe(took.Seconds()) }

// follow lets the hub tell what happens to sockets.
func (m *metrics) follow(hub *live.Options) {
	hub.OnDelivered = func(took time.Duration) { m.deliveries.Observe(took.Seconds()) }
	hub.OnJoined = func(how live.How) { m.joins.WithLabelValues(string(how)).Inc() }
	hub.OnClosed = func(code uint16) { m.closes.WithLabelValues(strconv.Itoa(int(code))).Inc() }
}

// committed is told of each append.
func (m *metrics) committed(commands int, took time.Duration) {
	m.appends.Observe(took.Seconds())
	m.batches.Observe(float64(commands))
}

// recorded is told of each record of the audit log.
func (a *App) recorded(kind audit.Kind) {
	if a.metrics != nil {
		a.metrics.records.WithLabelValues(string(kind)).Inc()
	}
}

// told is told of each notification of what happened in a project.
func (a *App) told(reason entry.Reason) {
	if a.metrics != nil {
		a.metrics.told.WithLabelValues(string(reason)).Inc()
	}
}

// refused is told of each refusal of access.
func (a *App) refused(status int) {
	if a.metrics != nil {
		a.metrics.refusals.WithLabelValues(strconv.Itoa(status)).Inc()
	}
}

var classes = [...]string{1: "1xx", 2: "2xx", 3: "3xx", 4: "4xx", 5: "5xx"}

// answered is told of each answer.
func (m *metrics) answered(seen api.Seen) {
	route := seen.Pattern
	if route == "" || route == "/api/" {
		route = "unknown"
	}
	m.statuses.WithLabelValues(strconv.Itoa(seen.Status)).Inc()
	m.answers.WithLabelValues(route, classes[min(max(seen.Status/100, 1), 5)]).Observe(seen.Took.Seconds())
}

// handler answers with what there is; figures that cannot be had are left out, and
// the log says why.
func (m *metrics) handler(log *slog.Logger) http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		ErrorHandling: promhttp.ContinueOnError, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelError),
	})
}

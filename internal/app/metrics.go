package app

import (
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"tandem/internal/api"
	"tandem/internal/audit"
	"tandem/internal/entry"
	"tandem/internal/projection/live"
	"tandem/internal/sqlite"
)

// metrics counts what operators watch. Seconds and bytes, as is usual there.
type metrics struct {
	registry *prometheus.Registry
	answers  *prometheus.HistogramVec
	appends  prometheus.Histogram
	batches  prometheus.Histogram
	records  *prometheus.CounterVec
	refusals *prometheus.CounterVec
	told     *prometheus.CounterVec
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		answers: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "tandem_http_answer_seconds", Help: "Time to answer requests, by route and class of status.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"route", "status"}),
		appends: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "tandem_journal_append_seconds", Help: "Time of one append, synced to disk.",
			Buckets: []float64{.0002, .0005, .001, .0025, .005, .01, .025, .05, .1, .5, 2},
		}),
		batches: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "tandem_journal_append_commands", Help: "Commands that shared one append.",
			Buckets: []float64{1, 2, 4, 8, 16, 32, 64},
		}),
		records: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tandem_audit_records_total", Help: "Records written to the audit log, by kind.",
		}, []string{"kind"}),
		refusals: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tandem_access_refused_total", Help: "Requests refused for want of a right, by status.",
		}, []string{"status"}),
		told: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tandem_notifications_told_total", Help: "Notifications of what happened in projects, by reason.",
		}, []string{"reason"}),
	}
	m.registry.MustRegister(m.answers, m.appends, m.batches, m.records, m.refusals, m.told, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
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
	m.answers.WithLabelValues(route, classes[min(max(seen.Status/100, 1), 5)]).Observe(seen.Took.Seconds())
}

// watch adds what is asked for when the metrics are read.
func (m *metrics) watch(a *App) {
	gauge := func(name, help string, value func() float64) {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value))
	}
	hub := func(pick func(live.Stats) int) func() float64 {
		return func() float64 { return float64(pick(a.hub.Stats())) }
	}
	gauge("tandem_sockets", "Sockets that are open.", hub(func(s live.Stats) int { return s.Connections }))
	gauge("tandem_sockets_visitors", "Of them, those of visitors of public links.", hub(func(s live.Stats) int { return s.Visitors }))
	gauge("tandem_sockets_people", "People who have a socket open.", hub(func(s live.Stats) int { return s.People }))
	gauge("tandem_streams_watched", "Streams with a subscriber.", hub(func(s live.Stats) int { return s.Streams }))
	gauge("tandem_journal_waiting", "Submissions that wait for the writer.", func() float64 { return float64(a.writer.Waiting()) })
	gauge("tandem_notify_behind", "Entries of which people are not told yet.", func() float64 { return float64(a.notify.Behind()) })
	for ending, what := range map[string]string{"": "database", "-wal": "log"} {
		file := filepath.Join(a.settings.Data, sqlite.File+ending)
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "tandem_database_bytes", Help: "Size of the database's files.", ConstLabels: prometheus.Labels{"file": what},
		}, func() float64 { return size(file) }))
	}
}

func size(file string) float64 {
	info, err := os.Stat(file)
	if err != nil {
		return 0 // the log is not there before the first write
	}
	return float64(info.Size())
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError})
}

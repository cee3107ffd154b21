package app

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"tandem/internal/sqlite"
)

// gauges are the figures that are looked up when the metrics are read, each
// source once.
type gauges struct{ app *App }

// gauge describes a figure with no or one label.
func gauge(name, help string, label ...string) *prometheus.Desc {
	return prometheus.NewDesc(name, help, label, nil)
}

var (
	sockets         = gauge("tandem_sockets", "Sockets that are open.")
	visitors        = gauge("tandem_sockets_visitors", "Of them, those of visitors of public links.")
	people          = gauge("tandem_sockets_people", "People who have a socket open.")
	queued          = gauge("tandem_sockets_queued_bytes", "Bytes that wait for slow sockets.")
	queuedMost      = gauge("tandem_sockets_queued_bytes_max", "Bytes that wait for the slowest socket, which is closed above 1 MiB.")
	watched         = gauge("tandem_streams_watched", "Streams with a subscriber.")
	waiting         = gauge("tandem_journal_waiting", "Submissions that wait for the writer.")
	notifyBehind    = gauge("tandem_notify_behind", "Entries of which people are not told yet.")
	behind          = gauge("tandem_projection_behind_projects", "Projects that a projection has not gone through to their heads.", "projection")
	outboxWaiting   = gauge("tandem_outbox_waiting", "Notifications that wait to go out of the app.")
	outboxParked    = gauge("tandem_outbox_parked", "Notifications that failed too often and wait for an administrator.")
	outboxOldest    = gauge("tandem_outbox_oldest_seconds", "Age of the oldest notification that waits to go out.")
	databaseBytes   = gauge("tandem_database_bytes", "Size of the embedded database's files.", "file")
	databaseFiles   = map[string]string{"database": sqlite.File, "log": sqlite.File + "-wal"}
	allDescriptions = []*prometheus.Desc{
		sockets, visitors, people, queued, queuedMost, watched, waiting, notifyBehind, behind, outboxWaiting, outboxParked, outboxOldest, databaseBytes,
	}
)

// gaugesTime is how long one look may take: less than a scrape waits.
const gaugesTime = 5 * time.Second

// Describe implements prometheus.Collector.
func (g gauges) Describe(out chan<- *prometheus.Desc) {
	for _, desc := range allDescriptions {
		out <- desc
	}
}

// Collect implements prometheus.Collector.
func (g gauges) Collect(out chan<- prometheus.Metric) {
	put := func(desc *prometheus.Desc, value float64, label ...string) {
		out <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, label...)
	}
	ctx, cancel := context.WithTimeout(context.Background(), gaugesTime)
	defer cancel()
	hub := g.app.hub.Stats()
	put(sockets, float64(hub.Connections))
	put(visitors, float64(hub.Visitors))
	put(people, float64(hub.People))
	put(queued, float64(hub.QueuedBytes))
	put(queuedMost, float64(hub.MaxQueuedBytes))
	put(watched, float64(hub.Streams))
	put(waiting, float64(g.app.writer.Waiting()))
	put(notifyBehind, float64(g.app.notify.Behind()))
	for label, file := range databaseFiles {
		if g.app.settings.Database == "" {
			put(databaseBytes, size(filepath.Join(g.app.settings.Data, file)), label)
		}
	}
	g.behind(ctx, out, put)
	g.outbox(ctx, out, put)
}

// behind counts the projects that the projections with a stored position still
// have to go through.
func (g gauges) behind(ctx context.Context, out chan<- prometheus.Metric, put func(*prometheus.Desc, float64, ...string)) {
	everybody := func(ctx context.Context) ([]string, error) { return g.app.store.SearchBehind(ctx, "") }
	for name, list := range map[string]func(context.Context) ([]string, error){"search": everybody, "activity": g.app.store.ActivityBehind} {
		projects, err := list(ctx)
		if err != nil {
			out <- prometheus.NewInvalidMetric(behind, err)
			continue
		}
		put(behind, float64(len(projects)), name)
	}
}

func (g gauges) outbox(ctx context.Context, out chan<- prometheus.Metric, put func(*prometheus.Desc, float64, ...string)) {
	stats, err := g.app.outbox.Stats(ctx)
	if err != nil {
		out <- prometheus.NewInvalidMetric(outboxWaiting, err)
		return
	}
	put(outboxWaiting, float64(stats.Waiting))
	put(outboxParked, float64(stats.Parked))
	age := 0.0
	if stats.Oldest != 0 {
		age = time.Since(stats.Oldest.Time()).Seconds()
	}
	put(outboxOldest, age)
}

func size(file string) float64 {
	info, err := os.Stat(file)
	if err != nil {
		return 0 // the log is not there before the first write
	}
	return float64(info.Size())
}

// build tells which program runs.
func build() prometheus.Collector {
	version, built := revision()
	labels := prometheus.Labels{"version": version, "revision": built, "go": runtime.Version()}
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "tandem_build_info", Help: "1, with what the program was built from.", ConstLabels: labels,
	}, func() float64 { return 1 })
}

// revision gives the program's version and what it was built from.
func revision() (version, built string) {
	version, built = "unknown", "unknown"
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return version, built
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			built = setting.Value
		}
	}
	return info.Main.Version, built
}

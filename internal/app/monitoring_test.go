package app

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

const deployed = "../../deploy/scale"

var (
	series   = regexp.MustCompile(`\b((?:tandem|go|process)_[a-z0-9_]+)(?:\{([^}]*)\})?`)
	matcher  = regexp.MustCompile(`([a-z_]+)\s*(?:=~|!~|!=|=)`)
	grouping = regexp.MustCompile(`(?:by|without) \(([^)]*)\)`)
	query    = regexp.MustCompile(`"expr": "((?:[^"\\]|\\.)*)"`)
)

// Every query of the dashboards and rules asks for what is told: names and labels
// are those of a real scrape.
func TestMonitoring_queries(t *testing.T) {
	s := openStreet(t)
	socket := s.own.open("/ws/" + s.project)
	expect(t, socket, `"hello"`)
	s.own.createTask("one")
	expect(t, socket, `"task:created"`)
	s.becomes("tandem_live_delivery_seconds_count", "1")
	told := scraped(read(t, "http://"+s.admin.Addr().String()+"/metrics"))
	files, err := filepath.Glob(deployed + "/grafana/dashboards/*.json")
	if err != nil || len(files) < 4 {
		t.Fatal(files, err)
	}
	for _, file := range append(files, deployed+"/prometheus/alerts.yaml") {
		asked := 0
		for _, text := range queries(t, file) {
			asked += check(t, filepath.Base(file)+": "+text, text, told)
		}
		if asked < 10 {
			t.Errorf("%s asks for %d metrics only: is it read?", file, asked)
		}
	}
}

// scraped gives the labels of each metric.
func scraped(text string) map[string][]string {
	told := map[string][]string{}
	for line := range strings.Lines(text) {
		if found := series.FindStringSubmatch(line); found != nil && !strings.HasPrefix(line, "#") {
			labels := []string{"job", "instance"} // which Prometheus adds
			for _, label := range matcher.FindAllStringSubmatch(found[2], -1) {
				labels = append(labels, label[1])
			}
			told[found[1]] = labels
		}
	}
	return told
}

// queries gives what a dashboard asks, or the expressions of rules.
func queries(t *testing.T, file string) (list []string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(file, ".yaml") {
		for _, rule := range strings.Split(string(raw), "- alert: ")[1:] {
			_, expr, _ := strings.Cut(rule, "expr:")
			expr, _, _ = strings.Cut(expr, "labels:")
			list = append(list, expr)
		}
		return list
	}
	if !jsontext.Value(raw).IsValid() {
		t.Errorf("%s is no JSON", file)
	}
	for _, found := range query.FindAllStringSubmatch(string(raw), -1) {
		list = append(list, strings.ReplaceAll(found[1], `\"`, `"`))
	}
	return list
}

// check counts the metrics that a query asks for.
func check(t *testing.T, where, text string, told map[string][]string) (asked int) {
	t.Helper()
	var labels []string
	for _, found := range series.FindAllStringSubmatch(text, -1) {
		asked++
		own, there := told[found[1]]
		if !there {
			t.Errorf("%s: there is no %s", where, found[1])
		}
		for _, label := range matcher.FindAllStringSubmatch(found[2], -1) {
			if !slices.Contains(own, label[1]) {
				t.Errorf("%s: %s has no %s", where, found[1], label[1])
			}
		}
		labels = append(labels, own...)
	}
	for _, found := range grouping.FindAllStringSubmatch(text, -1) {
		for label := range strings.SplitSeq(found[1], ", ") {
			if !slices.Contains(labels, label) {
				t.Errorf("%s: nothing has %s", where, label)
			}
		}
	}
	return asked
}

// What each alert means and what to do is written down, and each is seen firing
// in the tests of the rules.
func TestMonitoring_alerts(t *testing.T) {
	rules := readFile(t, deployed+"/prometheus/alerts.yaml")
	manual := readFile(t, "../../docs/monitoring.md")
	proofs := readFile(t, deployed+"/prometheus/alerts_test.yaml")
	names := regexp.MustCompile(`- alert: (\w+)`).FindAllStringSubmatch(rules, -1)
	if len(names) < 10 {
		t.Fatalf("%d alerts", len(names))
	}
	for _, name := range names {
		if !strings.Contains(manual, "| `"+name[1]+"` |") {
			t.Errorf("docs/monitoring.md says nothing of %s", name[1])
		}
		if !strings.Contains(proofs, "alertname: "+name[1]+"\n        exp_alerts:\n") {
			t.Errorf("no test sees %s fire", name[1])
		}
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

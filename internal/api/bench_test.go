//go:build unix

package api

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
)

// cpuTime is what the process has used, in nanoseconds; unlike wall time it is
// told apart from what else the machine does.
func cpuTime() int64 {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return usage.Utime.Nano() + usage.Stime.Nano()
}

// BenchmarkCreate is a task created through the edge, the writer and SQLite.
func BenchmarkCreate(b *testing.B) {
	w := newWorld(b)
	b.SetParallelism(32)
	b.ReportAllocs()
	before := cpuTime()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			r := httptest.NewRequest("POST", "/api/projects/"+w.p1+"/tasks", strings.NewReader(`{"title":"A task of about forty characters"}`))
			r.Header.Set("Content-Type", "application/json")
			recorder := httptest.NewRecorder()
			if w.api.ServeHTTP(recorder, w.as("ed", r)); recorder.Code != 201 {
				b.Error(recorder.Body)
			}
		}
	})
	b.ReportMetric(float64(cpuTime()-before)/float64(b.N)/1e3, "cpu-µs/op")
}

// BenchmarkColdBoard is the first opening of a board of 10,000 tasks after a start.
func BenchmarkColdBoard(b *testing.B) {
	w := newWorld(b)
	for range 20 {
		commands := make([]obj, 500)
		for i := range commands {
			commands[i] = create(fmt.Sprintf("Task %d about the shape of things", i))
			commands[i]["description"] = "A few words about it, as people write them.\n\nAnd some more."
			commands[i]["labels"], commands[i]["assignees"] = []string{w.label.ID}, []string{w.people["ed"]}
		}
		w.commands("ed", false, commands...)
	}
	db := w.another()
	before, n := cpuTime(), 0
	for b.Loop() {
		n++
		b.ReportMetric(float64(len(w.coldBoard(db).zstd)), "bytes")
	}
	b.ReportMetric(float64(cpuTime()-before)/float64(n)/1e6, "cpu-ms/op")
}

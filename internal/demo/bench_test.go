package demo

import (
	"testing"
	"time"
)

// BenchmarkFill tells how long it takes to fill an instance with a large project.
func BenchmarkFill(b *testing.B) {
	for b.Loop() {
		in, _ := newInstance(b)
		began := time.Now()
		if _, err := in.Fill(b.Context(), Options{Password: "a password for all", Tasks: 10_000}); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(time.Since(began).Milliseconds()), "ms/fill")
	}
}

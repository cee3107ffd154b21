package inproc_test

import (
	"testing"

	"tandem/internal/inproc"
	"tandem/internal/journal"
	"tandem/internal/journal/journaltest"
)

func TestBus(t *testing.T) {
	journaltest.Bus(t, func(*testing.T) journal.Bus { return inproc.New() })
}

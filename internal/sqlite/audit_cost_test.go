package sqlite

import (
	"testing"

	"tandem/internal/audit"
)

// A write that nobody has to hear of costs nothing more than before.
func TestAudit_cost(t *testing.T) {
	tx, ctx := &writing{}, audit.With(t.Context(), &audit.Origin{Actor: "ann", Address: "203.0.113.7"})
	if n := testing.AllocsPerRun(100, func() { _ = tx.record(audit.Noted(audit.Note(ctx, tx.noted...))) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

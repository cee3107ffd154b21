package team_test

import (
	"fmt"
	"slices"
	"testing"

	"tandem/internal/audit"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

// What becomes of a team and its people is recorded once; what is refused or
// changes nothing is not.
func TestAudit(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(h *hall) error
		want []string
	}{
		"renamed":   {func(h *hall) error { _, err := h.Rename(h.t.Context(), h.team, h.own, "Them"); return err }, []string{"team.renamed map[from:Us to:Them]"}},
		"as it was": {func(h *hall) error { _, err := h.Rename(h.t.Context(), h.team, h.own, "Us"); return err }, nil},
		"by another": {func(h *hall) error {
			_, err := h.Rename(h.t.Context(), h.team, h.ben, "Them")
			return forbidden(err)
		}, nil},
		"a role": {func(h *hall) error {
			_, err := h.SetRole(h.t.Context(), h.team, h.own, h.ben, entry.TeamGuest)
			return err
		}, []string{"seat.changed ben map[from:member to:guest]"}},
		"the same role": {func(h *hall) error {
			_, err := h.SetRole(h.t.Context(), h.team, h.own, h.ben, entry.TeamMember)
			return err
		}, nil},
		"removed":     {func(h *hall) error { return h.Remove(h.t.Context(), h.team, h.own, h.ben) }, []string{"seat.removed ben map[from:member]"}},
		"not removed": {func(h *hall) error { return forbidden(h.Remove(h.t.Context(), h.team, h.ben, h.own)) }, nil},
		"deleted":     {func(h *hall) error { return h.Delete(h.t.Context(), h.team, h.own) }, []string{"team.deleted map[name:Us]"}},
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			before := h.told()
			if err := c.do(h); err != nil {
				t.Fatal(err)
			}
			if got := h.told()[len(before):]; !slices.Equal(got, append([]string{}, c.want...)) {
				t.Errorf("recorded %q, want %q", got, c.want)
			}
			if before[0] != "team.created map[name:Us]" {
				t.Errorf("the making is recorded as %q", before[0])
			}
		})
	}
}

func forbidden(err error) error {
	if fault.Is(err, fault.Forbidden) {
		return nil
	}
	return fmt.Errorf("not forbidden: %w", err)
}

// told are the records of the team, oldest first.
func (h *hall) told() []string {
	h.t.Helper()
	records, err := h.db.Records(h.t.Context(), audit.Filter{Team: h.team, Limit: 100})
	if err != nil {
		h.t.Fatal(err)
	}
	list := []string{}
	for _, r := range slices.Backward(records) {
		subject := ""
		if r.Subject != nil {
			subject = map[string]string{h.ben: "ben ", h.own: "own "}[*r.Subject]
		}
		list = append(list, fmt.Sprint(r.Kind, " ", subject, r.Detail))
	}
	return list
}

func TestMayAudit(t *testing.T) {
	h := open(t)
	stranger := h.person("eve")
	if err := h.MayAudit(t.Context(), h.team, h.own); err != nil {
		t.Error(err)
	}
	if err := h.MayAudit(t.Context(), h.team, h.ben); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a member: %v", err)
	}
	if err := h.MayAudit(t.Context(), h.team, stranger); !fault.Is(err, fault.NotFound) {
		t.Errorf("a stranger: %v", err)
	}
}

package audit

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"tandem/internal/entry"
	"tandem/internal/wire"
)

// shelf is a store in memory. Projects are named by their ids: "p1" is of "t1".
type shelf struct {
	records []Record
	broken  bool
	before  entry.Instant
	asked   []Filter
}

func (s *shelf) Record(ctx context.Context, records ...Record) error {
	if s.broken {
		return errors.New("the disk is full")
	}
	s.records = append(s.records, Noted(Note(ctx, records...))...)
	return nil
}

func (s *shelf) Records(_ context.Context, f Filter) (list []wire.AuditRecord, _ error) {
	s.asked = append(s.asked, f)
	for n := int64(len(s.records)); n > 0 && len(list) < f.Limit; n-- {
		if f.Below == 0 || n < f.Below {
			list = append(list, wire.AuditRecord{Number: n})
		}
	}
	return list, nil
}

func (s *shelf) DropRecords(_ context.Context, before entry.Instant) error {
	s.before = before
	return nil
}

func (s *shelf) Place(_ context.Context, named Named) (team, project string, _ error) {
	if named.Project == "p1" || named.Task == "WEB-1" {
		return "t1", "p1", nil
	}
	return "", "", nil
}

func TestNote(t *testing.T) {
	ctx := With(t.Context(), &Origin{Actor: "ann", Address: "203.0.113.7"})
	if Noted(ctx) != nil {
		t.Error("something was noted")
	}
	var later []Record
	noted := Later(Note(ctx, Record{Kind: SessionEnded, At: 7}), func() []Record { return later })
	later = []Record{{Kind: SeatChanged, Actor: "ben", Address: "elsewhere"}}
	got := Noted(noted)
	want := []Record{
		{Kind: SessionEnded, At: 7, Actor: "ann", Address: "203.0.113.7"},
		{Kind: SeatChanged, Actor: "ben", Address: "elsewhere"},
	}
	if len(got) != 2 || got[1].At == 0 {
		t.Fatalf("%+v", got)
	}
	if got[1].At = 0; !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if Noted(ctx) != nil {
		t.Error("the context that was noted with has changed")
	}
}

func TestNote_operator(t *testing.T) {
	detail := Detail{"name": "ci"}
	got := Noted(Note(With(t.Context(), &Origin{Operator: true}), Record{Kind: TokenCreated, Detail: detail}))
	if len(got) != 1 || got[0].Actor != "" || got[0].Detail["by"] != "operator" || got[0].Detail["name"] != "ci" || len(detail) != 1 {
		t.Errorf("%+v, and what was given is now %v", got, detail)
	}
}

func TestKinds(t *testing.T) {
	seen := map[Kind]bool{}
	for _, kind := range Kinds {
		if seen[kind] || kind == "" {
			t.Errorf("%q stands twice, or is none", kind)
		}
		seen[kind] = true
	}
	if len(Kinds) != 34 {
		t.Errorf("%d kinds; add the new one to Kinds and to docs/audit.md", len(Kinds))
	}
}

// All records come out, once each, whatever their number, and the export itself
// is the first of them.
func TestExport(t *testing.T) {
	for _, n := range []int{0, 1, exportPage - 1, exportPage, 2*exportPage + 3} {
		store := &shelf{records: make([]Record, n)}
		service := Service{Store: store}
		var numbers []int64
		err := service.Export(t.Context(), Filter{Team: "t1", Kinds: []string{"link.opened"}}, func(list []wire.AuditRecord) error {
			for _, r := range list {
				numbers = append(numbers, r.Number)
			}
			return nil
		})
		if err != nil || len(numbers) != n+1 || !slices.IsSortedFunc(numbers, func(a, b int64) int { return int(b - a) }) {
			t.Errorf("%d of %d came out: %v", len(numbers), n+1, err)
		}
		last := store.records[n]
		if last.Kind != Exported || last.Team != "t1" || fmt.Sprint(last.Detail) != "map[kinds:[link.opened]]" {
			t.Errorf("the export is recorded as %+v", last)
		}
		for _, f := range store.asked {
			if f.Team != "t1" || f.Limit > exportPage {
				t.Errorf("asked for %+v", f)
			}
		}
	}
}

// An export that cannot be recorded is not made.
func TestExport_unrecorded(t *testing.T) {
	service := Service{Store: &shelf{broken: true}}
	err := service.Export(t.Context(), Filter{}, func([]wire.AuditRecord) error { t.Error("it was made"); return nil })
	if err == nil {
		t.Error("no error")
	}
}

func TestList(t *testing.T) {
	service := Service{Store: &shelf{records: make([]Record, 5)}}
	var numbers []int64
	for below := int64(0); ; {
		page, err := service.List(t.Context(), Filter{Limit: 2, Below: below})
		if err != nil || len(page.Items) > 2 {
			t.Fatalf("%d records of 2: %v", len(page.Items), err)
		}
		for _, r := range page.Items {
			numbers = append(numbers, r.Number)
		}
		if page.NextCursor == nil {
			break
		}
		var place wire.AuditCursor
		if _, err := wire.ReadCursor(*page.NextCursor, &place); err != nil {
			t.Fatal(err)
		}
		below = place.Below
	}
	if !slices.Equal(numbers, []int64{5, 4, 3, 2, 1}) {
		t.Errorf("%v", numbers)
	}
}

func TestSweep(t *testing.T) {
	store := &shelf{}
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	(&Service{Store: store, Days: 30}).sweep(t.Context(), now)
	if want := entry.At(now.AddDate(0, 0, -30)); store.before != want {
		t.Errorf("what is before %s goes, want %s", store.before, want)
	}
	store.before = 0
	(&Service{Store: store}).Run(t.Context()) // returns: for ever
	if store.before != 0 {
		t.Error("kept for ever, and something went")
	}
}

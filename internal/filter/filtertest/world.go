// Package filtertest makes random tasks and filters, and tells which tasks a
// filter chooses by brute force: straight from what is written, without the
// parser, the spans or the SQL that are to be tested.
package filtertest

import (
	"fmt"
	"math/rand/v2"
	"time"

	"tandem/internal/entry"
)

// World is what one filter is put to: tasks with all that they refer to, who
// asks, and when.
type World struct {
	Me       string          `json:"me"`
	Now      entry.Instant   `json:"now"`
	TimeZone string          `json:"timeZone"`
	WeekFrom int             `json:"weekFrom"` // 0 Sunday … 6 Saturday
	Statuses []*entry.Status `json:"statuses"`
	Fields   []*entry.Field  `json:"fields"` // one of each type
	Tasks    []*entry.Task   `json:"tasks"`

	labels, people []string
}

// places are zones with a day on which something is special there: clocks change
// at night, at midnight, by half an hour; months and years end.
var places = []struct{ zone, day string }{
	{"Europe/Vienna", "2026-03-29"}, {"Europe/Vienna", "2026-10-25"}, {"America/New_York", "2026-11-01"}, {"Africa/Cairo", "2026-04-24"},
	{"America/Havana", "2026-03-08"}, {"America/Santiago", "2026-09-06"}, {"Australia/Lord_Howe", "2026-10-04"},
	{"Asia/Kathmandu", "2026-02-28"}, {"UTC", "2024-02-29"}, {"Pacific/Kiritimati", "2026-12-31"}, {"Pacific/Pago_Pago", "2026-01-01"},
}

var vocabulary = []string{"Invoice", "Café", "ŁÓDŹ", "Straße", "ship", "Ship", "naïve", "İstanbul", "ΣΊΣΥΦΟΣ", "日本", "it's", "100%", "a_b", "o\\k", "🙂"}

// New makes a world from a seed: the same for the same.
func New(seed uint64, tasks int) *World {
	r := rand.New(rand.NewPCG(seed, 4))
	place := places[seed%uint64(len(places))]
	w := &World{TimeZone: place.zone, WeekFrom: pick(r, []int{0, 1, 6})}
	for i := range 4 {
		w.people = append(w.people, id(1, i))
		w.labels = append(w.labels, id(2, i))
	}
	w.Me = w.people[0]
	noon, _ := time.Parse(time.DateOnly, place.day)
	w.Now = entry.At(noon.Add(time.Duration(r.IntN(72*60)-36*60) * time.Minute))
	for i, category := range []entry.Category{entry.Backlog, entry.Todo, entry.Active, entry.Done, entry.Cancelled} {
		w.Statuses = append(w.Statuses, &entry.Status{ID: id(3, i), Name: string(category), Category: category, Color: "#000000", Rank: fmt.Sprintf("a%d", i)})
	}
	for i, kind := range []entry.FieldType{entry.TextField, entry.NumberField, entry.DateField, entry.SelectField, entry.CheckboxField, entry.PersonField} {
		w.Fields = append(w.Fields, &entry.Field{ID: id(6, i), Name: string(kind), Type: kind, Options: []entry.Option{}, Rank: fmt.Sprintf("a%d", i)})
	}
	w.Fields[3].Options = []entry.Option{{ID: id(7, 0), Name: "A", Color: "#000000"}, {ID: id(7, 1), Name: "B", Color: "#000000"}}
	for i := range tasks {
		w.Tasks = append(w.Tasks, w.task(r, i))
	}
	return w
}

func id(kind, n int) string { return fmt.Sprintf("0190%04x-0000-7000-8000-%012x", kind, n) }

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func (w *World) task(r *rand.Rand, i int) *entry.Task {
	t := &entry.Task{
		ID: id(4, i), Project: id(5, 0), Number: int64(i + 1), Key: fmt.Sprintf("WEB-%d", i+1), Title: w.text(r), Status: pick(r, w.Statuses).ID,
		Rank: fmt.Sprintf("a%04d", i), Assignees: some(r, w.people), Labels: some(r, w.labels), CreatedBy: pick(r, w.people), Seq: int64(i + 1),
		Priority:  pick(r, []entry.Priority{entry.None, entry.Low, entry.Medium, entry.High, entry.Urgent}),
		StartDate: w.day(r), DueDate: w.day(r), CreatedAt: w.moment(r), UpdatedAt: w.moment(r), SpentSeconds: int64(r.IntN(4)) * 900,
	}
	t.Fields = w.values(r)
	if r.IntN(2) == 0 {
		at := w.moment(r)
		t.CompletedAt = &at
	}
	if r.IntN(2) == 0 {
		seconds := int64(r.IntN(5)) * 1800
		t.EstimateSeconds = &seconds
	}
	if i > 0 && r.IntN(4) == 0 {
		parent := w.Tasks[r.IntN(i)].ID
		t.Parent = &parent
	}
	return t
}

// values of custom fields, each there or not.
func (w *World) values(r *rand.Rand) map[string]entry.FieldValue {
	all := []entry.FieldValue{w.text(r), float64(r.IntN(5)) / 2, nil, id(7, r.IntN(2)), true, pick(r, w.people)}
	if day := w.day(r); day != nil {
		all[2] = string(*day)
	}
	values := map[string]entry.FieldValue{}
	for i, value := range all {
		if value != nil && r.IntN(3) > 0 {
			values[w.Fields[i].ID] = value
		}
	}
	return values
}

func (w *World) text(r *rand.Rand) string {
	return pick(r, vocabulary) + " " + pick(r, vocabulary)
}

func some(r *rand.Rand, list []string) []string {
	chosen := []string{}
	for _, one := range list {
		if r.IntN(3) == 0 {
			chosen = append(chosen, one)
		}
	}
	return chosen
}

func (w *World) day(r *rand.Rand) *entry.Day {
	if r.IntN(4) == 0 {
		return nil
	}
	day := entry.Day(w.Now.Time().AddDate(0, 0, r.IntN(81)-40).Format(time.DateOnly))
	return &day
}

// moment is near a midnight of the world, where days part; often at it.
func (w *World) moment(r *rand.Rand) entry.Instant {
	zone, _ := time.LoadLocation(w.TimeZone)
	now := w.Now.Time().In(zone)
	reach := pick(r, []int{1, 3, 20})
	midnight := time.Date(now.Year(), now.Month(), now.Day()+r.IntN(2*reach+1)-reach, 0, 0, 0, 0, zone)
	if r.IntN(3) == 0 {
		return entry.At(midnight) - entry.Instant(r.IntN(2))
	}
	return entry.At(midnight.Add(time.Duration(r.IntN(7_200_000)-3_600_000) * time.Millisecond))
}

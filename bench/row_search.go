//go:build linux

package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"
)

// How large the large project is, and how much of it is still open.
const (
	largeTasks = 100_000
	largeOpen  = 5_000
)

// measureLarge: a project of 100,000 tasks, of which 5,000 are not archived: how
// it opens, and how it is searched.
func measureLarge(r *run) ([]line, error) {
	data, err := os.MkdirTemp(filepath.Dir(r.binary), "bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(data)
	s, err := r.startProduct(data)
	if err != nil {
		return nil, err
	}
	l, err := makeLarge(s.addr)
	if err != nil {
		s.stop()
		return nil, err
	}
	search, err := l.measureSearch()
	s.stop()
	if err != nil {
		return nil, err
	}
	opening, err := l.measureOpening(r, data)
	return []line{opening, search}, err
}

// large is a board with a vocabulary as people have one.
type large struct {
	*board
	random *rand.Rand
	words  []string
	zipf   *rand.Zipf
	said   []string // texts, to take searches from
}

func makeLarge(addr string) (*large, error) {
	b, err := makeBoard(addr, 0)
	if err != nil {
		return nil, err
	}
	l := &large{board: b, random: rand.New(rand.NewPCG(1, 2))}
	syllables := strings.Fields("ba con der fi gra ho in ka lo men nor o pli que re sta tion un ver xi yo zu")
	for range 20_000 {
		word := ""
		for range 2 + l.random.IntN(3) {
			word += syllables[l.random.IntN(len(syllables))]
		}
		l.words = append(l.words, word)
	}
	l.zipf = rand.NewZipf(l.random, 1.1, 8, uint64(len(l.words)-1))
	for n := 0; n < largeTasks; n += 250 {
		if err := l.more(n); err != nil {
			return nil, err
		}
	}
	for _, word := range sentinels {
		if err := l.waitFor(word); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// sentinels stand in tasks made after all others, one after another: the rows are
// taken over first, and with them the first one; then the journal is followed from
// where that began, and the second is at its end.
var sentinels = []string{"Wszystko", "Naprawde"}

// waitFor makes a task of this title and waits until it can be found.
func (l *large) waitFor(title string) error {
	last := l.task(0, uuid.Must(uuid.NewV7()).String())
	last["title"] = title
	var answer any
	if err := l.call("POST", "/api/projects/"+l.project+"/commands", map[string]any{"commands": []any{last}}, &answer, nil); err != nil {
		return err
	}
	var found struct {
		Items []struct{ Task *struct{ Title string } }
	}
	for until := time.Now().Add(5 * time.Minute); time.Now().Before(until); time.Sleep(100 * time.Millisecond) {
		if err := l.call("GET", "/api/search?limit=20&q="+title, nil, &found, nil); err != nil {
			return err
		}
		if len(found.Items) > 0 && found.Items[0].Task != nil && found.Items[0].Task.Title == title {
			return nil
		}
	}
	return errors.New("texts are not taken over")
}

func (l *large) text(count int) string {
	list := make([]string, count)
	for i := range list {
		list[i] = l.words[l.zipf.Uint64()]
	}
	return strings.Join(list, " ")
}

// more makes 250 tasks, and archives all but the last ones.
func (l *large) more(from int) error {
	var commands, archive []map[string]any
	for n := from; n < from+250; n++ {
		id := uuid.Must(uuid.NewV7()).String()
		task := l.task(n, id)
		task["title"], task["description"] = l.text(5), l.text(30)
		l.said = append(l.said, task["title"].(string))
		commands = append(commands, task)
		if n < largeTasks-largeOpen {
			archive = append(archive, map[string]any{"id": uuid.Must(uuid.NewV7()).String(), "kind": "task.update", "task": id, "archived": true})
		}
	}
	var answer struct{ Results []struct{ Status string } }
	for _, list := range [][]map[string]any{commands, archive} {
		if len(list) == 0 {
			continue
		}
		err := l.call("POST", "/api/projects/"+l.project+"/commands", map[string]any{"commands": list}, &answer, nil)
		if err != nil || len(answer.Results) != len(list) || answer.Results[0].Status != "applied" {
			return fmt.Errorf("fill: %v, %+v", err, answer)
		}
	}
	return nil
}

// query is what somebody types: the beginning of a word, a word, two of a title,
// one mistyped, a key.
func (l *large) query(n int) string {
	said := strings.Fields(l.said[l.random.IntN(len(l.said))])
	word := said[l.random.IntN(len(said))]
	switch n % 6 {
	case 0:
		return word[:1+l.random.IntN(2)]
	case 1:
		return word[:max(3, len(word)/2)]
	case 2:
		return word
	case 3:
		return said[0] + " " + said[1][:2]
	case 4:
		at := l.random.IntN(len(word) - 1)
		return word[:at] + word[at+1:at+2] + word[at:at+1] + word[min(at+2, len(word)):]
	}
	return fmt.Sprintf("bench-%d", l.random.IntN(largeTasks))
}

func (l *large) measureSearch() (line, error) {
	var took []time.Duration
	var found struct{ Items []any }
	size := 0
	for n := range 600 {
		query := "/api/search?limit=20&q=" + url.QueryEscape(l.query(n))
		begin := time.Now()
		if err := l.call("GET", query, nil, &found, nil); err != nil {
			return line{}, err
		}
		took = append(took, time.Since(begin))
		size = max(size, len(found.Items))
	}
	bare, err := barePlain(20_000)
	if err != nil {
		return line{}, err
	}
	half, most := quantile(took, 0.5), quantile(took, 0.95)
	return line{
		what: "search in 100,000 tasks: p50 / p95", reached: fmt.Sprintf("%s / %s", ms(half), ms(most)),
		limit: fmt.Sprintf("a bare answer of 20 kB %s", ms(bare)), goal: "p95 30 ms", met: most <= 30*time.Millisecond && size == 20,
	}, nil
}

func (l *large) measureOpening(r *run, data string) (line, error) {
	var colds, warms []time.Duration
	size := 0
	for range 3 {
		s, err := r.startProduct(data)
		if err != nil {
			return line{}, err
		}
		l.addr = s.addr
		cold, n, err := l.snapshot()
		for range 10 {
			warm, _, again := l.snapshot()
			warms = append(warms, warm)
			if again != nil {
				err = again
			}
		}
		s.stop()
		if err != nil {
			return line{}, err
		}
		colds, size = append(colds, cold), n
	}
	plain, err := barePlain(size)
	warm, cold := quantile(warms, 0.5), quantile(colds, 0.5)
	return line{
		what:    "board of 100,000 tasks, 5,000 open: warm / cold / size",
		reached: fmt.Sprintf("%s / %s / %d KB", ms(warm), ms(cold), size/1000),
		limit:   fmt.Sprintf("a bare answer of that size %s", ms(plain)),
		goal:    "10 ms / 1,200 ms / 600 KB",
		met:     warm <= 10*time.Millisecond && cold <= 1200*time.Millisecond && size <= 600_000,
	}, err
}

package words

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Segment is a part of a text; Hit says that it was looked for.
type Segment struct {
	Text string `json:"text"`
	Hit  bool   `json:"hit"`
}

// excerptBefore and excerptBytes are about how much of a long text is shown
// before the first hit, and in all.
const (
	excerptBefore = 60
	excerptBytes  = 200
)

// Mark takes a text apart into what was looked for and the rest. A long one is
// cut around the first hit, with an ellipsis where something is left out. Nil
// where nothing of it was looked for.
func Mark(text string, isHit func(word string) bool) []Segment {
	list := Split(text)
	first := slices.IndexFunc(list, func(w Word) bool { return isHit(w.Text) })
	if first < 0 {
		return nil
	}
	from, to := around(text, list[first].From)
	m := marking{text: text, at: from}
	if from > 0 {
		m.add("…", false)
	}
	for _, w := range list[first:] {
		if w.To > to {
			break
		}
		if isHit(w.Text) {
			m.until(w.From, false)
			m.until(w.To, true)
		}
	}
	m.until(to, false)
	if to < len(text) {
		m.add("…", false)
	}
	return m.segments
}

// around is the part of a long text that is shown, cut between words.
func around(text string, hit int) (from, to int) {
	if len(text) <= excerptBytes {
		return 0, len(text)
	}
	if from = max(0, hit-excerptBefore); from > 0 {
		if space := strings.IndexAny(text[from:hit], " \n\t"); space >= 0 {
			from += space + 1
		} else {
			from = hit
		}
	}
	if to = min(len(text), from+excerptBytes); to < len(text) {
		if space := strings.LastIndexAny(text[hit:to], " \n\t"); space > 0 && hit+space > hit {
			to = hit + space
		}
		for !utf8.RuneStart(text[to]) {
			to--
		}
	}
	return from, to
}

type marking struct {
	text     string
	at       int
	segments []Segment
}

func (m *marking) until(to int, hit bool) {
	if to > m.at {
		m.add(m.text[m.at:to], hit)
		m.at = to
	}
}

// add joins what is alike; what is in many lines is shown in one.
func (m *marking) add(text string, hit bool) {
	text = strings.ReplaceAll(text, "\n", " ")
	if n := len(m.segments); n > 0 && m.segments[n-1].Hit == hit {
		m.segments[n-1].Text += text
		return
	}
	m.segments = append(m.segments, Segment{text, hit})
}

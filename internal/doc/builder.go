package doc

// builder puts sections together as @codemirror/state does, so that both write
// the same set the same way.
type builder struct{ sections []section }

// add appends a section, joined to the last where they are of one kind; join
// makes it one with the last whatever it is.
func (b *builder) add(length, ins int, text []uint16, join bool) {
	if length == 0 && ins <= 0 {
		return
	}
	var last *section
	if n := len(b.sections); n > 0 {
		last = &b.sections[n-1]
	}
	switch {
	case last != nil && ins <= 0 && ins == last.ins:
		last.length += length
	case last != nil && length == 0 && last.length == 0 && last.ins != keep:
		last.ins += ins
	case join && last != nil:
		last.length += length
		last.ins += ins
	default:
		b.sections = append(b.sections, section{length: length, ins: ins})
		last = &b.sections[len(b.sections)-1]
	}
	if len(text) > 0 {
		last.text = append(last.text[:len(last.text):len(last.text)], text...)
	}
}

func (b *builder) done() Changes { return Changes{b.sections} }

// walk goes through a set's sections piece by piece.
type walk struct {
	sections    []section
	i           int // of the section after the present one
	length, ins int
	off         int
	over        bool
}

func begin(c Changes) *walk {
	w := &walk{sections: c.sections}
	w.next()
	return w
}

func (w *walk) next() {
	w.off = 0
	if w.i < len(w.sections) {
		w.length, w.ins = w.sections[w.i].length, w.sections[w.i].ins
		w.i++
		return
	}
	w.length, w.ins, w.over = 0, -2, true
}

// newLength is that of the present piece in the text after.
func (w *walk) newLength() int {
	if w.ins < 0 {
		return w.length
	}
	return w.ins
}

func (w *walk) text() []uint16 { return w.sections[w.i-1].text }

func (w *walk) forward(units int) {
	if units == w.length {
		w.next()
		return
	}
	w.length -= units
	w.off += units
}

// forwardNew goes on by units of the text after.
func (w *walk) forwardNew(units int) {
	switch {
	case w.ins == keep:
		w.forward(units)
	case units == w.ins:
		w.next()
	default:
		w.ins -= units
		w.off += units
	}
}

package doc

// Compose gives one set for two that are made one after the other: c, then next.
// ErrMisfit where next is not for what c leaves.
func (c Changes) Compose(next Changes) (Changes, error) {
	if c.NewLength() != next.Length() {
		return Changes{}, ErrMisfit
	}
	var out builder
	a, b := begin(c), begin(next)
	for open := false; !a.over || !b.over; {
		switch {
		case a.ins == 0: // deleted by the first
			out.add(a.length, 0, nil, open)
			a.next()
		case b.length == 0 && !b.over: // inserted by the second
			out.add(0, b.ins, b.text(), open)
			b.next()
		case a.over || b.over:
			return Changes{}, ErrMisfit
		default:
			open = composePiece(&out, a, b, open)
		}
	}
	return out.done(), nil
}

// composePiece takes what both have a section for; it tells whether the next
// piece belongs to the same replacement.
func composePiece(out *builder, a, b *walk, open bool) bool {
	length, before := min(a.newLength(), b.length), len(out.sections)
	switch {
	case a.ins == keep:
		ins, text := b.ins, []uint16(nil)
		if b.ins != keep && b.off > 0 {
			ins = 0
		} else if b.ins > 0 {
			text = b.text()
		}
		out.add(length, ins, text, open)
	case b.ins == keep:
		out.add(unless(a.off > 0, a.length), length, a.text()[a.off:a.off+length], open)
	default:
		var text []uint16
		if b.off == 0 {
			text = b.text()
		}
		out.add(unless(a.off > 0, a.length), unless(b.off > 0, b.ins), text, open)
	}
	open = (a.ins > length || b.ins >= 0 && b.length > length) && (open || len(out.sections) > before)
	a.forwardNew(length)
	b.forward(length)
	return open
}

func unless(not bool, n int) int {
	if not {
		return 0
	}
	return n
}

// Map gives c as it is to be made after over, where both were made for the same
// text. Of insertions at one place c's comes first where before is set.
// ErrMisfit where they were made for texts of different lengths.
func (c Changes) Map(over Changes, before bool) (Changes, error) {
	if c.Length() != over.Length() {
		return Changes{}, ErrMisfit
	}
	var out builder
	a, b := begin(c), begin(over)
	inserted := -1 // the section of a whose text is placed
	for {
		switch {
		case a.over && b.length > 0 || b.over && a.length > 0:
			return Changes{}, ErrMisfit
		case a.ins == keep && b.ins == keep:
			length := min(a.length, b.length)
			out.add(length, keep, nil, false)
			a.forward(length)
			b.forward(length)
		case b.ins >= 0 && (a.ins < 0 || inserted == a.i || a.off == 0 && (b.length < a.length || b.length == a.length && !before)):
			inserted = passOver(&out, a, b, inserted)
		case a.ins >= 0:
			inserted = takeOver(&out, a, b, inserted)
		case a.over && b.over:
			return out.done(), nil
		default:
			return Changes{}, ErrMisfit
		}
	}
}

// passOver skips a change of b that comes first, with what it covers of a.
func passOver(out *builder, a, b *walk, inserted int) int {
	out.add(b.ins, keep, nil, false)
	for length := b.length; length > 0 && !a.over; {
		piece := min(a.length, length)
		if a.ins >= 0 && inserted < a.i && a.length <= piece {
			out.add(0, a.ins, a.text(), false)
			inserted = a.i
		}
		a.forward(piece)
		length -= piece
	}
	b.next()
	return inserted
}

// takeOver takes a change of a up to where b inserts something into it.
func takeOver(out *builder, a, b *walk, inserted int) int {
	length, left := 0, a.length
	for left > 0 {
		if b.ins == keep {
			piece := min(left, b.length)
			length += piece
			left -= piece
			b.forward(piece)
		} else if b.ins == 0 && b.length < left {
			left -= b.length
			b.next()
		} else {
			break
		}
	}
	if inserted < a.i {
		out.add(length, a.ins, a.text(), false)
	} else {
		out.add(length, 0, nil, false)
	}
	inserted = a.i
	a.forward(a.length - left)
	return inserted
}

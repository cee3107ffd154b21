package coedit

import "tandem/internal/doc"

// part is what the journal gets in one entry: the text at a version, in the name of
// who has typed last in it.
type part struct {
	version int64
	actor   string
	text    string
}

// nextPart gives what is to be written first: of several people who have typed since
// the journal had the text, up to where one of them has typed last. So each of them
// stands in the past of the text, with one entry more for each.
func (d *document) nextPart() part {
	whole := part{d.version, d.actor, d.text.String()}
	updates, ok := d.since(d.mark.Written)
	first := firstToEnd(updates)
	if !ok || first < 0 {
		return whole
	}
	version := d.mark.Written + int64(first) + 1
	text, err := d.textAt(version)
	if err != nil || text.String() == d.mark.Known {
		return whole
	}
	return part{version, updates[first].Actor, text.String()}
}

// firstToEnd gives the update with which the first of several people has typed last;
// -1 where there are not several. What stood before something that the journal itself
// has said lacks that, and is no text to be written any more.
func firstToEnd(updates []Accepted) int {
	last := map[string]int{}
	for i := range updates {
		if updates[i].Client == journalClient {
			clear(last)
			continue
		}
		last[updates[i].Actor] = i
	}
	if len(last) < 2 {
		return -1
	}
	first := len(updates)
	for _, at := range last {
		first = min(first, at)
	}
	return first
}

// textAt gives the text at a version that the history reaches.
func (d *document) textAt(version int64) (text doc.Text, err error) {
	text = d.start
	for i := int64(0); i < version-d.base && err == nil; i++ {
		text, err = d.history[i].Changes.Apply(text)
	}
	return text, err
}

package live

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"tandem/internal/entry"
	"tandem/internal/journal"
	"tandem/internal/project"
)

// watcher is one connection of somebody, with all that it got.
type watcher struct {
	*peer
	who    Person
	frames []string

	// What the frames say:
	greeted bool
	cursor  int64
	over    string // the frame that ended it
	wrong   string
}

func (r *race) status(random *rand.Rand) (id string) {
	r.fail(r.w.writer.View(context.Background(), r.project, func(s *project.State, _ journal.Head) {
		statuses := s.SortedStatuses()
		id = statuses[random.IntN(len(statuses))].ID
	}))
	return id
}

// watch opens a connection for the owner, or somebody who may be removed: some
// for this project alone, some that take little, so that frames wait.
func (r *race) watch(i int, since *string) {
	people := []Person{
		{User: r.owner.User.ID}, {User: r.colleague.User.ID}, {User: r.guest.User.ID}, {User: r.link, Session: "visit", Visitor: true},
	}
	v := &watcher{who: people[i%len(people)]}
	wire := newWire()
	if r.random.IntN(3) == 0 {
		wire.capacity = 200 + r.random.IntN(2000)
	}
	var conn *Conn
	var err error
	if r.random.IntN(2) == 0 {
		conn, err = r.w.hub.Join(wire, v.who, r.project, since)
	} else if conn, err = r.w.hub.Join(wire, v.who, "", nil); err == nil {
		conn.subscribe(r.project, since)
	}
	if err != nil {
		r.fail(err)
		return
	}
	if since != nil {
		v.cursor = r.start.Seq
	} else {
		v.cursor = -1
	}
	v.peer = &peer{wire: wire, conn: conn, done: make(chan struct{})}
	go func() { conn.Serve(); close(v.done) }()
	r.watchers = append(r.watchers, v)
}

// join lets some come while others are removed, from before it all.
func (r *race) join(random *rand.Rand) {
	since := fmt.Sprintf("%s.%d", r.start.Epoch, r.start.Seq)
	for range random.IntN(4) {
		pause(random)
		r.watch(1+random.IntN(3), &since)
	}
}

// finish says a last thing and waits until everybody has all or is shut out.
func (r *race) finish() {
	r.do(&entry.TaskUpdate{Task: r.tasks[0], Title: entry.Some("the end")})
	head, err := r.w.Head(context.Background(), r.project)
	r.fail(err)
	for _, v := range r.watchers {
		v.room(1 << 30)
	}
	r.await("all", func(v *watcher) bool { return v.over != "" || v.cursor >= head.Seq })
}

// await reads what comes until all watchers fulfil a condition.
func (r *race) await(what string, fulfilled func(*watcher) bool) {
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(100 * time.Microsecond) {
		missing := 0
		for _, v := range r.watchers {
			v.read()
			if !fulfilled(v) && v.wrong == "" {
				missing++
			}
		}
		if missing == 0 {
			return
		}
		if time.Now().After(end) {
			r.fail(fmt.Errorf("%d watchers never got %s", missing, what))
			return
		}
	}
}

// read takes what has come and follows it as a client does.
func (v *watcher) read() {
	for _, frame := range v.take() {
		if frame == "ping" {
			continue
		}
		v.frames = append(v.frames, frame)
		if v.over != "" {
			v.wrong = "after its end: " + frame
			return
		}
		v.follow(frame)
	}
}

func (v *watcher) follow(text string) {
	var f struct {
		Type string `json:"type"`
		Seq  int64  `json:"seq"`
	}
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		f.Type = "close"
	}
	switch f.Type {
	case "close", "unsubscribed":
		v.over = text
	case "hello":
		if v.greeted = true; v.cursor < 0 {
			v.cursor = f.Seq
		}
	case "reset":
		v.cursor = f.Seq
	case "entry":
		if f.Seq != v.cursor+1 {
			v.wrong = fmt.Sprintf("[L2] after %d came %s", v.cursor, text)
		}
		v.cursor = f.Seq
	}
}

func (r *race) leave() {
	for _, v := range r.watchers {
		v.Close()
		<-v.done
	}
}

// judge compares what everybody got with the right that they had at each entry;
// the first watchers were there from the beginning.
func (r *race) judge(early int) (removed int, err error) {
	rights, err := r.rights()
	if err != nil {
		return 0, err
	}
	for i, v := range r.watchers {
		right := rights[v.who.User]
		lost := int64(0)
		for seq := r.start.Seq; seq < int64(len(right)) && lost == 0; seq++ {
			if !right[seq] {
				lost = seq
			}
		}
		if lost > 0 {
			removed++
		}
		if wrong := r.verdict(v, right, lost, i < early); wrong != "" {
			return removed, fmt.Errorf("%s, whose right ended at %d of %d: %s\nrights from the start (%d): %v\n%s",
				r.nameOf(v), lost, len(right)-1, wrong, r.start.Seq, right[r.start.Seq:], strings.Join(v.frames, "\n"))
		}
	}
	return removed, nil
}

// verdict says what is wrong, or nothing.
func (r *race) verdict(v *watcher, right []bool, lost int64, early bool) string {
	shutOut := v.over == "close 4403" || v.over == "close 4404" || strings.Contains(v.over, `"code":4403`) || strings.Contains(v.over, `"code":4404`)
	switch {
	case v.wrong != "":
		return v.wrong
	case v.over != "" && !shutOut:
		return "ended with " + v.over
	case lost == 0 && v.over != "":
		return "shut out without a reason"
	case lost > 0 && early && !shutOut:
		return "[L3] not shut out"
	case !right[len(right)-1] && !shutOut:
		return "[L3] still in"
	}
	return r.leaked(v, right)
}

// leaked looks in every byte for what was not for this watcher.
func (r *race) leaked(v *watcher, right []bool) string {
	all := strings.Join(v.frames, "\n")
	for _, mark := range r.marks {
		if !right[mark.seq] && strings.Contains(all, mark.text) {
			return fmt.Sprintf("[L3] got the mark of %d", mark.seq)
		}
	}
	if v.who.Visitor && strings.Contains(all, "hidden-") {
		return "got what visitors do not see"
	}
	for _, frame := range v.frames {
		var f struct {
			Type string `json:"type"`
			Seq  int64  `json:"seq"`
		}
		if json.Unmarshal([]byte(frame), &f) == nil && f.Type == "entry" && !right[f.Seq] {
			return fmt.Sprintf("[L3] got entry %d", f.Seq)
		}
	}
	return ""
}

// rights replays the journal: who may read after each seq, by user or link.
func (r *race) rights() (map[string][]bool, error) {
	entries, _, err := r.w.DB.Entries(context.Background(), r.project, 0, 10_000, 1<<30)
	if err != nil {
		return nil, err
	}
	state := project.New()
	rights := map[string][]bool{}
	note := func() {
		for _, user := range []string{r.owner.User.ID, r.colleague.User.ID, r.guest.User.ID, r.link} {
			may := state.DeletedAt == nil && state.Role(user).Valid() || state.Visitor(user, 0)
			rights[user] = append(rights[user], may)
		}
	}
	note() // of seq 0
	for i := range entries {
		e := &entries[i]
		events, err := e.Decode()
		if err != nil {
			return nil, err
		}
		for j := range events {
			state.Apply(project.Stamp{Seq: e.Seq, At: e.At, Actor: e.Actor}, &events[j])
		}
		note()
	}
	return rights, nil
}

func (r *race) nameOf(v *watcher) string {
	for _, seat := range []entry.Seat{r.owner, r.colleague, r.guest} {
		if seat.User.ID == v.who.User {
			return seat.User.Name
		}
	}
	return "visitor"
}

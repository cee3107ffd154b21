package proof

import (
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"tandem/internal/entry"
	"tandem/internal/mongo/mongotest"
	"tandem/internal/redis/redistest"
	"tandem/internal/socket/sockettest"
)

var nodesSeconds = flag.Int("nodes-seconds", 7, "how long people write to two nodes")

// TestNodes: two nodes, 16 writers and 32 listeners on either. Redis is killed, and
// one node while it is away; both come back. Every acknowledged command is
// in the journal once (J2, J4); who has no answer sends it again, to whichever node
// there is; and all listeners have got all entries, each once and in order (L2), in
// the same bytes. The nodes share the database of MONGO_TEST_URI, or else the embedded
// one, which processes of one machine may share.
func TestNodes(t *testing.T) {
	underNodes(t, func(nodes []*program, redis *redistest.Server) []func() {
		return []func(){
			redis.Kill, func() {}, nodes[1].kill, func() {}, func() { redis.Restart(t) }, func() { nodes[1].start(t) },
		}
	})
}

// TestNodes_rolling: one node after the other is stopped and started again, as for an
// update, and Redis is emptied and paused meanwhile. Nothing is lost, as above.
func TestNodes_rolling(t *testing.T) {
	underNodes(t, func(nodes []*program, redis *redistest.Server) []func() {
		again := func(p *program) func() {
			return func() {
				p.signal(t)
				if err := p.child.Wait(); err != nil {
					t.Errorf("it ended with %v; it said:\n%s", err, &p.said)
				}
				p.start(t)
			}
		}
		return []func(){
			again(nodes[0]), again(nodes[1]), func() { redis.Ask(t, "FLUSHALL") }, redis.Pause, func() {}, redis.Resume,
		}
	})
}

func underNodes(t *testing.T, events func([]*program, *redistest.Server) []func()) {
	t.Helper()
	redis := redistest.Start(t)
	args := []string{"--redis", redis.Address}
	if server := os.Getenv("MONGO_TEST_URI"); server != "" {
		args = append(args, "--database", mongotest.Address(t))
	}
	here := newProgram(t, args...)
	l := &ledger{program: here, project: here.register(t), acknowledged: map[string]int64{}, seqs: map[string]int64{}}
	nodes := []*program{here, here.beside(t)}
	listening, stopListening := context.WithCancel(t.Context())
	writing, stopWriting := context.WithCancel(t.Context())
	var writers, listeners sync.WaitGroup
	all := make([]*follower, 32)
	for i := range all {
		all[i] = &follower{nodes: nodes, at: i, project: l.project}
		listeners.Go(func() { all[i].follow(listening) })
	}
	awaitAll(t, all, 1) // all begin at the same entry
	for i := range 16 {
		writers.Go(func() { l.write(t, writing, nodes, i) })
	}
	for step, happens := range events(nodes, redis) {
		time.Sleep(time.Duration(*nodesSeconds) * time.Second / 7)
		t.Logf("step %d: %d acknowledged", step, l.count())
		happens()
	}
	time.Sleep(time.Duration(*nodesSeconds) * time.Second / 7)
	stopWriting()
	writers.Wait()
	l.read(t)
	l.expectAcknowledged(t)
	awaitAll(t, all, l.head)
	stopListening()
	listeners.Wait()
	for i, f := range all {
		if f.wrong != "" || f.digest() != all[0].digest() {
			t.Errorf("listener %d: %s; at %d of %d, the same as the first: %v", i, f.wrong, f.reached(), l.head, f.digest() == all[0].digest())
		}
	}
	t.Logf("%d acknowledged, %d entries, listeners came back %d times", len(l.acknowledged), l.head, comebacks(all))
	for _, p := range nodes {
		p.kill()
	}
	if os.Getenv("MONGO_TEST_URI") == "" {
		db, err := here.folder(t)
		verify(t, db, err, l.project)
	}
}

func (l *ledger) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.acknowledged)
}

// write makes tasks; one whose answer does not come is sent again, to the other node.
func (l *ledger) write(t *testing.T, ctx context.Context, nodes []*program, at int) {
	for ctx.Err() == nil {
		id := entry.NewID()
		for end := time.Now().Add(time.Minute); l.createAt(t, nodes[at%len(nodes)], id) != nil; at++ {
			if time.Sleep(50 * time.Millisecond); time.Now().After(end) || t.Failed() {
				t.Errorf("no answer to %s", id)
				return
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// follower is a client that comes back, to the other node, with the cursor it has.
type follower struct {
	nodes   []*program
	at      int
	project string

	mu        sync.Mutex
	epoch     string
	seq       int64
	sum       [32]byte // of all entries so far
	comebacks int
	wrong     string
}

func (f *follower) follow(ctx context.Context) {
	for ; ctx.Err() == nil; f.at++ {
		p := f.nodes[f.at%len(f.nodes)]
		path := "/ws/" + f.project
		if f.epoch != "" {
			path += fmt.Sprintf("?since=%s.%d", f.epoch, f.seq)
		}
		client, _, err := sockettest.Dial(p.addr, path, http.Header{"Authorization": {p.token}})
		if err == nil && client != nil {
			f.listen(ctx, client)
			client.Close()
		}
		f.mu.Lock()
		f.comebacks++
		f.mu.Unlock()
		time.Sleep(50 * time.Millisecond)
	}
}

func (f *follower) listen(ctx context.Context, client *sockettest.Client) {
	defer context.AfterFunc(ctx, client.Close)()
	for {
		text, err := client.Next(45 * time.Second)
		if err != nil {
			return
		}
		f.take(text)
	}
}

// take notes a frame.
func (f *follower) take(text string) {
	var frame struct {
		Type, Epoch string
		Seq         int64
	}
	err := json.Unmarshal([]byte(text), &frame, json.MatchCaseInsensitiveNames(true))
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case err != nil:
		f.wrong = err.Error()
	case frame.Type == "hello" && f.epoch == "":
		f.epoch, f.seq = frame.Epoch, frame.Seq
	case frame.Type == "reset":
		f.wrong = "it was to begin anew"
	case frame.Type == "entry" && frame.Seq != f.seq+1:
		f.wrong = fmt.Sprintf("[L2] %d after %d", frame.Seq, f.seq)
	case frame.Type == "entry":
		f.seq = frame.Seq
		f.sum = sha256.Sum256(append(f.sum[:], strings.TrimSpace(text)...))
	}
}

func (f *follower) reached() int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.seq
}

func (f *follower) digest() [32]byte {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.sum
}

func awaitAll(t *testing.T, all []*follower, head int64) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		behind := 0
		for _, f := range all {
			if f.reached() < head {
				behind++
			}
		}
		if behind == 0 {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%d listeners have not got to %d", behind, head)
		}
	}
}

func comebacks(all []*follower) (n int) {
	for _, f := range all {
		n += f.comebacks - 1
	}
	return n
}

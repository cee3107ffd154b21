package live

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"tandem/internal/entry"
	"tandem/internal/socket"
	"tandem/internal/socket/sockettest"
)

// seeds of random runs; that of a failure is added. SEED= replays one.
var seeds = []uint64{1, 2, 3}

const (
	randomPeople = 24
	randomTime   = 1500 * time.Millisecond
)

// TestRandom lets people watch two projects over real sockets, with connections
// that break, clients that read slowly, removals, returns and new epochs, while
// entries come. Each client checks that what it gets is contiguous (L2); each
// entry carries in its text who may see it, so that no byte may reach anybody
// else (L3); and in the end everybody with access has everything.
func TestRandom(t *testing.T) {
	list := seeds
	if seed, err := strconv.ParseUint(os.Getenv("SEED"), 10, 64); err == nil {
		list = []uint64{seed}
	} else {
		list = append(list, rand.Uint64())
	}
	for _, seed := range list {
		t.Run(fmt.Sprintf("[L1–L3, L8] seed %d", seed), func(t *testing.T) {
			before := resources()
			randomRun(t, seed)
			for end := time.Now().Add(5 * time.Second); ; time.Sleep(10 * time.Millisecond) {
				after := resources()
				if after.goroutines <= before.goroutines && after.files <= before.files {
					break
				}
				if time.Now().After(end) {
					t.Fatalf("left over: %+v, before %+v", after, before)
				}
			}
		})
	}
}

type counted struct{ goroutines, files int }

func resources() counted {
	http.DefaultClient.CloseIdleConnections()
	files, _ := os.ReadDir("/proc/self/fd")
	return counted{runtime.NumGoroutine(), len(files)}
}

// randomWorld is the server's side of a run.
type randomWorld struct {
	*memory
	t      *testing.T
	hub    *Hub
	addr   string
	narrow atomic.Int64
}

func randomRun(t *testing.T, seed uint64) {
	w := &randomWorld{memory: newMemory(), t: t}
	for _, project := range []string{"p", "q"} {
		w.project(project)
		for i := range randomPeople {
			w.streams[project].roles[person(i)] = entry.Editor
		}
		w.say(project, nil)
	}
	w.hub = New(Options{Source: w, Access: w, Bus: w.bus, Unlimited: true})
	server := httptest.NewUnstartedServer(http.HandlerFunc(w.serve))
	server.Config.ConnState = func(conn net.Conn, state http.ConnState) {
		if tcp, ok := conn.(*net.TCPConn); ok && state == http.StateNew && w.narrow.Add(1)%3 == 0 {
			_ = tcp.SetWriteBuffer(4096) // so that frames wait, and are written in parts
		}
	}
	server.Start()
	w.addr = server.Listener.Addr().String()

	var clients []*randomClient
	var working sync.WaitGroup
	stop := make(chan struct{})
	for i := range randomPeople {
		c := &randomClient{
			w: w, t: t, user: person(i), slow: i%6 == 0, both: i%2 == 0,
			random: rand.New(rand.NewPCG(seed, uint64(i))), has: map[string]*replica{},
		}
		clients = append(clients, c)
		working.Go(func() { c.run(stop) })
	}
	w.drive(rand.New(rand.NewPCG(seed, 1000)))
	w.settle(clients)
	close(stop)
	for _, c := range clients {
		c.cut()
	}
	working.Wait()
	server.Close()
	if err := w.hub.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if s := w.hub.Stats(); s != (Stats{}) {
		t.Errorf("left over: %+v", s)
	}
}

func person(i int) string { return fmt.Sprintf("user-%02d", i) }

func (w *randomWorld) serve(rw http.ResponseWriter, r *http.Request) {
	conn, err := socket.Upgrade(rw, r)
	if err != nil {
		return
	}
	query := r.URL.Query()
	joined, err := w.hub.Join(conn, Person{User: query.Get("user")}, query.Get("project"), nil)
	if err != nil {
		conn.Close()
		return
	}
	joined.Serve()
}

// say appends an entry that names all who may see it: "may:user-01,user-02,".
func (w *randomWorld) say(project string, do func(*memoryStream), further ...string) {
	w.memory.mu.Lock()
	s := w.streams[project]
	after := *s
	after.roles = map[string]entry.Role{}
	for user, role := range s.roles {
		after.roles[user] = role
	}
	w.memory.mu.Unlock()
	if do != nil {
		do(&after)
	}
	var text strings.Builder
	text.WriteString("may:")
	for user := range after.roles {
		text.WriteString(user + ",")
	}
	change := do
	if change != nil {
		change = func(s *memoryStream) { s.roles = after.roles }
	}
	w.change(project, text.String(), change, further...)
}

// drive lets things happen for a while.
func (w *randomWorld) drive(random *rand.Rand) {
	for end := time.Now().Add(randomTime); time.Now().Before(end); {
		project := []string{"p", "q"}[random.IntN(2)]
		user := person(random.IntN(randomPeople))
		switch n := random.IntN(100); {
		case n < 6:
			w.say(project, func(s *memoryStream) { delete(s.roles, user) }, memberDeleted(user))
			if random.IntN(2) == 0 {
				w.say(project, nil) // a canary right behind it
			}
			if random.IntN(2) == 0 {
				w.say(project, func(s *memoryStream) { s.roles[user] = entry.Viewer }) // back before delivery gets here
			}
		case n < 12:
			w.say(project, func(s *memoryStream) { s.roles[user] = entry.Viewer })
		case n < 13:
			w.set(func() {
				s := w.streams[project]
				s.head.Epoch += "+"
				cut := random.Int64N(min(s.head.Seq, 5))
				s.head.Seq -= cut
				s.entries = s.entries[:s.head.Seq]
			})
			w.say(project, nil)
		case n < 16:
			w.set(func() { w.lost = random.IntN(2) == 0 })
		case n < 20:
			for range random.IntN(300) {
				w.say(project, nil)
			}
		default:
			w.say(project, nil)
		}
		time.Sleep(time.Duration(random.IntN(3000)) * time.Microsecond)
	}
	w.set(func() { w.lost = false })
	for _, project := range []string{"p", "q"} {
		w.say(project, nil)
	}
}

// settle waits until everybody who may see a project that they watch is at its head.
func (w *randomWorld) settle(clients []*randomClient) {
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		behind := ""
		for _, c := range clients {
			for _, project := range c.watches() {
				if at, ok := c.at(project); !ok && w.may(project, c.user) || ok && at < w.head(project) && w.may(project, c.user) {
					behind += fmt.Sprintf("%s at %d (%v) of %d in %s; ", c.user, at, ok, w.head(project), project)
				}
			}
		}
		if behind == "" || w.t.Failed() {
			return
		}
		if time.Now().After(end) {
			w.t.Error("never came to head: " + behind)
			return
		}
	}
}

func (w *randomWorld) head(project string) int64 {
	w.memory.mu.Lock()
	defer w.memory.mu.Unlock()
	return w.streams[project].head.Seq
}

func (w *randomWorld) may(project, user string) bool {
	w.memory.mu.Lock()
	defer w.memory.mu.Unlock()
	return w.streams[project].roles[user].Valid()
}

// randomClient is one person's browser: it connects again and again.
type randomClient struct {
	w          *randomWorld
	t          *testing.T
	user       string
	slow, both bool
	random     *rand.Rand

	mu     sync.Mutex
	client *sockettest.Client
	has    map[string]*replica
	asked  map[string]bool // subscribed to, and not yet refused or removed
}

// replica is what a client knows of a project: its cursor.
type replica struct {
	epoch   string
	seq     int64
	current bool // subscribed, as far as the client knows
	next    string
}

func (c *randomClient) watches() []string {
	if c.both {
		return []string{"p", "q"}
	}
	return []string{"p"}
}

func (c *randomClient) at(project string) (int64, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := c.has[project]
	if r == nil || !r.current {
		return 0, false
	}
	return r.seq, true
}

func (c *randomClient) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.client != nil {
		c.client.Close()
	}
}

func (c *randomClient) run(stop chan struct{}) {
	for {
		select {
		case <-stop:
			return
		default:
		}
		c.connect(stop)
		time.Sleep(time.Duration(c.random.IntN(20)) * time.Millisecond)
	}
}

// connect lives one connection long.
func (c *randomClient) connect(stop chan struct{}) {
	client, _, err := sockettest.Dial(c.w.addr, "/?user="+c.user, nil)
	if err != nil || client == nil {
		return
	}
	defer client.Close()
	c.mu.Lock()
	c.client, c.asked = client, map[string]bool{}
	for _, r := range c.has {
		r.current = false
	}
	c.mu.Unlock()
	for _, project := range c.watches() {
		c.subscribe(client, project)
	}
	frames := 200 + c.random.IntN(4000)
	for i := range frames {
		select {
		case <-stop:
			return
		default:
		}
		if c.slow && c.random.IntN(10) == 0 {
			time.Sleep(time.Duration(c.random.IntN(3)) * time.Millisecond)
		}
		text, err := client.Next(500 * time.Millisecond)
		var timeout net.Error
		switch {
		case errors.As(err, &timeout) && timeout.Timeout():
			if i > frames/2 {
				return
			}
			for _, project := range c.watches() { // perhaps one may see it again
				c.subscribe(client, project)
			}
			continue
		case err != nil:
			return
		}
		if !c.take(client, text) {
			return
		}
	}
}

// subscribe asks for a project, unless the answer to that is still on its way:
// another one without a cursor would begin behind what the first one brings.
func (c *randomClient) subscribe(client *sockettest.Client, project string) {
	c.mu.Lock()
	r, asked := c.has[project], c.asked[project]
	c.asked[project] = true
	c.mu.Unlock()
	if asked {
		return
	}
	since := ""
	if r != nil {
		since = fmt.Sprintf(`,"since":"%s.%d"`, r.epoch, r.seq)
	}
	_ = client.Send(`{"type":"subscribe","stream":"` + project + `"` + since + `}`)
}

// take judges one frame.
func (c *randomClient) take(client *sockettest.Client, text string) bool {
	var f struct {
		Type   string  `json:"type"`
		Stream string  `json:"stream"`
		Epoch  string  `json:"epoch"`
		Seq    int64   `json:"seq"`
		Code   float64 `json:"code"`
	}
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		c.t.Errorf("%s got no JSON: %.100s", c.user, text)
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	r := c.has[f.Stream]
	switch f.Type {
	case "hello":
		if r == nil {
			r = &replica{epoch: f.Epoch, seq: f.Seq}
			c.has[f.Stream] = r
		}
		if r.current = true; r.epoch != f.Epoch || r.seq > f.Seq {
			r.next = "reset"
		}
	case "reset": // what a snapshot would say
		r.epoch, r.seq, r.next = f.Epoch, f.Seq, ""
	case "unsubscribed":
		delete(c.has, f.Stream) // the client deletes its copy
		delete(c.asked, f.Stream)
	case "entry":
		return c.entry(r, f.Stream, f.Seq, text)
	}
	return true
}

func (c *randomClient) entry(r *replica, project string, seq int64, text string) bool {
	switch {
	case r == nil:
		c.t.Errorf("[L3] %s got %s %d without a subscription", c.user, project, seq)
	case r.next != "":
		c.t.Errorf("[J7] %s got %s %d where a reset was due", c.user, project, seq)
	case seq != r.seq+1:
		c.t.Errorf("[L2] %s got %s %d after %d", c.user, project, seq, r.seq)
	case !strings.Contains(text, c.user+","):
		c.t.Errorf("[L3] %s got %s %d, which is not for them: %.200s", c.user, project, seq, text)
	default:
		r.seq = seq
		return true
	}
	return false
}

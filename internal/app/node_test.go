package app

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"tandem/internal/config"
	"tandem/internal/redis/redistest"
	"tandem/internal/socket/sockettest"
)

// openNodes is a street with a second node beside it, over the same database and
// Redis; the same people are at the other node.
func openNodes(t *testing.T) (here, there *street, redis *redistest.Server) {
	t.Helper()
	redis = redistest.Start(t)
	here = openStreet(t, func(c *config.Config) { c.Redis = redis.Address })
	there = serve(t, here.settings)
	there.team, there.project = here.team, here.project
	for _, p := range []struct{ from, to **someone }{{&here.own, &there.own}, {&here.ed, &there.ed}, {&here.out, &there.out}} {
		*p.to = &someone{s: there, id: (*p.from).id, cookie: (*p.from).cookie}
	}
	return here, there, redis
}

// await reads frames until one has a text, and tells how long that took.
func await(t *testing.T, c *sockettest.Client, text string, within time.Duration) time.Duration {
	t.Helper()
	for began := time.Now(); ; {
		got, err := nextFrame(c)
		if err != nil && !strings.Contains(err.Error(), text) {
			t.Fatalf("waiting for %s: %v", text, err)
		}
		if took := time.Since(began); err != nil || strings.Contains(got, text) {
			if took > within {
				t.Errorf("%s took %s", text, took)
			}
			return took
		}
	}
}

func TestNodes(t *testing.T) {
	here, there, redis := openNodes(t)
	t.Run("[L8] what one node commits the other shows", func(t *testing.T) {
		socket := there.ed.watch()
		task := here.own.createTask("from here")
		await(t, socket, `"title":"from here"`, time.Second)
		there.own.must("PATCH", "/api/tasks/"+task, `{"title":"changed there"}`)
		await(t, socket, `"changed there"`, time.Second)
		here.own.must("POST", "/api/tasks/"+task+"/comments", `{"body":"and back"}`)
		await(t, socket, `"and back"`, time.Second)
	})
	t.Run("[L9] who is here is seen there, and where they write", func(t *testing.T) {
		task := here.own.describe("Hello")
		own, ed := here.own.watch(), there.ed.watch()
		send(t, own, `{"type":"presence","stream":%q,"task":null,"activity":"viewing"}`, here.project)
		await(t, ed, `"user":"`+here.own.id+`"`, 5*time.Second)
		for _, c := range []*sockettest.Client{own, ed} {
			send(t, c, `{"type":"doc:open","task":%q}`, task)
			expectDoc(t, c, `"text":"Hello"`)
		}
		send(t, own, `{"type":"doc:awareness","task":%q,"anchor":2,"head":3}`, task)
		await(t, ed, `"user":"`+here.own.id+`","anchor":2,"head":3}`, time.Second)
		own.Close()
		await(t, ed, `"anchor":null,"head":null}`, time.Second)
	})
	t.Run("[E1, E3] both write into one text", func(t *testing.T) {
		task := here.own.describe("one two")
		own, ed := here.own.watch(), there.ed.watch()
		for _, c := range []*sockettest.Client{own, ed} {
			send(t, c, `{"type":"doc:open","task":%q}`, task)
			expectDoc(t, c, `"version":0,"text":"one two"`)
		}
		send(t, own, `{"type":"doc:update","task":%q,"version":0,"updates":[{"client":"a","id":1,"changes":[3,[0," and"],4]}]}`, task)
		expectDoc(t, own, `"client":"a","id":1`)
		send(t, ed, `{"type":"doc:update","task":%q,"version":0,"updates":[{"client":"b","id":1,"changes":[7,[0,"!"]]}]}`, task)
		for _, c := range []*sockettest.Client{own, ed} {
			await(t, c, `"version":1,"updates":[{"client":"b","id":1,"user":"`+here.ed.id+`","changes":[11,[0,"!"]]}]`, time.Second)
		}
		here.own.await(task, "one and two!")
		there.own.must("PATCH", "/api/tasks/"+task, `{"description":"One and two!"}`)
		await(t, own, `"client":"journal"`, 3*time.Second)
	})
	t.Run("[L4] a session that is ended here closes its sockets there", func(t *testing.T) {
		second := here.signIn("ed")
		second.s = there
		socket := second.open("/ws")
		here.ed.must("DELETE", "/api/me/sessions", "")
		await(t, socket, "4401", time.Second)
		if answer, _ := second.call("GET", "/api/me", ""); answer.StatusCode != http.StatusUnauthorized {
			t.Errorf("it still counts there: %s", answer.Status)
		}
	})
	t.Run("passwords tried here count there", func(t *testing.T) {
		for range 10 {
			here.out.call("POST", "/api/auth/login", `{"email":"ed@example.org","password":"a wrong one 1"}`)
		}
		for end := time.Now().Add(5 * time.Second); ; time.Sleep(20 * time.Millisecond) {
			answer, _ := there.out.call("POST", "/api/auth/login", `{"email":"ed@example.org","password":"a wrong one 1"}`)
			if answer.StatusCode == http.StatusTooManyRequests {
				break
			}
			if time.Now().After(end) {
				t.Fatalf("the other node answers %s", answer.Status)
			}
		}
	})
	t.Run("[L8] without Redis it comes later", func(t *testing.T) {
		socket := there.own.watch()
		redis.Kill()
		time.Sleep(4 * time.Second) // both know by now
		for _, s := range []*street{here, there} {
			if got := read(t, "http://"+s.addr+"/readyz"); got != `{"status":"degraded"}`+"\n" {
				t.Errorf("ready: %s", got)
			}
		}
		here.own.createTask("found by looking")
		await(t, socket, `"found by looking"`, 3*time.Second)
		redis.Restart(t)
		there.becomes("tandem_bus_down", "0")
		here.becomes("tandem_bus_down", "0")
		here.own.createTask("told again")
		await(t, socket, `"told again"`, time.Second)
	})
	t.Run("[L3] who is removed here gets nothing there", func(t *testing.T) {
		socket := there.ed.watch()
		here.own.must("PATCH", "/api/projects/"+here.project, `{"visibility":"private"}`)
		await(t, socket, "4403", 2*time.Second)
		if answer, _ := there.ed.call("POST", "/api/projects/"+here.project+"/tasks", `{"title":"canary"}`); answer.StatusCode/100 != 4 {
			t.Errorf("they write on: %s", answer.Status)
		}
	})
}

// One node does what is done once; the other when it has gone.
func TestNodes_once(t *testing.T) {
	here, there, _ := openNodes(t)
	works := func(s *street) string { return s.figure("tandem_once_for_all") }
	if works(here) != "1" || works(there) != "0" {
		t.Errorf("here %s, there %s", works(here), works(there))
	}
	here.becomes("tandem_bus_down", "0")
	for i := range 3 {
		task := there.own.createTask(fmt.Sprint("task ", i))
		there.own.must("POST", "/api/tasks/"+task+"/comments", `{"body":"@ed look"}`)
	}
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		_, list := here.ed.call("GET", "/api/notifications", "")
		if n := strings.Count(string(list), `"reason":"mentioned"`); n == 3 {
			break
		} else if time.Now().After(end) {
			t.Fatalf("told %d times: %s", n, list)
		}
	}
}

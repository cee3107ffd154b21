package redis

import (
	"testing"
	"time"
)

func TestPulse(t *testing.T) {
	p := newPulse()
	now := time.Unix(1000, 0)
	if !p.down(now) {
		t.Error("up before anything has come through")
	}
	p.echoed(now)
	p.echoed(now.Add(time.Second))
	if now = now.Add(time.Second); p.down(now) {
		t.Error("down while our own batches come back")
	}
	for _, c := range []struct{ number, missed int64 }{{7, 0}, {8, 0}, {11, 2}, {9, 0}, {12, 0}, {12, 0}} {
		if got := p.follow(now, "another", c.number); got != c.missed {
			t.Errorf("after %d: missed %d, not %d", c.number, got, c.missed)
		}
	}
	if !p.down(now.Add(calmTime - 1)) {
		t.Error("calm before everybody has looked for what was missed")
	}
	p.echoed(now.Add(calmTime))
	if p.down(now.Add(calmTime)) {
		t.Error("down for good")
	}
	if !p.down(now.Add(calmTime + silentTime + 1)) {
		t.Error("up though nothing comes back")
	}
	back := now.Add(calmTime + silentTime + 1)
	if p.echoed(back); !p.down(back.Add(calmTime - 1)) {
		t.Error("up as soon as a silence ends, when connections may still break")
	}
	if p.echoed(back.Add(calmTime)); p.down(back.Add(calmTime)) {
		t.Error("down for good after a silence")
	}
	p.echoed(now.Add(forgetTime + 1))
	if len(p.nodes) != 0 {
		t.Error("nodes that have gone are kept for ever")
	}
}

package redis

import (
	"context"
	"time"

	"github.com/go-json-experiment/json"

	"tandem/internal/journal"
)

// batch is what one node tells the others at once, as JSON. While one is on its way,
// what comes meanwhile gathers for the next, so a busy node sends few and large ones.
type batch struct {
	Node     string              `json:"node"`
	Number   int64               `json:"number"` // 1, 2, 3 … of its node: a gap is what was missed
	At       int64               `json:"at"`     // when it was sent, Unix nanoseconds of that node
	Wakes    []journal.Wake      `json:"wakes,omitempty"`
	Messages []journal.Ephemeral `json:"messages,omitempty"`
}

// send passes on what waits, and says each beat that this node lives.
func (b *Bus) send(ctx context.Context) {
	beat := time.NewTicker(beatTime)
	defer beat.Stop()
	wait := firstWait
	for number := int64(1); ; number++ {
		if err := b.put(context.WithoutCancel(ctx), number); err == nil {
			wait = firstWait
		} else {
			b.Log.Debug("publish to redis", "error", err)
			wait = pause(ctx, wait)
		}
		select {
		case <-ctx.Done():
			_ = b.put(context.WithoutCancel(ctx), number+1) // the last words; without them others find out by looking
			return
		case <-beat.C:
		case <-b.open:
		case <-b.out.Ready():
		}
	}
}

// put sends one batch. Wake-ups that were not taken wait for the next one; messages
// are lost, since they would come too late.
func (b *Bus) put(ctx context.Context, number int64) error {
	wakes, messages := b.out.Take()
	next := batch{Node: b.node, Number: number, At: time.Now().UnixNano(), Messages: messages}
	for _, wake := range wakes {
		next.Wakes = append(next.Wakes, wake)
	}
	text, err := json.Marshal(&next)
	if err == nil {
		err = b.publish(ctx, string(text))
	}
	for _, wake := range wakes {
		if err != nil {
			b.out.Wake(wake)
		}
	}
	return err
}

// hear passes a batch of another node on to this one's listeners. One of our own has
// been told here already, and says that the way there and back is open.
func (b *Bus) hear(text string) {
	var heard batch
	if json.Unmarshal([]byte(text), &heard) != nil {
		return // of another program, or of a newer one
	}
	now := time.Now()
	if heard.Node == b.node {
		b.pulse.echoed(now)
		b.OnLag(now.Sub(time.Unix(0, heard.At)))
		return
	}
	if missed := b.pulse.follow(now, heard.Node, heard.Number); missed > 0 {
		b.OnMissed(missed)
	}
	for _, wake := range heard.Wakes {
		b.Here.Publish(context.Background(), wake)
	}
	for _, message := range heard.Messages {
		b.Here.Send(context.Background(), message)
	}
}

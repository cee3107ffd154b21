package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/go-json-experiment/json"

	"tandem/internal/entry"
	"tandem/internal/journal"
)

// rateKind is the message in which nodes tell each other what they have counted.
const rateKind = "rate"

// counted is such a message. Who it was is told as a digest: no address and no
// account leaves the node.
type counted struct {
	Node string  `json:"node"`
	Rate string  `json:"rate"`
	Who  string  `json:"who"`
	N    float64 `json:"n"` // -1: given back
}

// sharedRates are those that count for all nodes together, by name.
var sharedRates = byName(&perNewcomer, &perTry, &perAddress, &perAccount, &perLink, &perPassphrase)

func byName(rates ...*rate) map[string]*rate {
	names := map[string]*rate{}
	for _, r := range rates {
		names[r.name] = r
	}
	return names
}

// keyOf is under what somebody is counted.
func keyOf(r *rate, who string) limitKey {
	if r.name != "" {
		sum := sha256.Sum256([]byte(who))
		who = hex.EncodeToString(sum[:16])
	}
	return limitKey{r, who}
}

// ShareLimits lets passwords that are tried on one node, and accounts that are made
// there, count on all: with what the bus loses, a little less. The other rates are
// each node's own. It ends with stop.
func (g *Gate) ShareLimits(bus journal.Bus) (stop func()) {
	if g.limits == nil {
		return func() {}
	}
	node := entry.NewID()
	g.limits.tell = func(key limitKey, n float64) {
		body, err := json.Marshal(counted{node, key.rate.name, key.who, n})
		if err == nil {
			bus.Send(context.Background(), journal.Ephemeral{Kind: rateKind, Body: body})
		}
	}
	return bus.Listen(func(journal.Wake) {}, func(message journal.Ephemeral) {
		var said counted
		if message.Kind != rateKind || json.Unmarshal(message.Body, &said) != nil || said.Node == node {
			return
		}
		if r := sharedRates[said.Rate]; r != nil && (said.N == 1 || said.N == -1) {
			g.limits.heard(limitKey{r, said.Who}, said.N)
		}
	})
}

// heard counts what another node has counted.
func (l *limits) heard(key limitKey, n float64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.bucket(key)
	b.left = min(key.rate.burst, max(0, b.left-n))
}

package mongo

import (
	"tandem/internal/audit"
	"tandem/internal/entry"
	"tandem/internal/journal"
)

// auditDoc is a record of the audit log.
type auditDoc struct {
	ID      string        `bson:"_id"` // stream/seq/nth: written again, it is the same
	At      entry.Instant `bson:"at"`
	Kind    audit.Kind    `bson:"kind"`
	Actor   string        `bson:"actor,omitempty"`
	Team    string        `bson:"team,omitempty"`
	Project string        `bson:"project,omitempty"`
	Subject string        `bson:"subject,omitempty"`
	Address string        `bson:"address,omitempty"`
	Detail  audit.Detail  `bson:"detail"`
}

// auditDocs are the records of a batch; they stand with its last entry, so that a
// crash loses none.
func auditDocs(b *journal.Batch) []auditDoc {
	var docs []auditDoc
	for i := range b.Audit {
		r := &b.Audit[i]
		docs = append(docs, auditDoc{
			ID: entryID(entryID(b.Stream, last(b).Seq), int64(i)), At: r.At, Kind: r.Kind, Actor: r.Actor, Team: r.Team,
			Project: r.Project, Subject: r.Subject, Address: r.Address, Detail: r.Detail,
		})
	}
	return docs
}

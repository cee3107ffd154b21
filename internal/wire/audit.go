package wire

import "tandem/internal/entry"

// AuditRecord tells one thing that happened to somebody's access.
type AuditRecord struct {
	Number      int64          `json:"number"` // grows
	At          entry.Instant  `json:"at"`
	Kind        string         `json:"kind"`
	Actor       *string        `json:"actor"` // null: the operator, or somebody who is not signed in
	ActorName   *string        `json:"actorName"`
	Team        *string        `json:"team"`
	Project     *string        `json:"project"`
	ProjectName *string        `json:"projectName"`
	Subject     *string        `json:"subject"`     // the id of whom or what it is about
	SubjectName *string        `json:"subjectName"` // of a person
	Address     *string        `json:"address"`
	Detail      map[string]any `json:"detail"`
}

// AuditCursor is where a list of records goes on: below this number.
type AuditCursor struct {
	Below int64 `json:"b"`
}

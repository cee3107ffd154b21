package entry

// Notification tells a person of something on their own stream. It names things by
// id only: what they are called is asked for under the reader's own rights.
type Notification struct {
	ID        string   `json:"id"`
	Reason    Reason   `json:"reason"`
	Actor     string   `json:"actor"`
	Project   string   `json:"project"`
	Task      string   `json:"task"`
	Comment   *string  `json:"comment"`
	CreatedAt Instant  `json:"createdAt"`
	ReadAt    *Instant `json:"readAt"`
}

// Reason says why somebody is notified.
type Reason string

// The reasons.
const Reminded Reason = "reminder" // the person asked for it

package entry

// File is what is known of bytes that were stored whole. All of it is found out
// by the server, but for the name.
type File struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`   // bytes
	Mime   string `json:"mime"`   // by its first bytes, never by its name
	SHA256 string `json:"sha256"` // of all bytes, in hex
	Width  *int64 `json:"width"`  // pixels as it is shown; of images
	Height *int64 `json:"height"`

	DurationSeconds *int64 `json:"durationSeconds"` // of films and sound, as far as they say it themselves; rounded up
}

// AttachmentKind says where a file comes from.
type AttachmentKind string

// The kinds.
const (
	PlainFile AttachmentKind = "file"
	Recording AttachmentKind = "recording" // of a screen, camera or microphone
)

// Attachment is a file on a task, or on one of its comments.
type Attachment struct {
	ID        string  `json:"id" bson:"_id"`
	Task      string  `json:"task"`
	Comment   *string `json:"comment"` // null: it is the task's own
	Uploader  string  `json:"uploader"`
	File      `bson:",inline"`
	Kind      AttachmentKind `json:"kind"`
	CreatedAt Instant        `json:"createdAt"`
}

// Playlist is the type of a text that names other files, such as HLS, by its first
// bytes: no recording.
const Playlist = "application/vnd.apple.mpegurl"

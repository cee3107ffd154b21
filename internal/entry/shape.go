package entry

// Category says what being in a status means.
type Category string

// The categories in the order of work.
const (
	Backlog   Category = "backlog"
	Todo      Category = "todo"
	Active    Category = "active"
	Done      Category = "done"
	Cancelled Category = "cancelled"
)

// Valid tells whether c is one of the five.
func (c Category) Valid() bool {
	switch c {
	case Backlog, Todo, Active, Done, Cancelled:
		return true
	}
	return false
}

// Role of a person in a project; each may do all that the one before may.
type Role string

// The roles of a project, least first. A visitor came by a public link and is
// no member: nobody is given that role.
const (
	Visitor   Role = "visitor"
	Viewer    Role = "viewer"
	Commenter Role = "commenter"
	Editor    Role = "editor"
	Admin     Role = "admin"
)

var roleLevel = map[Role]int{Visitor: 1, Viewer: 2, Commenter: 3, Editor: 4, Admin: 5}

// Valid tells whether r is one of the five.
func (r Role) Valid() bool { return roleLevel[r] > 0 }

// Given tells whether r is a role that a member can be given.
func (r Role) Given() bool { return r.Valid() && r != Visitor }

// Includes tells whether r may do what other may; nobody's role ("") includes nothing.
func (r Role) Includes(other Role) bool { return r.Valid() && roleLevel[r] >= roleLevel[other] }

// Visibility says who of the team sees a project unasked.
type Visibility string

// The visibilities.
const (
	ForTeam Visibility = "team"
	Private Visibility = "private"
)

// Valid tells whether v is one of the two.
func (v Visibility) Valid() bool { return v == ForTeam || v == Private }

// User is a person as others see them. Email is null for those who share no team.
type User struct {
	ID       string  `json:"id"`
	Name     string  `json:"name"`
	Handle   string  `json:"handle"`
	Email    *string `json:"email"`
	Avatar   *string `json:"avatar"`
	TimeZone string  `json:"timeZone"` // IANA name
	Locale   string  `json:"locale"`   // BCP 47 tag
}

// Member is a person with access to a project. Role is the one that counts;
// OwnRole is the one given in the project itself, null where the team's counts.
type Member struct {
	User    User  `json:"user"`
	Role    Role  `json:"role"`
	OwnRole *Role `json:"ownRole"`
}

// TeamRole is a person's role in a team.
type TeamRole string

// The roles of a team.
const (
	TeamOwner  TeamRole = "owner"
	TeamAdmin  TeamRole = "admin"
	TeamMember TeamRole = "member"
	TeamGuest  TeamRole = "guest"
)

// Valid tells whether r is one of the four.
func (r TeamRole) Valid() bool { return teamLevel[r] > 0 }

var teamLevel = map[TeamRole]int{TeamGuest: 1, TeamMember: 2, TeamAdmin: 3, TeamOwner: 4}

// Includes tells whether r may do what other may; nobody's role ("") includes nothing.
func (r TeamRole) Includes(other TeamRole) bool { return r.Valid() && teamLevel[r] >= teamLevel[other] }

// Seat is a person's place in a team.
type Seat struct {
	User User     `json:"user"`
	Role TeamRole `json:"role"`
}

// Settings of a project; it grows with the product.
type Settings struct{}

// Project is a set of tasks with its own statuses, labels, members and journal.
type Project struct {
	ID          string     `json:"id" bson:"_id"`
	Team        string     `json:"team"`
	Key         string     `json:"key"` // 2–6 capitals and digits, unique in the instance
	Name        string     `json:"name"`
	Description string     `json:"description"`
	Visibility  Visibility `json:"visibility"`
	Settings    Settings   `json:"settings"`
	Link        *Link      `json:"link"` // null: there is no public link
	ArchivedAt  *Instant   `json:"archivedAt"`
	CreatedAt   Instant    `json:"createdAt"`
}

// Link is a project's public link: whoever has its address, and the password if
// there is one, reads the board as a visitor. Its secret stands elsewhere. Each
// change makes a new id, so that those who came by the old one are shut out.
type Link struct {
	ID          string   `json:"id"`
	CreatedBy   string   `json:"createdBy"`
	CreatedAt   Instant  `json:"createdAt"`
	ExpiresAt   *Instant `json:"expiresAt"` // null: never
	HasPassword bool     `json:"hasPassword"`
}

// Open tells whether visitors may come by it at an instant.
func (l *Link) Open(now Instant) bool {
	return l != nil && (l.ExpiresAt == nil || now < *l.ExpiresAt)
}

// Status is a column of the board.
type Status struct {
	ID         string   `json:"id" bson:"_id"`
	Name       string   `json:"name"`
	Category   Category `json:"category"`
	Color      string   `json:"color"`    // "#rrggbb"
	WipLimit   *int64   `json:"wipLimit"` // tasks; null: none
	Rank       string   `json:"rank"`
	ArchivedAt *Instant `json:"archivedAt"`
}

// Label marks tasks of a project.
type Label struct {
	ID    string `json:"id" bson:"_id"`
	Name  string `json:"name"`
	Color string `json:"color"` // "#rrggbb"
}

// Reaction is an emoji and who gave it.
type Reaction struct {
	Emoji string   `json:"emoji"`
	Users []string `json:"users"`
}

// Comment on a task; Body is Markdown, Parent the comment that it answers.
type Comment struct {
	ID        string     `json:"id" bson:"_id"`
	Task      string     `json:"task"`
	Author    string     `json:"author"`
	Body      string     `json:"body"`
	Parent    *string    `json:"parent"`
	Reactions []Reaction `json:"reactions"`
	CreatedAt Instant    `json:"createdAt"`
	EditedAt  *Instant   `json:"editedAt"`
}

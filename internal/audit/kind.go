package audit

// Kind says what a record tells.
type Kind string

// The kinds. Unless another is named, the subject is the person whom it is about.
const (
	SessionCreated Kind = "session.created"
	SessionRefused Kind = "session.refused" // a sign-in that failed; no subject where nobody has the address
	SessionEnded   Kind = "session.ended"
	Password       Kind = "password.changed"

	AccountCreated  Kind = "account.created"
	AccountDisabled Kind = "account.disabled"
	AccountEnabled  Kind = "account.enabled"
	AccountUpdated  Kind = "account.updated" // name or handle

	TokenCreated Kind = "token.created"
	TokenDeleted Kind = "token.deleted"

	TeamCreated Kind = "team.created"
	TeamRenamed Kind = "team.renamed"
	TeamDeleted Kind = "team.deleted"
	SeatChanged Kind = "seat.changed" // another role
	SeatRemoved Kind = "seat.removed" // who is actor and subject has left

	InviteCreated  Kind = "invite.created" // the subject is the invitation
	InviteAccepted Kind = "invite.accepted"
	InviteDeclined Kind = "invite.declined"
	InviteRevoked  Kind = "invite.revoked"

	ProjectCreated    Kind = "project.created"
	ProjectDeleted    Kind = "project.deleted"
	ProjectRestored   Kind = "project.restored"
	ProjectArchived   Kind = "project.archived"
	ProjectUnarchived Kind = "project.unarchived"
	ProjectVisibility Kind = "project.visibility"
	MemberChanged     Kind = "member.changed" // a role of their own, in place of what the team gives
	MemberRemoved     Kind = "member.removed" // that role was taken away

	LinkCreated Kind = "link.created" // the subject is the link
	LinkChanged Kind = "link.changed" // another one took its place
	LinkRemoved Kind = "link.removed"
	LinkOpened  Kind = "link.opened"
	LinkRefused Kind = "link.refused"

	Exported Kind = "audit.exported"
	Refused  Kind = "access.refused"
)

// Kinds lists them all, in the order of the documents.
var Kinds = []Kind{
	SessionCreated, SessionRefused, SessionEnded, Password,
	AccountCreated, AccountDisabled, AccountEnabled, AccountUpdated, TokenCreated, TokenDeleted,
	TeamCreated, TeamRenamed, TeamDeleted, SeatChanged, SeatRemoved,
	InviteCreated, InviteAccepted, InviteDeclined, InviteRevoked,
	ProjectCreated, ProjectDeleted, ProjectRestored, ProjectArchived, ProjectUnarchived, ProjectVisibility, MemberChanged, MemberRemoved,
	LinkCreated, LinkChanged, LinkRemoved, LinkOpened, LinkRefused, Exported, Refused,
}

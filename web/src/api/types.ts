import type { components } from './schema'

/**
 * The shapes of the wire, under the names that the client uses. They are made from the server's Go types
 * (`make gen`); what stands here spelled out is what only the client needs.
 * Ids are UUIDv7 in lower case; instants RFC 3339 in UTC; days `YYYY-MM-DD`; durations whole seconds.
 */
type Wire = components['schemas']

export type Id = string
export type Instant = string
export type Day = string

export type User = Wire['User']
export type TeamRole = Wire['TeamRole']
export type Role = Wire['Role']
export type Visibility = Wire['Visibility']
export type Category = Wire['Category']
export type Priority = Wire['Priority']
export type Team = Wire['Team']
export type Status = Wire['Status']
export type Label = Wire['Label']
/** `ownRole` is what the project gave; without one the role comes from the team. */
export type Member = Pick<Wire['Member'], 'user' | 'role'> & Partial<Pick<Wire['Member'], 'ownRole'>>
/** A project's public address, as those see it who may know of it; the address itself is told once. */
export type Link = Wire['Link']
/** In journal, snapshot and lists the statuses stand beside the project, not in it. */
export type Project = Omit<Wire['BareProject'], 'link'> & { link: Link | null } & Partial<
    Pick<Wire['Project'], 'statuses'>
  >
/** What a task has in a custom field: a text, number, day, option's id, `true` or person's id, as the field's type says. */
export type FieldValue = string | number | true
/** A custom field that the tasks of a project have. */
export type Field = Wire['Field']
export type FieldType = Wire['FieldType']
/** What can be chosen in a field of type `select`. */
export type Option = Wire['Option']
/** A wall clock on the due day. */
export type DueTime = Wire['DueTime']
/** When a completed task comes again. */
export type Recurrence = Wire['Recurrence']
/** The description is missing in snapshots: not loaded yet. */
export type Task = Omit<Wire['SnapshotTask'], 'fields'> & { fields: Record<Id, FieldValue> } & Partial<
    Pick<Wire['Task'], 'description'>
  >
/** What new tasks of a project can begin with; what it names may have gone since and is then left out. */
export type Template = Wire['Template']
/** A way of looking at a project's tasks under a name: shared with the project, or somebody's own. */
export type SavedView = Wire['View']
/** A notification with what it is about, as the person may see that now. */
export type InboxItem = Wire['InboxItem']
/** Of what in a project one wants to hear, and whether of a task. */
export type ProjectLevel = Wire['ProjectLevel']
export type TaskLevel = Wire['TaskLevel']
export type TaskWatch = Wire['TaskWatch']
/** Another task, and what one is to it or does to it. */
export type TaskLink = Omit<Wire['TaskLink'], 'task'> & { task: Task }
/** An emoji and who gave it. */
export type Reaction = Wire['Reaction']
export type Comment = Wire['Comment']
/** A file on a task, or on one of its comments. */
export type Attachment = Wire['Attachment']
/** A file that comes with a comment. */
export type Uploaded = Wire['Uploaded']
export type Snapshot = Omit<Wire['Snapshot'], 'members' | 'project' | 'tasks' | 'templates' | 'views'> & {
  templates?: Template[]
  views?: SavedView[]
  members: Member[]
  project: Project
  tasks: Task[]
}

/** A fact with resulting values: `task:updated {id, set, add, remove}`. Unknown types are kept, not dropped (C9). */
export interface ProjectEvent {
  type: string
  id?: Id
  set?: Record<string, unknown>
  add?: Record<string, Id[]>
  remove?: Record<string, Id[]>
  [member: string]: unknown
}

export interface Entry {
  seq: number
  at: Instant
  actor: Id
  command: Id | null
  events: ProjectEvent[]
}

/** RFC 9457, `application/problem+json`. */
export type Problem = Wire['Problem']
/** Everything that the shell needs, in one call. */
export type Me = Omit<Wire['Me'], 'projects'> & { projects: Project[] }
/** An invitation that waits for an answer, as the team's owners and admins see it. */
export type Invite = Wire['Invite']
/** The same, as those see it who have its address. */
export type InviteOffer = Wire['InviteOffer']
/** A project as the list of its team has it. */
export type TeamProject = Omit<Wire['TeamProject'], 'project'> & { project: Project }
export type Instance = Wire['Instance']
export type Token = Wire['Token']
export type MyNotifications = Wire['MyNotifications']
export type NotificationWish = Wire['NotificationWish']
export type PushDevice = Wire['Device']
export type Waiting = Wire['Waiting']
/** Where someone is signed in. */
export type Session = Wire['Session'] & { address?: string }
/** Somebody's place in a team. */
export type Seat = Wire['Seat']

export type ImportReport = Wire['ImportReport']

export type TaskFields = Pick<
  Wire['Task'],
  | 'title'
  | 'description'
  | 'priority'
  | 'assignees'
  | 'labels'
  | 'startDate'
  | 'dueDate'
  | 'dueTime'
  | 'recurrence'
  | 'estimateSeconds'
  | 'parent'
  | 'blockedBy'
  | 'related'
  | 'duplicateOf'
>
export type TaskChanges = Wire['TaskChanges']
export type LabelFields = Pick<Label, 'name' | 'color'>
export type FieldFields = Pick<Field, 'name' | 'options' | 'rank'>
export type StatusFields = Pick<Status, 'name' | 'category' | 'color' | 'wipLimit' | 'rank'>
export type ProjectFields = Pick<Project, 'name' | 'description' | 'visibility'>

type Wish = Wire['Command']
/** The client always chooses the id of what it makes, so that it has its final name at once. */
type Named<C> = C extends { kind: `${infer Thing}.create` } ? C & Record<Thing, Id> : C
type WithoutId<C> = C extends Wish ? Named<Omit<C, 'id'>> : never
/** A wish, without the id that the client's queue adds: the members of the REST body, with the thing's id under its name. */
export type CommandBody = WithoutId<Wish>
export type Command = CommandBody & { id: Id }
export type CommandResult = Wire['CommandResult']
export type PresenceUser = Wire['PresenceUser']

/** What was told to a person on their own stream. */
export type Notification = Wire['Notification']
/** What somebody asked to be reminded of. */
export type Reminder = Wire['Reminder']

/** Somebody as the administrators of the instance see them. */
export type Person = Wire['Person']
/** One thing that happened to somebody's access. */
export type AuditRecord = Wire['AuditRecord']
/** What a new project can begin with, built into the server. */
export type Starter = Wire['Starter']
/** Something that a search has found: the member that `type` names; a comment comes with the task that it is on. */
export type Found = Omit<Wire['Found'], 'task'> & { task: Task | null }

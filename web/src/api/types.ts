/**
 * The shapes of the wire contract, under the names that the client uses.
 * Ids are UUIDv7 in lower case; instants RFC 3339 in UTC; days `YYYY-MM-DD`; durations whole seconds.
 */
export type Id = string
export type Instant = string
export type Day = string

export interface User {
  id: Id
  name: string
  handle: string
  /** Null for people with whom one shares no team. */
  email: string | null
  /** Address of a picture on this origin. */
  avatar: string | null
  timeZone: string
  locale: string
}

export type TeamRole = 'owner' | 'admin' | 'member' | 'guest'
export type Role = 'admin' | 'editor' | 'commenter' | 'viewer'
export type Visibility = 'team' | 'private'
export type Category = 'backlog' | 'todo' | 'active' | 'done' | 'cancelled'
export type Priority = 'none' | 'low' | 'medium' | 'high' | 'urgent'

export interface Team {
  id: Id
  name: string
  /** The role of the person who asks. */
  role: TeamRole
  createdAt: Instant
}

export interface Status {
  id: Id
  name: string
  category: Category
  /** `#rrggbb`, as that of labels. */
  color: string
  wipLimit: number | null
  /** Opaque; ascending bytewise it is the order on the board. */
  rank: string
  archivedAt: Instant | null
}

export interface Label {
  id: Id
  name: string
  color: string
}

export interface Member {
  user: User
  role: Role
}

export interface Project {
  id: Id
  team: Id
  key: string
  name: string
  description: string
  visibility: Visibility
  settings: Record<string, unknown>
  statuses?: Status[]
  archivedAt: Instant | null
  createdAt: Instant
}

export interface Task {
  id: Id
  project: Id
  number: number
  key: string
  title: string
  /** Missing in snapshots: not loaded yet. */
  description?: string
  status: Id
  rank: string
  assignees: Id[]
  labels: Id[]
  priority: Priority
  startDate: Day | null
  dueDate: Day | null
  estimateSeconds: number | null
  parent: Id | null
  createdBy: Id
  createdAt: Instant
  updatedAt: Instant
  completedAt: Instant | null
  archivedAt: Instant | null
  commentCount: number
  attachmentCount: number
  spentSeconds: number
  seq: number
}

/** An emoji and who gave it. */
export interface Reaction {
  emoji: string
  users: Id[]
}

export interface Comment {
  id: Id
  task: Id
  author: Id
  body: string
  parent: Id | null
  reactions: Reaction[]
  createdAt: Instant
  editedAt: Instant | null
}

export interface Snapshot {
  epoch: string
  seq: number
  project: Project
  statuses: Status[]
  labels: Label[]
  members: Member[]
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
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  errors?: { pointer: string; detail: string }[]
  conflicts?: { field: string; theirs: unknown; seq: number }[]
}

/** Everything that the shell needs, in one call. */
export interface Me {
  user: User
  teams: Team[]
  projects: Project[]
}

export interface Instance {
  needsFirstAccount: boolean
  registration: 'open' | 'invite' | 'closed'
  demo: boolean
}

export interface Token {
  id: Id
  name: string
  createdAt: Instant
  expiresAt: Instant | null
  lastUsedAt: Instant | null
}

export interface ImportReport {
  created: Record<'statuses' | 'tasks' | 'labels' | 'subtasks' | 'comments' | 'members', number>
  skipped: { what: string; why: string }[]
  unmapped: string[]
}

export interface TaskFields {
  title: string
  description: string
  priority: Priority
  assignees: Id[]
  labels: Id[]
  startDate: Day | null
  dueDate: Day | null
  estimateSeconds: number | null
  parent: Id | null
}

export type TaskChanges = Partial<TaskFields> & {
  status?: Id
  archived?: boolean
  addLabels?: Id[]
  removeLabels?: Id[]
  addAssignees?: Id[]
  removeAssignees?: Id[]
  baseSeq?: number
}

export type LabelFields = Pick<Label, 'name' | 'color'>
export type StatusFields = Pick<Status, 'name' | 'category' | 'color' | 'wipLimit' | 'rank'>
export type ProjectFields = Pick<Project, 'name' | 'description' | 'visibility'>

/** A wish, without the id that the client's queue adds: the members of the REST body, with the thing's id under its name. */
export type CommandBody =
  | ({ kind: 'task.create'; task: Id; title: string; status?: Id; before?: Id; after?: Id } & Partial<
      Omit<TaskFields, 'title'>
    >)
  | ({ kind: 'task.update'; task: Id } & TaskChanges)
  | { kind: 'task.move'; task: Id; status: Id; before?: Id; after?: Id }
  | { kind: 'task.delete'; task: Id }
  | { kind: 'task.restore'; task: Id }
  | { kind: 'comment.create'; comment: Id; task: Id; body: string; parent?: Id }
  | { kind: 'comment.update'; comment: Id; body: string }
  | { kind: 'comment.delete'; comment: Id }
  | { kind: 'comment.react'; comment: Id; emoji: string }
  | ({ kind: 'label.create'; label: Id } & LabelFields)
  | ({ kind: 'label.update'; label: Id } & Partial<LabelFields>)
  | { kind: 'label.delete'; label: Id }
  | ({ kind: 'status.create'; status: Id } & Pick<StatusFields, 'name'> & Partial<StatusFields>)
  | ({ kind: 'status.update'; status: Id; archived?: boolean } & Partial<StatusFields>)
  | { kind: 'status.delete'; status: Id; moveTo?: Id }
  | ({ kind: 'project.update'; archived?: boolean } & Partial<ProjectFields>)
  | { kind: 'project.delete' }
  | { kind: 'project.restore' }

export type Command = CommandBody & { id: Id }

export interface CommandResult {
  id: Id
  status: 'applied' | 'refused'
  seq?: number
  problem?: Problem
}

export interface PresenceUser {
  user: Id
  connection: string
  task: Id | null
  activity: 'viewing' | 'editing' | 'typing'
}

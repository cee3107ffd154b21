/**
 * A project as a client holds it. Records are never changed in place: a change puts a new one, so a record once
 * read stays as it was, and two states may share all that they agree on.
 */
import type { Field, Id, Instant, Label, Member, Project, Snapshot, Status, Task } from '@/api/types'
import { Order } from './order'

/** Any record, seen from outside its kind. */
export type Thing = Record<string, unknown>

export interface State {
  project: Project | null
  readonly statuses: Map<Id, Status>
  readonly labels: Map<Id, Label>
  /** Custom fields. */
  readonly fields: Map<Id, Field>
  /** By user id. */
  readonly members: Map<Id, Member>
  /** Archived ones too, as far as they were seen; deleted ones not. */
  readonly tasks: Map<Id, Task>
  /** Tasks deleted while we looked on: what an undo shows until the server has brought them back. */
  readonly deleted: Map<Id, Task>
  /** Things of all other kinds seen so far, by kind and id: comments, and what a newer server adds (C9). */
  readonly others: Map<string, Map<Id, Thing>>
  /** Tasks by status in board order; null where nobody asks for it. */
  readonly order: Order | null
}

/** One record before and after; undefined where it does not exist. */
export interface Change {
  readonly kind: string
  readonly id: Id
  readonly before: Thing | undefined
  readonly after: Thing | undefined
}

/** Who sends the command, and when it was made. */
export interface By {
  readonly actor: Id
  readonly at: Instant
}

/** An empty state; `ordered` keeps its tasks in board order as well. */
export function emptyState(ordered = false): State {
  const tasks = new Map<Id, Task>()
  return {
    project: null,
    statuses: new Map(),
    labels: new Map(),
    fields: new Map(),
    members: new Map(),
    tasks,
    deleted: new Map(),
    others: new Map(),
    order: ordered ? new Order(tasks) : null,
  }
}

/** The state that a snapshot describes; records are shared with it, not copied. */
export function fromSnapshot(snapshot: Omit<Snapshot, 'epoch' | 'seq'>): State {
  const state = emptyState()
  state.project = snapshot.project
  for (const status of snapshot.statuses) state.statuses.set(status.id, status)
  for (const label of snapshot.labels) state.labels.set(label.id, label)
  for (const field of snapshot.fields) state.fields.set(field.id, field)
  for (const member of snapshot.members) state.members.set(member.user.id, member)
  for (const task of snapshot.tasks) state.tasks.set(task.id, task)
  for (const template of snapshot.templates ?? [])
    write(state, 'template', template.id, template as unknown as Thing)
  for (const view of snapshot.views ?? []) write(state, 'view', view.id, view as unknown as Thing)
  return state
}

/** A second state with the same records, whose tasks are kept in board order. */
export function orderedCopy(state: State): State {
  const copy = emptyState(true)
  copy.project = state.project
  for (const kind of ['statuses', 'labels', 'fields', 'members', 'tasks', 'deleted'] as const) {
    const target = copy[kind] as Map<Id, unknown>
    for (const [id, record] of state[kind]) target.set(id, record)
  }
  for (const [kind, records] of state.others) copy.others.set(kind, new Map(records))
  copy.order!.fill()
  return copy
}

/** The record of a kind and id. */
export function read(state: State, kind: string, id: Id): Thing | undefined {
  if (kind === 'project') return (state.project as unknown as Thing | null) ?? undefined
  return tableOf(state, kind)?.get(id)
}

/** All records of a kind for which a state has no table of its own. */
export function thingsOf<T>(state: State, kind: string): Iterable<T> {
  return (state.others.get(kind)?.values() ?? []) as Iterable<T>
}

/** Puts a record in its place; undefined removes it. */
export function write(state: State, kind: string, id: Id, record: Thing | undefined): void {
  if (kind === 'project') state.project = (record as unknown as Project | undefined) ?? null
  else if (kind === 'task') writeTask(state, id, record as unknown as Task | undefined)
  else if (kind === 'comment') writeComment(state, id, record)
  else put(state, kind, id, record)
}

function put(state: State, kind: string, id: Id, record: Thing | undefined): void {
  if (record) (tableOf(state, kind) ?? newTable(state, kind)).set(id, record)
  else tableOf(state, kind)?.delete(id)
}

/** Comments deleted while we looked on: what an undo shows until the server has brought them back. */
export const deletedComments = 'comment, deleted'

function writeComment(state: State, id: Id, after: Thing | undefined): void {
  const before = read(state, 'comment', id)
  put(state, 'comment', id, after)
  if (after) put(state, deletedComments, id, undefined)
  else if (before) put(state, deletedComments, id, before)
}

function writeTask(state: State, id: Id, after: Task | undefined): void {
  const before = state.tasks.get(id)
  const moves = placeOf(before) !== placeOf(after)
  if (before && moves) state.order?.remove(before)
  if (after) {
    state.tasks.set(id, after)
    state.deleted.delete(id)
    if (moves) state.order?.insert(after)
  } else if (before) {
    state.tasks.delete(id)
    state.deleted.set(id, before)
  }
}

/** Where a task stands on the board, to compare; empty where it does not. */
function placeOf(task: Task | undefined): string {
  return task && !task.archivedAt ? task.status + task.rank : ''
}

function tableOf(state: State, kind: string): Map<Id, Thing> | undefined {
  switch (kind) {
    case 'task':
      return state.tasks as Map<Id, unknown> as Map<Id, Thing>
    case 'status':
      return state.statuses as Map<Id, unknown> as Map<Id, Thing>
    case 'label':
      return state.labels as Map<Id, unknown> as Map<Id, Thing>
    case 'field':
      return state.fields as Map<Id, unknown> as Map<Id, Thing>
    case 'member':
      return state.members as Map<Id, unknown> as Map<Id, Thing>
  }
  return state.others.get(kind)
}

function newTable(state: State, kind: string): Map<Id, Thing> {
  const table = new Map<Id, Thing>()
  state.others.set(kind, table)
  return table
}

/** Whether two records say the same; lists count by what is in them. */
export function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false
  const [left, right] = [a as Thing, b as Thing]
  const fields = Object.keys(left)
  return (
    fields.length === Object.keys(right).length && fields.every((field) => equal(left[field], right[field]))
  )
}

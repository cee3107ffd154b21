/**
 * A client's copy of a project: the state that the server has confirmed, and the pending commands replayed on it.
 *
 * Invariants, after every call:
 * - view = confirmed + the pending commands replayed in order, and nothing else (C1). No "previous state" is ever
 *   kept or restored: a refusal removes its command, and the view follows.
 * - confirmed is the state of the journal at `seq`: entries come in without a gap or a repeat, others are passed over.
 * - a command is pending until the entry that it made is part of confirmed, or until it is refused. Its receipt alone
 *   does not end that, so an own write is in the view from the gesture on and never flickers (C5).
 * - records are shared between confirmed and view, and never changed in place: what is reported as changed, is.
 *
 * Only what pending commands touched is put back and replayed, and only if something changed that they depend on; so
 * an entry costs what it changes, whatever the size of the board. No clock, no randomness, no I/O.
 */
import type { CommandBody, Comment, Entry, Id, Instant, ProjectEvent, Snapshot } from '@/api/types'
import { apply, applyEntry } from '@/project/apply'
import { predict } from '@/project/predict'
import {
  type By,
  type Change,
  emptyState,
  equal,
  fromSnapshot,
  orderedCopy,
  read,
  type State,
  type Thing,
  write,
} from '@/project/state'
import { type Outcome, type Pending, PendingList } from './pending'

/** What the server says, or what an earlier visit has left: commands that have no answer yet. */
export type Said =
  | { readonly type: 'entries'; readonly entries: readonly Entry[] }
  | { readonly type: 'receipt'; readonly command: Id; readonly seq: number }
  | { readonly type: 'refusal'; readonly command: Id; readonly outcome: Outcome }
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot; readonly force?: boolean }
  | { readonly type: 'waiting'; readonly items: readonly Pending[] }
  | { readonly type: 'description'; readonly task: Id; readonly seq: number; readonly text: string }
  | Discussion

/** How far back the comments on a task are here. */
export interface Reach {
  /** Where the ones before go on; null where all are here. */
  readonly cursor: string | null
  /** From when on all are here; what is older came along with an answer. Empty where all are here. */
  readonly since: Instant
  /** Those that are answered by some and are there no more. */
  readonly gone: ReadonlySet<Id>
}

/**
 * The latest comments on a task, or the ones before those that are here, fetched apart with those that they answer;
 * `meanwhile` is what entries said of comments since they were asked for.
 */
export interface Discussion {
  readonly type: 'comments'
  readonly task: Id
  readonly comments: readonly Comment[]
  /** Where these begin: null is at the latest. */
  readonly from: string | null
  /** Where the ones before go on, and when the earliest was made that no other one brought along. */
  readonly cursor: string | null
  readonly since: Instant
  readonly meanwhile: readonly ProjectEvent[]
}

export interface Merged {
  /** The whole view is new; `changes` is empty then. */
  readonly reset: boolean
  /** What is different in the view, each record once. */
  readonly changes: readonly Change[]
  /** An entry lies further ahead than the next: something was missed. */
  readonly gap: boolean
  /** The entries that were new. */
  readonly fresh: readonly Entry[]
  /** Those of them that did not come from our own commands. */
  readonly foreign: readonly Entry[]
  /** What was answered by it, and does not wait any more. */
  readonly done: readonly Pending[]
}

export interface Replica {
  epoch: string
  /** Of the last entry that is part of confirmed. */
  seq: number
  confirmed: State
  /** In board order. */
  view: State
  readonly pending: PendingList
  /** What the replay changed: here the view may differ from confirmed. */
  readonly guessed: Map<string, Place>
  /** The things and statuses whose changes may make the guesses different. */
  readonly watched: Set<string>
  /** Tasks whose latest comments are here; after a snapshot, which has none, no task. */
  readonly discussed: Map<Id, Reach>
}

interface Place {
  readonly kind: string
  readonly id: Id
}

export function emptyReplica(): Replica {
  return {
    epoch: '',
    seq: 0,
    confirmed: emptyState(),
    view: emptyState(true),
    pending: new PendingList(),
    guessed: new Map(),
    watched: new Set(),
    discussed: new Map(),
  }
}

const nothing: Merged = { reset: false, changes: [], gap: false, fresh: [], foreign: [], done: [] }

/** Merges what the server says. */
export function merge(replica: Replica, said: Said): Merged {
  switch (said.type) {
    case 'entries':
      return mergeEntries(replica, said.entries)
    case 'receipt':
      return settle(replica, replica.pending.find(said.command), { ok: true, seq: said.seq })
    case 'refusal':
      return settle(replica, replica.pending.find(said.command), said.outcome)
    case 'snapshot':
      return mergeSnapshot(replica, said.snapshot, said.force ?? false)
    case 'waiting':
      replica.pending.items.unshift(...said.items)
      return { ...nothing, changes: rebase(replica, []) }
    case 'description':
      return mergeDescription(replica, said.task, said.seq, said.text)
    case 'comments':
      return mergeComments(replica, said)
  }
}

/**
 * Adds commands of our own and shows them at once. `before` is called for each of them while the view is still
 * without it.
 */
export function propose(
  replica: Replica,
  bodies: readonly CommandBody[],
  by: By,
  newId: () => Id,
  options: { atomic?: boolean; before?: (body: CommandBody) => void } = {},
): Merged & { item: Pending } {
  const was = new Map<string, Thing | undefined>()
  for (const body of bodies) {
    options.before?.(body)
    guess(replica, body, by, was)
  }
  const item = replica.pending.add(bodies, by, options.atomic ?? false, newId)
  return { ...nothing, changes: differences(replica, was), item }
}

/** Several entries cost one replay: who comes back after days is there at once. */
function mergeEntries(replica: Replica, entries: readonly Entry[]): Merged {
  const touched: Change[] = []
  const fresh: Entry[] = []
  const foreign: Entry[] = []
  let gap = false
  for (const entry of entries) {
    if (entry.seq <= replica.seq) continue
    gap = entry.seq > replica.seq + 1
    if (gap) break
    touched.push(...applyEntry(replica.confirmed, entry))
    replica.seq = entry.seq
    fresh.push(entry)
    const mine = entry.command === null ? undefined : replica.pending.find(entry.command)
    if (mine) mine.seq = entry.seq
    else foreign.push(entry)
  }
  const done = dropSettled(replica)
  const isNew = done.length > 0 || disturbs(replica, touched)
  const changes = isNew ? rebase(replica, touched) : follow(replica, touched)
  return { ...nothing, changes, gap, fresh, foreign, done }
}

/** A receipt or a refusal. One of something that is settled already changes nothing. */
function settle(replica: Replica, item: Pending | undefined, outcome: Outcome): Merged {
  if (!item) return nothing
  item.flying = false
  tell(item, outcome)
  if (!outcome.ok) {
    replica.pending.remove(item)
    return { ...nothing, changes: rebase(replica, []), done: [item] }
  }
  item.seq = outcome.seq
  const done = dropSettled(replica)
  return done.length > 0 ? { ...nothing, changes: rebase(replica, []), done } : nothing
}

function tell(item: Pending, outcome: Outcome): void {
  for (const listener of item.settled.splice(0)) listener(outcome)
}

/** Removes the commands whose entries are part of confirmed by now. */
function dropSettled(replica: Replica): Pending[] {
  const done = replica.pending.items.filter((item) => item.seq !== null && item.seq <= replica.seq)
  for (const item of done) {
    replica.pending.remove(item)
    tell(item, { ok: true, seq: item.seq! })
  }
  return done
}

/**
 * Starts from a snapshot. One that is older than what we have is passed over, unless forced. After another epoch
 * nothing counts as done: what was acknowledged in the old one goes out again, with the same ids (J4, J7).
 */
function mergeSnapshot(replica: Replica, snapshot: Snapshot, force: boolean): Merged {
  const sameEpoch = snapshot.epoch === replica.epoch
  if (sameEpoch && snapshot.seq < replica.seq && !force) return nothing
  const before = replica.confirmed.tasks
  if (!sameEpoch) for (const item of replica.pending.items) item.seq = null
  replica.epoch = snapshot.epoch
  replica.seq = snapshot.seq
  replica.confirmed = fromSnapshot(snapshot)
  keepDescriptions(replica.confirmed, before)
  const done = dropSettled(replica)
  replica.view = orderedCopy(replica.confirmed)
  replica.guessed.clear()
  replica.discussed.clear()
  rebase(replica, [])
  return { ...nothing, reset: true, done }
}

/** Snapshots have no descriptions; that of a task that nobody touched since is still right. */
function keepDescriptions(state: State, before: State['tasks']): void {
  for (const [id, task] of state.tasks) {
    const old = before.get(id)
    if (old?.seq === task.seq && old.description !== undefined) {
      state.tasks.set(id, { ...task, description: old.description })
    }
  }
}

/** A description that was fetched apart counts only where entries have not said it, and not if it is from before the last change. */
function mergeDescription(replica: Replica, id: Id, seq: number, text: string): Merged {
  const before = replica.confirmed.tasks.get(id)
  if (!before || before.description !== undefined || seq < before.seq) return nothing
  const after = { ...before, description: text }
  replica.confirmed.tasks.set(id, after)
  const change = { kind: 'task', id, before, after } as unknown as Change
  return {
    ...nothing,
    changes: disturbs(replica, [change]) ? rebase(replica, [change]) : follow(replica, [change]),
  }
}

/**
 * What entries have said of a comment counts before what was fetched. What they said meanwhile of comments that were
 * not here went by unheard, so it is applied again, which changes nothing where it was heard (J5).
 */
function mergeComments(
  replica: Replica,
  { task, comments, from, cursor, since, meanwhile }: Discussion,
): Merged {
  const missing = comments.filter(({ id }) => !read(replica.confirmed, 'comment', id))
  const made = missing.map((comment): ProjectEvent => ({ type: 'comment:created', comment }))
  const stamp = { seq: replica.seq, at: '' } // comments carry neither
  const touched = [...made, ...meanwhile].flatMap((event) => apply(replica.confirmed, stamp, event) ?? [])
  const before = replica.discussed.get(task)
  const gone = new Set(before?.gone)
  for (const { parent } of comments)
    if (parent && !read(replica.confirmed, 'comment', parent)) gone.add(parent)
  // The latest once more say nothing of how far back one had gone.
  const reach = before && from === null ? before : { cursor, since }
  replica.discussed.set(task, { cursor: reach.cursor, since: reach.since, gone })
  const changes = disturbs(replica, touched) ? rebase(replica, touched) : follow(replica, touched)
  return { ...nothing, changes }
}

/** Whether changes of confirmed may make our guesses different. Small things are rare: any of them may. */
function disturbs({ pending, watched }: Replica, touched: readonly Change[]): boolean {
  if (pending.items.length === 0) return false
  return touched.some(({ kind, id, before, after }) => {
    if (kind !== 'task' || watched.has('*') || watched.has(keyOf(kind, id))) return true
    const moved =
      before?.status !== after?.status ||
      before?.rank !== after?.rank ||
      before?.archivedAt !== after?.archivedAt
    return moved && (watched.has(`in ${before?.status}`) || watched.has(`in ${after?.status}`))
  })
}

/** The view takes over changes that no guess has to do with. */
function follow({ view }: Replica, touched: readonly Change[]): Change[] {
  const was = new Map<string, Change>()
  for (const change of touched) {
    const key = keyOf(change.kind, change.id)
    was.set(key, { ...change, before: was.has(key) ? was.get(key)!.before : change.before })
    write(view, change.kind, change.id, change.after)
  }
  return [...was.values()].filter(({ before, after }) => !equal(before, after))
}

/** Puts the view back to confirmed wherever they may differ, and replays what is pending. */
function rebase(replica: Replica, touched: readonly Change[]): Change[] {
  const was = new Map<string, Thing | undefined>()
  for (const place of [...replica.guessed.values(), ...touched]) {
    const key = keyOf(place.kind, place.id)
    if (!was.has(key)) was.set(key, read(replica.view, place.kind, place.id))
    goBack(replica, place)
  }
  const places = new Map([
    ...replica.guessed,
    ...touched.map((place) => [keyOf(place.kind, place.id), place] as const),
  ])
  replica.guessed.clear()
  replica.watched.clear()
  for (const { commands, by } of replica.pending.items) {
    for (const command of commands) guess(replica, command, by, was)
  }
  for (const [key, place] of replica.guessed) places.set(key, place)
  return differencesAt(replica, was, places)
}

function goBack({ view, confirmed }: Replica, { kind, id }: Place): void {
  write(view, kind, id, read(confirmed, kind, id))
  if (kind !== 'task') return
  const deleted = confirmed.deleted.get(id)
  if (deleted) view.deleted.set(id, deleted)
  else view.deleted.delete(id)
}

/** Shows one command; notes the records that were there before, what it changed, and on what it depends. */
function guess(replica: Replica, command: CommandBody, by: By, was: Map<string, Thing | undefined>): void {
  const { view, guessed, watched } = replica
  for (const event of predict(view, command, by)) {
    const change = apply(view, { seq: null, at: by.at }, event)
    if (!change) continue
    const key = keyOf(change.kind, change.id)
    if (!was.has(key)) was.set(key, change.before)
    guessed.set(key, change)
    watched.add(key)
    if (change.kind === 'task' && places(event)) watched.add(`in ${change.after?.status}`)
  }
  if ('task' in command && typeof command.task === 'string') watched.add(keyOf('task', command.task))
  if (manifold.has(command.kind)) watched.add('*')
}

/** What concerns any number of tasks. */
const manifold: ReadonlySet<string> = new Set([
  'label.delete',
  'status.delete',
  'field.update',
  'field.delete',
])

function places(event: { set?: Record<string, unknown>; task?: unknown }): boolean {
  return event.task !== undefined || event.set?.rank !== undefined
}

function differences(replica: Replica, was: Map<string, Thing | undefined>): Change[] {
  return differencesAt(replica, was, replica.guessed)
}

function differencesAt(
  { view }: Replica,
  was: ReadonlyMap<string, Thing | undefined>,
  places: ReadonlyMap<string, Place>,
): Change[] {
  const changes: Change[] = []
  for (const [key, before] of was) {
    const { kind, id } = places.get(key)!
    const after = read(view, kind, id)
    if (!equal(before, after)) changes.push({ kind, id, before, after })
  }
  return changes
}

function keyOf(kind: string, id: Id): string {
  return `${kind} ${id}`
}

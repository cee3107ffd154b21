/**
 * What an event makes of a state. It follows no rules and refuses nothing: applying an event twice changes nothing
 * more (J5), and kinds and fields that we do not know are kept as they come (C9). Its twin is Go's project.Apply;
 * the golden files run through both.
 */
import type { Entry, Id, ProjectEvent } from '@/api/types'
import { type Change, read, type State, type Thing, write } from './state'

/** What an entry says of its events. A null seq is that of a guess: it leaves the task's own. */
export interface Stamp {
  readonly seq: number | null
  readonly at: string
}

/** Applies a whole entry; gives what changed, in order. */
export function applyEntry(state: State, entry: Pick<Entry, 'seq' | 'at' | 'events'>): Change[] {
  return entry.events.flatMap((event) => apply(state, entry, event) ?? [])
}

/** Applies one event; gives the change, if it says anything of something that is here. */
export function apply(state: State, stamp: Stamp, event: ProjectEvent): Change | undefined {
  const [kind = '', verb] = event.type.split(':')
  const id = idOf(state, kind, event)
  if (id === undefined) return undefined
  const before = read(state, kind, id)
  const after = afterOf(kind, verb, before, event, stamp)
  if (after === before) return undefined
  write(state, kind, id, after)
  return { kind, id, before, after }
}

function idOf(state: State, kind: string, event: ProjectEvent): Id | undefined {
  const whole = event[kind] as { id?: Id; user?: { id: Id } } | undefined
  if (kind === 'project') return whole?.id ?? state.project?.id
  if (kind === 'member') return whole?.user?.id ?? event.id
  return whole?.id ?? event.id
}

function afterOf(
  kind: string,
  verb: string | undefined,
  before: Thing | undefined,
  event: ProjectEvent,
  stamp: Stamp,
): Thing | undefined {
  switch (verb) {
    case 'created':
      return event[kind] ? stamped(kind, whole(kind, event[kind] as Thing), stamp) : before
    case 'updated':
      return before && stamped(kind, updated(before, event), stamp)
    case 'deleted':
      // A deleted project can be read by its admins, who may restore it.
      return kind === 'project' ? before : undefined
  }
  return before
}

/** Entries from before tasks had links and fields name none of them. */
const unlinked = {
  dueTime: null,
  recurrence: null,
  blockedBy: [],
  related: [],
  duplicateOf: null,
  fields: {},
}

/** A task that was created, whole, also where an older program told of it. */
function whole(kind: string, record: Thing): Thing {
  return kind === 'task' && !('fields' in record) ? { ...unlinked, ...record } : record
}

/** A task carries the seq and the time of the last entry that touched it. */
function stamped(kind: string, record: Thing, { seq, at }: Stamp): Thing {
  if (kind !== 'task') return record
  return { ...record, seq: seq ?? record.seq, updatedAt: at }
}

export function updated(before: Thing, event: ProjectEvent): Thing {
  const after: Thing = { ...before, ...event.set }
  for (const field in event.add) after[field] = withAll(after[field], event.add[field]!)
  for (const field in event.remove) after[field] = withoutAll(after[field], event.remove[field]!)
  return after
}

/** Adds what is missing, at the end. */
export function withAll(list: unknown, more: readonly Id[]): Id[] {
  return [...new Set([...((list as Id[] | undefined) ?? []), ...more])]
}

export function withoutAll(list: unknown, less: readonly Id[]): Id[] {
  return ((list as Id[] | undefined) ?? []).filter((id) => !less.includes(id))
}

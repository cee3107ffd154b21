import type { ActivityItem, ActivityValue } from '@/api/activity'

/** What one person did to one thing in one go. */
export interface Burst {
  /** Of its newest item. */
  readonly id: string
  readonly actor: string
  /** Of the newest and the oldest item, milliseconds since 1970. */
  readonly until: number
  readonly since: number
  readonly task: ActivityItem['task']
  /** The oldest first; of a field that was changed several times, from the first value to the last. */
  readonly items: readonly ActivityItem[]
}

/** What lies no further apart is one burst. */
const apartMs = 5 * 60_000

/** Items, the newest first, as bursts in the same order. */
export function burstsOf(items: readonly ActivityItem[]): Burst[] {
  const bursts: ActivityItem[][] = []
  for (const item of items) {
    const last = bursts.at(-1)
    if (last && belongs(item, last.at(-1)!)) last.push(item)
    else bursts.push([item])
  }
  return bursts.map(burst).filter(({ items: told }) => told.length > 0)
}

/**
 * What is told beside a task's comments, as runs between them: what was done before and after somebody spoke is not one
 * burst. Comments speak for themselves, but for one that was deleted.
 */
export function runsOf(items: readonly ActivityItem[]): ActivityItem[][] {
  const runs: ActivityItem[][] = [[]]
  for (const item of items) {
    if (item.kind === 'comment' && item.deed === 'created') runs.push([])
    else if (item.kind === 'task' || item.deed === 'deleted') runs.at(-1)!.push(item)
  }
  return runs
}

function belongs(item: ActivityItem, later: ActivityItem): boolean {
  return (
    item.actor === later.actor &&
    item.task?.id === later.task?.id &&
    Date.parse(later.at) - Date.parse(item.at) <= apartMs
  )
}

function burst(items: readonly ActivityItem[]): Burst {
  const [newest, oldest] = [items[0]!, items.at(-1)!]
  return {
    id: newest.id,
    actor: newest.actor,
    until: Date.parse(newest.at),
    since: Date.parse(oldest.at),
    task: newest.task,
    items: merged(items.toReversed()),
  }
}

/** The oldest first. What went to and fro is left out. */
function merged(items: readonly ActivityItem[]): ActivityItem[] {
  // What a project begins with is not worth a word each.
  const begun = items.find(({ kind, deed }) => kind === 'project' && deed === 'created')
  if (begun) return [begun]
  const told: ActivityItem[] = []
  for (const item of items) {
    const at = told.findIndex((one) => isSameField(one, item))
    if (at < 0) told.push(item)
    else told.splice(at, 1, together(told[at]!, item))
  }
  return told.filter((item) => item.deed !== 'updated' || item.kind !== 'task' || changes(item))
}

function isSameField(a: ActivityItem, b: ActivityItem): boolean {
  if (a.kind !== b.kind || a.deed !== b.deed || a.field !== b.field) return false
  if (a.kind === 'comment') return a.deed === 'updated' && a.thing?.id === b.thing?.id
  return a.deed === 'updated' && a.thing?.id === b.thing?.id
}

function together(first: ActivityItem, last: ActivityItem): ActivityItem {
  const { from: _from, added: _added, removed: _removed, ...rest } = last
  const added = [...less(first.added, last.removed), ...less(last.added, first.removed)]
  const removed = [...less(first.removed, last.added), ...less(last.removed, first.added)]
  return {
    ...rest,
    ...(first.from ? { from: first.from } : {}),
    ...(added.length > 0 ? { added } : {}),
    ...(removed.length > 0 ? { removed } : {}),
  }
}

function less(list: readonly ActivityValue[] = [], without: readonly ActivityValue[] = []): ActivityValue[] {
  return list.filter(({ id }) => !without.some((other) => other.id === id))
}

function changes(item: ActivityItem): boolean {
  if (item.field === 'description') return true
  if (item.added || item.removed) return true
  return keyOf(item.from) !== keyOf(item.to)
}

function keyOf(value: ActivityValue | undefined): string {
  return value ? (value.id ?? value.text) : ''
}

/** Who, of all others, has changed which field of what last; so that an undo can leave that alone, and name them. */
import type { Entry, Id, ProjectEvent } from '@/api/types'

interface Touch {
  readonly by: Id | null
  readonly at: number
}

export class Touches {
  private now = 0
  private readonly last = new Map<string, Map<string, Touch>>()

  /** One after the other, since they are counted; as `History` counts them. */
  hear({ actor, events }: Entry): void {
    const touch: Touch = { by: actor, at: ++this.now }
    for (const event of events) for (const [thing, field] of touchedBy(event)) this.note(thing, field, touch)
  }

  private note(thing: string, field: string, touch: Touch): void {
    const fields = this.last.get(thing) ?? new Map<string, Touch>()
    this.last.set(thing, fields.set(field, touch))
  }

  /** Nobody will ask for what was changed until then. */
  forget(until: number): void {
    for (const [thing, fields] of this.last) {
      for (const [field, { at }] of fields) if (at <= until) fields.delete(field)
      if (fields.size === 0) this.last.delete(thing)
    }
  }

  /** Who has changed one of these fields after `since`, of no fields named: anything. Undefined if nobody has. */
  since(since: number, thing: string, fields?: readonly string[]): Id | null | undefined {
    const all = [...(this.last.get(thing) ?? [])]
    const own = all.filter(([field, { at }]) => at > since && (fields?.includes(field) ?? true))
    return own.length === 0 ? undefined : own.reduce((a, b) => (b[1].at > a[1].at ? b : a))[1].by
  }
}

/** The fields that an event changes, and the things that it makes use of. */
function touchedBy(event: ProjectEvent): (readonly [thing: string, field: string])[] {
  const [kind = ''] = event.type.split(':')
  const whole = event[kind] as { id?: Id; user?: { id: Id } } | undefined
  const id = whole?.id ?? whole?.user?.id ?? event.id ?? ''
  const fields = [...Object.keys(event.set ?? {}), ...membersOf(event.add), ...membersOf(event.remove)]
  const own = (fields.length > 0 ? fields : ['']).map((field) => [`${kind} ${id}`, field] as const)
  return [...own, ...usedBy({ ...whole, ...event.set, ...event.add }).map((thing) => [thing, 'use'] as const)]
}

/** The lists that grow or shrink, and by what: `labels`, and `labels` with an id. */
function membersOf(lists: Record<string, Id[]> = {}): string[] {
  return Object.entries(lists).flatMap(([list, ids]) => [list, ...ids.map((id) => `${list} ${id}`)])
}

/** Labels, statuses, custom fields and tasks that somebody has put others into. */
function usedBy({ labels, status, fields, parent, task }: Record<string, unknown>): string[] {
  const ids = (value: unknown): string[] => (Array.isArray(value) ? (value as string[]) : [])
  return [
    ...ids(labels).map((id) => `label ${id}`),
    ...Object.keys(fields ?? {}).map((id) => `field ${id}`),
    `status ${String(status)}`,
    `task ${String(parent)}`,
    // Of a comment: the one that it answers.
    `comment ${String(parent)}`,
    // Of a comment: the task under which it stands.
    `task ${String(task)}`,
  ]
}

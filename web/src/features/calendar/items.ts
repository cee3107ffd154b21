/**
 * The tasks that a calendar shows, taken out of all tasks of a project and kept up to date one by one: a change of one
 * task costs what it changes, however many there are.
 */
import type { Task } from '@/api/types'
import type { Day } from '@/ui/day'
import { lengthOf, spanOf, type Span } from './span'

/** A task with a date. */
export interface Item {
  readonly id: string
  readonly span: Span
  /** Of two on a day the smaller comes first. */
  readonly order: string
}

export class CalendarItems {
  private readonly dated = new Map<string, Item>()
  private readonly undated = new Map<string, number>()
  /** Until it changes it is the same list, so that nobody draws it anew. */
  private waitingIds: readonly string[] | null = null

  /** `matches` says which tasks are shown at all. */
  constructor(private readonly matches: (task: Readonly<Task>) => boolean) {}

  get size(): number {
    return this.dated.size + this.undated.size
  }

  /** Takes a task in, or out where `task` is undefined. True if anything shown has changed by it. */
  put(id: string, task: Readonly<Task> | undefined): boolean {
    const shown = task && task.archivedAt === null && this.matches(task) ? task : undefined
    const span = shown ? spanOf(shown) : null
    const fresh = shown && span ? new Entry(id, span, shown) : undefined
    const before = this.dated.get(id)
    const item = same(before, fresh) ? before : fresh
    const waits = shown && !span && shown.completedAt === null ? shown.number : undefined
    const hasChanged = item !== before || this.undated.get(id) !== waits
    if (item) this.dated.set(id, item)
    else this.dated.delete(id)
    if (this.undated.get(id) !== waits) this.waitingIds = null
    if (waits === undefined) this.undated.delete(id)
    else this.undated.set(id, waits)
    return hasChanged
  }

  /** Those that lie on any day from `from` to `to`, in their order. */
  between(from: Day, to: Day): Item[] {
    const found: Item[] = []
    for (const item of this.dated.values()) {
      if (item.span.from <= to && item.span.to >= from) found.push(item)
    }
    return found.toSorted(byOrder)
  }

  /** All with a date, in no order. */
  all(): Iterable<Item> {
    return this.dated.values()
  }

  /** Open tasks without a date, the newest first. */
  waiting(): readonly string[] {
    this.waitingIds ??= [...this.undated].toSorted(([, a], [, b]) => b - a).map(([id]) => id)
    return this.waitingIds
  }
}

/** Its place among others is worked out when somebody asks first: most months show few of all tasks. */
class Entry implements Item {
  private known: string | null = null

  constructor(
    readonly id: string,
    readonly span: Span,
    private readonly task: Readonly<Task>,
  ) {}

  get order(): string {
    return (this.known ??= orderOf(this.task, this.span))
  }
}

export const byOrder = (a: Item, b: Item): number => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0)

/** Long ones first, so that they lie above; then by the time of day, done ones last; then as they were made. */
function orderOf(task: Readonly<Task>, span: Span): string {
  const days = lengthOf(span)
  const isLong = days > 1
  const first = isLong ? `0${span.from}${String(99_999 - Math.min(days, 99_998)).padStart(5, '0')}` : '1'
  const time = task.dueTime?.time ?? '99:99'
  return `${first}${task.completedAt === null ? 0 : 1}${time}${String(task.number).padStart(9, '0')}${task.id}`
}

function same(a: Item | undefined, b: Item | undefined): boolean {
  if (!a || !b) return a === b
  return a.order === b.order && sameSpan(a.span, b.span)
}

const sameSpan = (a: Span, b: Span): boolean => a.from === b.from && a.to === b.to && a.isOpen === b.isOpen

/** Sorting by several columns. A text of the address says how: `priority,-dueDate`. */
import type { Field, Label, Member, Status, Task } from '@/api/types'
import { fold } from '@/project/fold'
import type { ColumnId } from './columns'

export interface SortBy {
  column: ColumnId
  descending: boolean
}

/** What a column's values are compared by: texts bytewise, after folding; null stands last either way. */
type Key = string | number | null

export interface Names {
  statuses: readonly Status[]
  labels: ReadonlyMap<string, Label>
  members: ReadonlyMap<string, Member>
  fields: readonly Field[]
}

export function parseSort(text: string | null): SortBy[] {
  const parts = (text ?? '').split(',').filter(Boolean)
  return parts.map((part) => ({
    column: part.replace(/^-/, '') as ColumnId,
    descending: part.startsWith('-'),
  }))
}

export function writeSort(sort: readonly SortBy[]): string | null {
  return sort.map(({ column, descending }) => (descending ? '-' : '') + column).join(',') || null
}

/** A press on a column's head: ascending, descending, off. `adds` keeps what it was sorted by before. */
export function toggleSort(sort: readonly SortBy[], column: ColumnId, adds: boolean): SortBy[] {
  const now = sort.find((one) => one.column === column)
  const next = !now ? [{ column, descending: false }] : now.descending ? [] : [{ column, descending: true }]
  if (!adds) return next
  if (now) return sort.flatMap((one) => (one === now ? next : [one]))
  return [...sort, ...next]
}

const priorities: Record<string, number> = { urgent: 0, high: 1, medium: 2, low: 3 }

interface Keyed {
  task: Task
  keys: readonly Key[]
  /** Where it came in the list that was sorted last, and the run of that. */
  place: number
  run: number
}

/**
 * Sorts into a new list; ties keep the order in which they came. What a task is compared by is worked out once for each
 * record of it, and sorting begins with the order of the last time: again after a change it is little more than a walk.
 */
export function createSorter(
  sort: readonly SortBy[],
  names: Names,
): (tasks: readonly Task[]) => readonly Task[] {
  if (sort.length === 0) return (tasks) => tasks
  const reads = sort.map(({ column }) => reader(column, names))
  const signs = sort.map(({ descending }) => (descending ? -1 : 1))
  const known = new Map<string, Keyed>()
  let last: Keyed[] = []
  let run = 0

  function inOrder(a: Keyed, b: Keyed): number {
    for (let i = 0; i < signs.length; i++) {
      const order = compare(a.keys[i]!, b.keys[i]!, signs[i]!)
      if (order !== 0) return order
    }
    return a.place - b.place
  }

  /** Tells whether the task is new to the list. */
  function note(task: Task, place: number): Keyed | null {
    const one = known.get(task.id)
    if (!one || one.task !== task) {
      const fresh = { task, keys: reads.map((read) => read(task)), place, run }
      known.set(task.id, fresh)
      return fresh
    }
    const isBack = one.run !== run - 1
    one.place = place
    one.run = run
    return isBack ? one : null
  }

  return (tasks) => {
    run++
    const added = tasks.flatMap((task, place) => note(task, place) ?? [])
    last = [...last.filter((one) => one.run === run && known.get(one.task.id) === one), ...added].toSorted(
      inOrder,
    )
    return last.map(({ task }) => task)
  }
}

function compare(a: Key, b: Key, sign: number): number {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  return a < b ? -sign : sign
}

function reader(column: ColumnId, names: Names): (task: Task) => Key {
  const places = new Map(names.statuses.map(({ id }, place) => [id, place]))
  const nameOf = (user: string): string => fold(names.members.get(user)?.user.name ?? '')
  const labelOf = (label: string): string => fold(names.labels.get(label)?.name ?? '')
  switch (column) {
    case 'key':
      return (task) => Number(task.key.split('-')[1] ?? Number.MAX_SAFE_INTEGER)
    case 'title':
      return (task) => fold(task.title)
    case 'status':
      return (task) => places.get(task.status) ?? null
    case 'priority':
      return (task) => priorities[task.priority] ?? null
    case 'assignees':
      return (task) => task.assignees.map(nameOf).toSorted()[0] ?? null
    case 'labels':
      return (task) => task.labels.map(labelOf).toSorted()[0] ?? null
    case 'spentSeconds':
      return (task) => task.spentSeconds || null
    case 'dueDate':
    case 'startDate':
    case 'estimateSeconds':
    case 'createdAt':
    case 'updatedAt':
    case 'completedAt':
      return (task) => task[column] ?? null
    default:
      return fieldReader(column.slice('field:'.length), names)
  }
}

function fieldReader(id: string, names: Names): (task: Task) => Key {
  const field = names.fields.find((one) => one.id === id)
  const places = new Map(field?.options.map((option, place) => [option.id, place]))
  return (task) => {
    const value = task.fields?.[id]
    if (value === undefined || value === null) return null
    if (field?.type === 'select') return places.get(String(value)) ?? null
    if (field?.type === 'person') return fold(names.members.get(String(value))?.user.name ?? '')
    return typeof value === 'number' ? value : value === true ? 1 : fold(String(value))
  }
}

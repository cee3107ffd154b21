/** What a list is divided by, and what a task becomes when it is put into another of its groups. */
import type { CommandBody, Task, TaskChanges } from '@/api/types'
import { addDays, weekday } from '@/ui/day'
import type { Names } from './sort'

export type GroupBy = 'status' | 'assignee' | 'priority' | 'label' | 'due' | 'none' | `field:${string}`

export const groupings = ['status', 'assignee', 'priority', 'label', 'due', 'none'] as const

/** `key` is what the group's tasks have in common: an id, a priority, a stretch of days; `none` where they have nothing. */
export interface GroupHead {
  key: string
  /** Of a status, a label or a person by name; others have texts of their own. */
  name: string
}

export interface Grouping {
  by: GroupBy
  /** Every group that there can be, in order. */
  heads: readonly GroupHead[]
  /** The groups in which a task stands: one, or one for each label or assignee. */
  keysOf(task: Readonly<Task>): readonly string[]
  /** Whether groups without a task are shown. */
  showsEmpty: boolean
}

export interface Calendar {
  today: string
  /** 0 Sunday … 6 Saturday. */
  firstDay: number
}

export const noGroup = 'none'
const priorities = ['urgent', 'high', 'medium', 'low', 'none'] as const
const dues = ['overdue', 'today', 'tomorrow', 'thisWeek', 'nextWeek', 'later', 'none', 'earlier'] as const
const none: GroupHead = { key: noGroup, name: '' }

export function groupingOf(text: string | null, names: Pick<Names, 'fields'>): GroupBy {
  const by = text ?? 'status'
  if ((groupings as readonly string[]).includes(by)) return by as GroupBy
  const field = names.fields.find(({ id }) => `field:${id}` === by)
  return field?.type === 'select' || field?.type === 'person' ? (by as GroupBy) : 'status'
}

export function createGrouping(by: GroupBy, names: Names, calendar: Calendar, me: string | null): Grouping {
  const group = (heads: readonly GroupHead[], keysOf: Grouping['keysOf'], showsEmpty = false): Grouping => ({
    by,
    heads,
    keysOf,
    showsEmpty,
  })
  switch (by) {
    case 'status':
      return group(
        names.statuses.map(({ id, name }) => ({ key: id, name })),
        (task) => [task.status],
        true,
      )
    case 'assignee':
      return group(
        [...people(names, me), none],
        known(({ assignees }) => assignees, names.members),
      )
    case 'label':
      return group(
        [...byName(names.labels.values()), none],
        known(({ labels }) => labels, names.labels),
      )
    case 'priority':
      return group(
        priorities.map((key) => ({ key, name: '' })),
        (task) => [task.priority],
      )
    case 'due': {
      const stretchOf = dueGroups(calendar)
      return group(
        dues.map((key) => ({ key, name: '' })),
        (task) => [stretchOf(task)],
      )
    }
    case 'none':
      return group([none], () => [noGroup])
    default:
      return byField(by, names, me, group)
  }
}

function byField(
  by: `field:${string}`,
  names: Names,
  me: string | null,
  group: (heads: readonly GroupHead[], keysOf: Grouping['keysOf']) => Grouping,
): Grouping {
  const id = by.slice('field:'.length)
  const field = names.fields.find((one) => one.id === id)
  const options = (field?.options ?? []).map((option) => ({ key: option.id, name: option.name }))
  const heads = field?.type === 'person' ? people(names, me) : options
  const keys = new Set(heads.map(({ key }) => key))
  return group([...heads, none], (task) => {
    const value = task.fields[id]
    return [typeof value === 'string' && keys.has(value) ? value : noGroup]
  })
}

/** Ids that nobody knows any more do not count. */
function known(
  read: (task: Readonly<Task>) => readonly string[],
  of: ReadonlyMap<string, unknown>,
): Grouping['keysOf'] {
  return (task) => {
    const keys = read(task)
    if (keys.length === 1 && of.has(keys[0]!)) return keys
    const found = keys.filter((id) => of.has(id))
    return found.length > 0 ? found : [noGroup]
  }
}

function people(names: Names, me: string | null): GroupHead[] {
  return [...names.members.values()]
    .map(({ user }) => ({ key: user.id, name: user.name }))
    .toSorted((a, b) => Number(b.key === me) - Number(a.key === me) || a.name.localeCompare(b.name))
}

function byName(things: Iterable<{ id: string; name: string }>): GroupHead[] {
  return [...things]
    .map(({ id, name }) => ({ key: id, name }))
    .toSorted((a, b) => a.name.localeCompare(b.name))
}

/** The last day of the week that `today` is in. */
const weekEnd = ({ today, firstDay }: Calendar): string =>
  addDays(today, 6 - ((weekday(today) - firstDay + 7) % 7))

/** Where tasks stand in time. What is completed is never overdue. */
function dueGroups(calendar: Calendar): (task: Readonly<Task>) => (typeof dues)[number] {
  const { today } = calendar
  const tomorrow = addDays(today, 1)
  const end = weekEnd(calendar)
  const nextEnd = addDays(end, 7)
  return ({ dueDate, completedAt }) => {
    if (!dueDate) return 'none'
    if (dueDate < today) return completedAt ? 'earlier' : 'overdue'
    if (dueDate === today) return 'today'
    if (dueDate === tomorrow) return 'tomorrow'
    if (dueDate <= end) return 'thisWeek'
    return dueDate <= nextEnd ? 'nextWeek' : 'later'
  }
}

/** The day that something put into a group of days is due; undefined where a group has no day of its own. */
function dayOf(key: string, calendar: Calendar): string | null | undefined {
  const end = weekEnd(calendar)
  const days: Record<string, string | null> = {
    today: calendar.today,
    tomorrow: addDays(calendar.today, 1),
    thisWeek: end,
    nextWeek: addDays(end, 1),
    later: addDays(end, 8),
    none: null,
  }
  return days[key]
}

/** What makes a task stand in the group `to` in place of `from`; null where that cannot be said. */
export function changesFor(
  by: GroupBy,
  from: string,
  to: string,
  calendar: Calendar,
): (TaskChanges & { status?: string }) | null {
  const swap = (name: 'Assignees' | 'Labels'): TaskChanges => ({
    ...(from === noGroup ? {} : { [`remove${name}`]: [from] }),
    ...(to === noGroup ? {} : { [`add${name}`]: [to] }),
  })
  switch (by) {
    case 'status':
      return { status: to }
    case 'assignee':
      return swap('Assignees')
    case 'label':
      return swap('Labels')
    case 'priority':
      return { priority: to as Task['priority'] }
    case 'due': {
      const dueDate = dayOf(to, calendar)
      return dueDate === undefined ? null : { dueDate }
    }
    case 'none':
      return {}
    default:
      return { fields: { [by.slice('field:'.length)]: to === noGroup ? null : to } }
  }
}

type Created = Omit<Extract<CommandBody, { kind: 'task.create' }>, 'kind' | 'task' | 'title'>

/** What a task that is made in a group has from the beginning; null where none can be made. */
export function propertiesIn(by: GroupBy, key: string, calendar: Calendar): Created | null {
  if (by === 'assignee') return key === noGroup ? {} : { assignees: [key] }
  if (by === 'label') return key === noGroup ? {} : { labels: [key] }
  return changesFor(by, noGroup, key, calendar) as Created | null
}

/** From tasks to the rows of a list: pure, and cheap enough to be done again for every change of ten thousand tasks. */
import type { Task } from '@/api/types'
import type { GroupHead, Grouping } from './grouping'

export interface Group extends GroupHead {
  /** Ids, in order. */
  tasks: readonly string[]
  isFolded: boolean
}

/** `key` is unique in the list, also where a task stands in several groups. */
export interface Row {
  key: string
  kind: 'group' | 'task' | 'composer'
  group: string
  /** Empty where the row is no task. */
  task: string
}

export interface Arrangement {
  groups: readonly Group[]
  rows: readonly Row[]
}

export interface ArrangeOptions {
  grouping: Grouping
  isFolded: (group: string) => boolean
  /** The group in which a task is being made. */
  composing: string | null
}

export const groupRow = (group: string): string => `group:${group}`
export const taskRow = (group: string, task: string): string => `${group}:${task}`

export function arrange(tasks: readonly Readonly<Task>[], options: ArrangeOptions): Arrangement {
  const { grouping, isFolded, composing } = options
  const byKey = new Map<string, string[]>(grouping.heads.map(({ key }) => [key, []]))
  for (const task of tasks) for (const key of grouping.keysOf(task)) byKey.get(key)?.push(task.id)
  const groups = grouping.heads
    .map((head): Group => ({ ...head, tasks: byKey.get(head.key)!, isFolded: isFolded(head.key) }))
    .filter(({ key, tasks }) => tasks.length > 0 || grouping.showsEmpty || key === composing)
  return { groups, rows: rowsOf(groups, grouping.by === 'none', composing) }
}

function rowsOf(groups: readonly Group[], isFlat: boolean, composing: string | null): Row[] {
  const rows: Row[] = []
  for (const { key: group, tasks, isFolded } of groups) {
    if (!isFlat) rows.push({ key: groupRow(group), kind: 'group', group, task: '' })
    if (!isFolded || isFlat)
      for (const task of tasks) rows.push({ key: taskRow(group, task), kind: 'task', group, task })
    if (group === composing) rows.push({ key: `composer:${group}`, kind: 'composer', group, task: '' })
  }
  return rows
}

/** What somebody is to do, divided by how soon. */
import type { Task } from '@/api/types'
import { addDays, weekday, type Day } from '@/ui/day'

export const groupNames = ['overdue', 'today', 'week', 'later', 'none'] as const
export type GroupName = (typeof groupNames)[number]

export interface Group {
  readonly name: GroupName
  readonly tasks: readonly Task[]
}

/** The groups that have something, in order; `firstDay` begins weeks, 0 Sunday … 6 Saturday. */
export function groupsOf(tasks: readonly Task[], today: Day, firstDay: number): Group[] {
  const weekEnd = addDays(today, 6 - ((weekday(today) - firstDay + 7) % 7))
  const nameOf = ({ dueDate }: Task): GroupName => {
    if (dueDate === null) return 'none'
    if (dueDate <= today) return dueDate < today ? 'overdue' : 'today'
    return dueDate <= weekEnd ? 'week' : 'later'
  }
  return groupNames
    .map((name) => ({ name, tasks: tasks.filter((task) => nameOf(task) === name) }))
    .filter((group) => group.tasks.length > 0)
}

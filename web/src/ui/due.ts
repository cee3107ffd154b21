import { daysBetween, formatDay, type Day } from './day'
import { useToday } from './today'

/** How pressing a due date is; nothing once the task is completed. */
export function dueTone(
  task: { dueDate: Day | null; completedAt: string | null },
  now: Day = useToday().today.value,
): 'overdue' | 'today' | '' {
  if (!task.dueDate || task.completedAt) return ''
  const days = daysBetween(now, task.dueDate)
  if (days < 0) return 'overdue'
  return days === 0 ? 'today' : ''
}

/** "Nov 23", with the year when it is not this one. */
export function formatDue(day: Day, locale: string, now: Day = useToday().today.value): string {
  const isThisYear = day.slice(0, 4) === now.slice(0, 4)
  return formatDay(day, locale, {
    month: 'short',
    day: 'numeric',
    ...(isThisYear ? {} : { year: 'numeric' }),
  })
}

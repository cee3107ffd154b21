import type { DueTime } from '@/api/types'
import { dateFormat } from '@/i18n/dates'
import { dayIn, instant } from '@/project/moment'
import { daysBetween, formatDay, type Day } from './day'
import { useToday } from './today'

/** What a task says of when it is due. */
export interface Due {
  dueDate: Day | null
  dueTime?: DueTime | null
}

/** The moment at which a task with a time is due: milliseconds since 1970; null without one. */
export function dueMoment({ dueDate, dueTime }: Due): number | null {
  return dueDate && dueTime ? Date.parse(instant(dueDate, dueTime.time, dueTime.timeZone)) : null
}

/** How pressing a due date is; nothing once the task is completed. With a time, it is overdue from then on. */
export function dueTone(
  task: Due & { completedAt: string | null },
  now: Day = useToday().today.value,
): 'overdue' | 'today' | '' {
  if (!task.dueDate || task.completedAt) return ''
  const moment = dueMoment(task)
  if (moment !== null && moment < Date.now()) return 'overdue'
  const days = daysBetween(now, task.dueDate)
  if (days < 0) return moment === null ? 'overdue' : 'today'
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

/** "Nov 23, 5:00 PM": day and time as clocks in a time zone show them; empty without a date. */
export function formatDueIn(due: Due, locale: string, timeZone: string): string {
  const moment = dueMoment(due)
  if (moment === null) return due.dueDate ? formatDue(due.dueDate, locale) : ''
  const day = dayIn(new Date(moment).toISOString(), timeZone)
  return `${formatDue(day, locale)}, ${formatTime(moment, locale, timeZone)}`
}

/** "5:00 PM" in a time zone; in UTC where that is unknown. */
export function formatTime(moment: number, locale: string, timeZone: string): string {
  const options = { hour: 'numeric', minute: '2-digit' } as const
  try {
    return dateFormat(locale, { ...options, timeZone }).format(moment)
  } catch {
    return dateFormat(locale, { ...options, timeZone: 'UTC' }).format(moment)
  }
}

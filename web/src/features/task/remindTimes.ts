import type { ReminderWish } from '@/api/reminders'
import type { Day } from '@/api/types'
import { addDays, weekday } from '@/project/day'
import { dayAt, instant } from '@/project/moment'
import type { Due } from '@/ui/due'

/** One moment that is offered. */
export interface RemindTime {
  readonly id: 'due' | 'minutes' | 'hour' | 'day' | 'week' | 'evening' | 'tomorrow' | 'nextWeek'
  readonly wish: ReminderWish
  /** When that is, as things stand: milliseconds since 1970. */
  readonly moment: number
}

/** At what time what is due on a day is, as the server has it (`internal/remind`). */
const usualTime = '09:00'
const evening = '18:00'

const before = [
  { id: 'due', seconds: 0 },
  { id: 'minutes', seconds: 600 },
  { id: 'hour', seconds: 3_600 },
  { id: 'day', seconds: 86_400 },
  { id: 'week', seconds: 604_800 },
] as const

/** The moments that lie ahead: before the task is due, then of the days to come where the person is. */
export function remindTimes(due: Due, now: number, timeZone: string): RemindTime[] {
  return [...beforeDue(due, timeZone), ...ofDays(now, timeZone)].filter(({ moment }) => moment > now)
}

function beforeDue(due: Due, timeZone: string): RemindTime[] {
  const base = dueAt(due, timeZone)
  if (base === null) return []
  // Minutes before what is due some time on a day say nothing.
  const fitting = before.filter(({ seconds }) => due.dueTime || seconds === 0 || seconds >= 86_400)
  return fitting.map(({ id, seconds }) => {
    return { id, wish: { beforeSeconds: seconds }, moment: base - seconds * 1_000 }
  })
}

/** When a task is due: milliseconds since 1970; null without a date. */
function dueAt({ dueDate, dueTime }: Due, timeZone: string): number | null {
  if (!dueDate) return null
  return Date.parse(instant(dueDate, dueTime?.time ?? usualTime, dueTime?.timeZone ?? timeZone))
}

function ofDays(now: number, timeZone: string): RemindTime[] {
  const today = dayAt(now, timeZone)
  const at = (id: RemindTime['id'], day: Day, time: string): RemindTime => {
    const moment = instant(day, time, timeZone)
    return { id, wish: { at: moment }, moment: Date.parse(moment) }
  }
  const tomorrow = addDays(today, 1)
  const monday = addDays(today, (8 - weekday(today)) % 7 || 7)
  return [
    at('evening', today, evening),
    at('tomorrow', tomorrow, usualTime),
    ...(monday === tomorrow ? [] : [at('nextWeek', monday, usualTime)]),
  ]
}

/** What a field for day and time says ("2026-11-26T17:00"), as a moment where the person is; null where it says none. */
export function momentOf(text: string, timeZone: string): number | null {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(text) ?? []
  return day && time ? Date.parse(instant(day, time, timeZone)) : null
}

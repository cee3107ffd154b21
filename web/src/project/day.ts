/**
 * Calendar days, `YYYY-MM-DD`: no clock and no time zone in them, so that a due date is the same day everywhere.
 * They are reckoned in UTC, where every day has 24 hours.
 */
import type { Day } from '@/api/types'

export const dayMs = 86_400_000

/** The first moment of a day in UTC, milliseconds since 1970; NaN where there is no such day. */
export const toUtc = (day: Day): number => Date.parse(`${day}T00:00:00Z`)
/** The day in UTC at a moment. */
export const fromUtc = (ms: number): Day => new Date(ms).toISOString().slice(0, 10)

/** The day so many days later. */
export function addDays(day: Day, days: number): Day {
  return fromUtc(toUtc(day) + days * dayMs)
}

/** The same day `months` later, or the last of that month where it is shorter. */
export function addMonths(day: Day, months: number): Day {
  const date = new Date(toUtc(day))
  const wanted = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + months)
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(wanted, last))
  return fromUtc(date.getTime())
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((toUtc(to) - toUtc(from)) / dayMs)
}

/** 0 Sunday … 6 Saturday. */
export function weekday(day: Day): number {
  return new Date(toUtc(day)).getUTCDay()
}

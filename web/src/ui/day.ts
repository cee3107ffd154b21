/** Days as they are shown: by locale, and in weeks and months. How they are reckoned is `project/day`. */
import type { Day } from '@/api/types'
import { dateFormat } from '@/i18n/dates'
import { addDays, toUtc, weekday } from '@/project/day'

export type { Day }
export { addDays, addMonths, daysBetween, weekday } from '@/project/day'

/** The first day of the week in a locale (0 Sunday … 6 Saturday); Monday where the browser does not know. */
export function firstWeekday(locale: string): number {
  type Weeks = { firstDay: number }
  try {
    const info = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?(): Weeks; weekInfo?: Weeks }
    return ((info.getWeekInfo?.() ?? info.weekInfo)?.firstDay ?? 1) % 7
  } catch {
    return 1
  }
}

/** Six weeks of seven days that hold the month of `day`. */
export function monthGrid(day: Day, firstDay: number): Day[][] {
  const first = `${day.slice(0, 7)}-01`
  const start = addDays(first, -((weekday(first) - firstDay + 7) % 7))
  return Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: 7 }, (_, i) => addDays(start, week * 7 + i)),
  )
}

/** A day in words: `formatDay(day, 'en', { month: 'short', day: 'numeric' })` → "Nov 23". */
export function formatDay(day: Day, locale: string, options: Intl.DateTimeFormatOptions): string {
  return dateFormat(locale, { ...options, timeZone: 'UTC' }).format(toUtc(day))
}

/**
 * Calendar days, `YYYY-MM-DD`: no clock and no time zone in them, so that a due date is the same day everywhere.
 * They are reckoned in UTC, where every day has 24 hours.
 */
export type Day = string

const dayMs = 86_400_000
const toUtc = (day: Day): Date => new Date(`${day}T00:00:00Z`)
const fromUtc = (date: Date): Day => date.toISOString().slice(0, 10)

export function addDays(day: Day, days: number): Day {
  return fromUtc(new Date(toUtc(day).getTime() + days * dayMs))
}

/** The same day `months` later, or the last of that month where it is shorter. */
export function addMonths(day: Day, months: number): Day {
  const date = toUtc(day)
  const wanted = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + months)
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(wanted, last))
  return fromUtc(date)
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((toUtc(to).getTime() - toUtc(from).getTime()) / dayMs)
}

/** 0 Sunday … 6 Saturday. */
export function weekday(day: Day): number {
  return toUtc(day).getUTCDay()
}

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
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(toUtc(day))
}

/** Which days a calendar shows. */
import { addDays, addMonths, formatDay, weekday, type Day } from '@/ui/day'

export type Mode = 'month' | 'week'

/** The day on which the week of a day begins; `firstDay` is 0 Sunday … 6 Saturday. */
export function weekOf(day: Day, firstDay: number): Day {
  return addDays(day, -((weekday(day) - firstDay + 7) % 7))
}

/** The weeks of the month of a day, as many as it touches (4 to 6), or its week alone. */
export function weeksOf(day: Day, mode: Mode, firstDay: number): Day[][] {
  if (mode === 'week') return [daysFrom(weekOf(day, firstDay))]
  const first = `${day.slice(0, 7)}-01`
  const next = addMonths(first, 1)
  const weeks: Day[][] = []
  for (let start = weekOf(first, firstDay); start < next; start = addDays(start, 7))
    weeks.push(daysFrom(start))
  return weeks
}

/** A month or a week later. */
export function paged(day: Day, mode: Mode, by: number): Day {
  return mode === 'month' ? addMonths(day, by) : addDays(day, 7 * by)
}

/** "November 2026"; of a week both months where it lies in two, "Nov – Dec 2026". */
export function titleOf(day: Day, mode: Mode, firstDay: number, locale: string): string {
  const long = (at: Day) => formatDay(at, locale, { month: 'long', year: 'numeric' })
  if (mode === 'month') return long(day)
  const from = weekOf(day, firstDay)
  const to = addDays(from, 6)
  if (from.slice(0, 7) === to.slice(0, 7)) return long(day)
  const isOneYear = from.slice(0, 4) === to.slice(0, 4)
  const short = (at: Day, withYear: boolean) =>
    formatDay(at, locale, { month: 'short', ...(withYear ? { year: 'numeric' } : {}) })
  return `${short(from, !isOneYear)} – ${short(to, true)}`
}

/** Whether an address names a day. */
export function isDay(text: string | null | undefined): text is Day {
  return (
    !!text && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && isReal(text)
  )
}

// 31 February is read as 3 March.
const isReal = (text: string): boolean => addDays(text, 0) === text

const daysFrom = (start: Day): Day[] => Array.from({ length: 7 }, (_, i) => addDays(start, i))

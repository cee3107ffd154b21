/**
 * Which moment a wall clock means, and which day a moment is. Apart from the rules of recurrence, since a board needs it
 * at first sight.
 */
import type { Day, Instant } from '@/api/types'
import { dayMs, fromUtc } from './day'

/** The calendar day at a moment (milliseconds since 1970) in a time zone; in UTC where that is unknown. */
export const dayAt = (ms: number, timeZone: string): Day => fromUtc(ms + offset(ms, timeZone))

/** The same of a moment as it is written. */
export const dayIn = (at: Instant, timeZone: string): Day => dayAt(Date.parse(at), timeZone)

/** The first moment of a day in a time zone; at one o'clock where clocks are put forward at midnight. */
export const dayBegins = (day: Day, timeZone: string): number => Date.parse(instant(day, '00:00', timeZone))

/** Whether this is a time zone that the browser knows. */
export const isTimeZone = (timeZone: string): boolean => formatOf(timeZone) !== null

/**
 * The moment of a wall clock ("17:00") on a day in a time zone. A clock that is put forward past it counts as if it
 * had not been yet; of two moments that show the same, it is the first.
 */
export function instant(day: Day, time: string, timeZone: string): Instant {
  const wall = Date.parse(`${day}T${time}:00Z`)
  const before = offset(wall - dayMs, timeZone)
  const later = offset(wall + dayMs, timeZone)
  const passed = offset(wall - before, timeZone) !== before && offset(wall - later, timeZone) === later
  return new Date(wall - (passed ? later : before)).toISOString()
}

/** What the zone is ahead of UTC at a moment, in milliseconds. */
function offset(ms: number, timeZone: string): number {
  const parts: Record<string, string> = {}
  for (const { type, value } of formatOf(timeZone)?.formatToParts(ms) ?? []) parts[type] = value
  const { year, month, day, hour, minute, second } = parts
  if (!year) return 0
  return (
    Date.parse(`${year.padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}Z`) -
    Math.floor(ms / 1000) * 1000
  )
}

const formats = new Map<string, Intl.DateTimeFormat | null>()

function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  let format = formats.get(timeZone)
  if (format === undefined) formats.set(timeZone, (format = newFormat(timeZone)))
  return format
}

function newFormat(timeZone: string): Intl.DateTimeFormat | null {
  const two = '2-digit'
  try {
    return new Intl.DateTimeFormat('en', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: two,
      day: two,
      hour: two,
      minute: two,
      second: two,
    })
  } catch {
    return null
  }
}

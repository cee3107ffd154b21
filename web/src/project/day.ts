/**
 * Days somewhere: what day it is at a moment, and when a day begins. Days are reckoned in UTC, where each has 24 hours.
 * Twin of a part of Go's filter/day.go.
 */
import type { Day } from '@/api/types'

const dayMs = 86_400_000

export const toUtc = (day: Day): number => Date.parse(`${day}T00:00:00Z`)
export const fromUtc = (ms: number): Day => new Date(ms).toISOString().slice(0, 10)

/** The day so many days later. */
export const plusDays = (day: Day, days: number): Day => fromUtc(toUtc(day) + days * dayMs)

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone)
  if (!clock) {
    // The Swedish way of writing days is ours.
    clock = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    clocks.set(timeZone, clock)
  }
  return clock
}

/** The day that it is somewhere at a moment (milliseconds since 1970). */
export const dayAt = (ms: number, timeZone: string): Day => clockOf(timeZone).format(ms)

/**
 * The first moment of a day somewhere. Some days begin at one o'clock, since the clocks are put forward at midnight;
 * so it is looked for: no zone is more than 14 hours ahead or 12 behind, and days part at whole minutes.
 */
export function dayBegins(day: Day, timeZone: string): number {
  let [early, late] = [toUtc(day) - 15 * 3_600_000, toUtc(day) + 13 * 3_600_000]
  while (late - early > 60_000) {
    const middle = early + Math.floor((late - early) / 120_000) * 60_000
    if (dayAt(middle, timeZone) < day) early = middle
    else late = middle
  }
  return late
}

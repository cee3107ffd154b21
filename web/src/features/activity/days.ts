import type { Burst } from './bursts'

/** What happened on one day, where the reader is. */
export interface DayOfBursts {
  /** The midnight with which it begins, milliseconds since 1970. */
  readonly start: number
  readonly bursts: readonly Burst[]
}

/** Bursts, the newest first, by day. */
export function byDay(bursts: readonly Burst[]): DayOfBursts[] {
  const days: { start: number; bursts: Burst[] }[] = []
  for (const burst of bursts) {
    const start = new Date(burst.until).setHours(0, 0, 0, 0)
    if (days.at(-1)?.start !== start) days.push({ start, bursts: [] })
    days.at(-1)!.bursts.push(burst)
  }
  return days
}

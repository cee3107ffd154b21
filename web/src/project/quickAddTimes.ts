import type { Read } from './quickAdd'
import { readAll, words } from './quickAddText'

const clock = words(
  String.raw`(?:at\s+|@\s?)?(?:(\d{1,2})(?::([0-5]\d))?\s?(am|pm)|([01]?\d|2[0-3]):([0-5]\d)|(noon))`,
)
const bare = words(String.raw`at\s+(\d{1,2})`)
const length = words(String.raw`~(?:(\d+(?:[.,]\d+)?)\s?d)?(?:(\d+(?:[.,]\d+)?)\s?h)?(?:(\d+)\s?m(?:in)?)?`)

/** Times of the day, and lengths of time. A working day has eight hours, as everywhere. */
export function readTimes(text: string): Read[] {
  return [
    ...readAll(text, clock, ([, hour, minute, half, hour24, minute24, noon]) => {
      if (noon) return time(12, 0)
      if (hour24) return time(Number(hour24), Number(minute24))
      return half12(Number(hour), Number(minute ?? 0), half!.toLowerCase() === 'pm')
    }),
    ...readAll(text, bare, ([, hour]) => weak(Number(hour))),
    ...readAll(text, length, ([all, days, hours, minutes]) => {
      const number = (of: string | undefined): number => Number((of ?? '0').replace(',', '.'))
      const seconds = Math.round(number(days) * 28_800 + number(hours) * 3_600 + number(minutes) * 60)
      return all.length > 1 && seconds > 0 ? ({ kind: 'estimate', seconds } as const) : null
    }),
  ]
}

function half12(hour: number, minute: number, isAfternoon: boolean) {
  if (hour < 1 || hour > 12) return null
  return time((hour % 12) + (isAfternoon ? 12 : 0), minute)
}

/** Without more, who says "at 5" means the afternoon, and by "at 9" the morning. */
function weak(hour: number) {
  if (hour > 23) return null
  return { ...time(hour >= 1 && hour <= 6 ? hour + 12 : hour, 0), weak: true }
}

function time(hour: number, minute: number) {
  const two = (n: number): string => String(n).padStart(2, '0')
  return { kind: 'time', time: `${two(hour)}:${two(minute)}` } as const
}

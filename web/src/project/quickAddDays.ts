import type { Day, Recurrence } from '@/api/types'
import { addDays, weekday } from './day'
import type { Read } from './quickAdd'
import { readAll, words } from './quickAddText'
import { nextDue } from './recurrence'

export interface Calendar {
  /** Where the person is. */
  readonly today: Day
  /** Whether 12/24 is Christmas: the month stands first. */
  readonly monthFirst: boolean
}

type Weekday = NonNullable<Recurrence['weekdays']>[number]

const week: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const fullDay = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday'
const shortDay = 'mon|tues?|wed|thu(?:rs?)?|fri|sat|sun'
const anyDay = `${fullDay}|${shortDay}`
const month =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'
const before = String.raw`(?:(?:due\s+)?(?:on|by|until|due)\s+)`
const ordinal = String.raw`(\d{1,2})(?:st|nd|rd|th)?`
const year = String.raw`(?:,?\s+(\d{4}))?`

const near = words(`${before}?(today|tomorrow)`)
// Sun and sat are words of their own: short names count only where something says that a day is meant.
const named = words(
  String.raw`${before}?(next\s+)?(${fullDay})|${before}(next\s+)?(${anyDay})|(next)\s+(${shortDay})`,
)
const nextUnit = words(String.raw`${before}?next\s+(week|month|year)`)
const inSome = words(String.raw`in\s+(\d{1,3}|an?|one|two|three)\s+(day|week|month|year)s?`)
const dayMonth = words(String.raw`${before}?${ordinal}\s+(?:of\s+)?(${month})\.?${year}`)
const monthDay = words(String.raw`${before}?(${month})\.?\s+${ordinal}${year}`)
const dotted = words(String.raw`${before}?(\d{1,2})\.\s?(\d{1,2})\.(\d{4})?`)
const iso = words(String.raw`${before}?(\d{4})-(\d\d)-(\d\d)`)
const slashed = words(String.raw`(${before}?)(\d{1,2})/(\d{1,2})(?:/(\d{4}))?`)
const days = String.raw`(?:${anyDay})(?:(?:\s*,\s*|\s+and\s+|\s*&\s*)(?:${anyDay}))*`
const every = words(
  String.raw`(?:every\s+(?:(other|\d{1,3})\s+)?(?:(days?|weeks?|months?|years?)(?:\s+on\s+(?:the\s+${ordinal}|(${days})))?|(weekdays?|workdays?)|(${days})|${ordinal})|(daily|weekly|monthly|yearly))(\s+after\s+completion)?`,
)

const numbers: Record<string, number> = { a: 1, an: 1, one: 1, two: 2, three: 3 }
const weekdayOf = (name: string): number => week.indexOf(name.slice(0, 3).toLowerCase() as Weekday)
const due = (day: Day | null) => (day === null ? null : ({ kind: 'due', day } as const))

/** Days, and how often they come again. */
export function readDays(text: string, calendar: Calendar): Read[] {
  const { today, monthFirst } = calendar
  const ofYear = (m: number, d: number, y: string | undefined) => due(dateOf(today, m, d, y))
  const monthOf = (name: string): number => months.indexOf(name.slice(0, 3).toLowerCase()) + 1
  return [
    ...readAll(text, near, ([, word]) => due(addDays(today, word!.toLowerCase() === 'today' ? 0 : 1))),
    ...readAll(text, named, ([, next, full, nextShort, short, alone, other]) =>
      due(dayNamed(today, (full ?? short ?? other)!, Boolean(next ?? nextShort ?? alone))),
    ),
    ...readAll(text, nextUnit, ([, unit]) => due(beginOfNext(today, unit!.toLowerCase()))),
    ...readAll(text, inSome, ([, count, unit]) =>
      due(later(today, numbers[count!.toLowerCase()] ?? Number(count), unit!.toLowerCase())),
    ),
    ...readAll(text, dayMonth, ([, d, m, y]) => ofYear(monthOf(m!), Number(d), y)),
    ...readAll(text, monthDay, ([, m, d, y]) => ofYear(monthOf(m!), Number(d), y)),
    ...readAll(text, dotted, ([, d, m, y]) => ofYear(Number(m), Number(d), y)),
    ...readAll(text, iso, ([, y, m, d]) => ofYear(Number(m), Number(d), y)),
    ...readAll(text, slashed, ([, said, a, b, y]) => {
      // 1/2 is a half, and 24/7 is always.
      const isFraction = !said && !y && ((a!.length === 1 && b!.length === 1) || `${a}/${b}` === '24/7')
      if (isFraction) return null
      return monthFirst ? ofYear(Number(a), Number(b), y) : ofYear(Number(b), Number(a), y)
    }),
    ...readAll(text, every, recurrenceOf),
  ]
}

/** The first day, from one on, of those that a recurrence names; that one itself where it names none. */
export function firstOf(recurrence: Recurrence, from: Day): Day {
  if (!recurrence.weekdays && recurrence.monthDay === null) return from
  const eve = addDays(from, -1)
  return nextDue({ ...recurrence, every: 1, from: 'due' }, eve, eve) ?? from
}

function recurrenceOf(match: RegExpExecArray) {
  const [, count, unitName, onDay, onDays, weekdays, dayNames, ordinalDay, adverb, after] = match
  const every = count === undefined ? 1 : count.toLowerCase() === 'other' ? 2 : Number(count)
  const monthDay = Number(onDay ?? ordinalDay ?? 0) || null
  const named = onDays ?? dayNames
  const adverbs = { daily: 'day', weekly: 'week', monthly: 'month', yearly: 'year' } as const
  const said = unitName?.toLowerCase().replace(/s$/, '') as Recurrence['unit'] | undefined
  const plain = adverb ? adverbs[adverb.toLowerCase() as keyof typeof adverbs] : (said ?? 'day')
  const unit = named || weekdays ? 'week' : ordinalDay ? 'month' : plain
  const isOdd =
    (onDay && said !== 'month') || (onDays && said !== 'week') || (count && (weekdays || ordinalDay))
  if (isOdd || every < 1 || (monthDay ?? 1) > 31 || (count && count !== 'other' && dayNames)) return null
  const recurrence: Recurrence = {
    every,
    unit,
    weekdays: weekdays ? ['mon', 'tue', 'wed', 'thu', 'fri'] : named ? daysOf(named) : null,
    monthDay: unit === 'month' ? monthDay : null,
    from: after ? 'completion' : 'due',
  }
  return { kind: 'recurrence', recurrence } as const
}

function daysOf(text: string): Weekday[] {
  const found = new Set(Array.from(text.matchAll(new RegExp(anyDay, 'gi')), ([name]) => weekdayOf(name)))
  // Weeks begin on Monday.
  return [1, 2, 3, 4, 5, 6, 0].filter((day) => found.has(day)).map((day) => week[day]!)
}

/** The next one, never today; "next monday" is that of the next week, which begins on Monday. */
function dayNamed(today: Day, name: string, isNext: boolean): Day {
  const wanted = weekdayOf(name)
  const now = weekday(today)
  if (!isNext) return addDays(today, (wanted - now + 7) % 7 || 7)
  return addDays(beginOfNext(today, 'week')!, (wanted + 6) % 7)
}

function beginOfNext(today: Day, unit: string): Day | null {
  if (unit === 'week') return addDays(today, (8 - weekday(today)) % 7 || 7)
  const [y, m] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))]
  return unit === 'year' ? day(y + 1, 1, 1) : day(m === 12 ? y + 1 : y, (m % 12) + 1, 1)
}

function later(today: Day, count: number, unit: string): Day | null {
  if (unit === 'day' || unit === 'week') return addDays(today, count * (unit === 'day' ? 1 : 7))
  const [y, m, d] = today.split('-').map(Number) as [number, number, number]
  const month = m - 1 + (unit === 'year' ? 12 : 1) * count
  const last = new Date(Date.UTC(y, month + 1, 0)).getUTCDate()
  return day(y + Math.floor(month / 12), (month % 12) + 1, Math.min(d, last))
}

/** A day of this year, or of the next one where it is over; of the year that is said. */
function dateOf(today: Day, m: number, d: number, said: string | undefined): Day | null {
  if (said !== undefined) return day(Number(said), m, d)
  const from = Number(today.slice(0, 4))
  // 29 February may be years away.
  for (let y = from; y < from + 9; y++) {
    const found = day(y, m, d)
    if (found !== null && found >= today) return found
  }
  return null
}

/** Null where there is no such day. */
function day(y: number, m: number, d: number): Day | null {
  if (y < 1000 || y > 9998) return null
  const date = new Date(Date.UTC(y, m - 1, d))
  return date.getUTCMonth() === m - 1 && date.getUTCDate() === d ? date.toISOString().slice(0, 10) : null
}

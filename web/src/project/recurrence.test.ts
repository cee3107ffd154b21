// @vitest-environment node
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Recurrence } from '@/api/types'
import { dayIn, instant } from './moment'
import { lasting, nextDue } from './recurrence'

type Case = { name: string } & Omit<Recurrence, 'weekdays' | 'monthDay'> &
  Partial<Pick<Recurrence, 'weekdays' | 'monthDay'>>

// The same file runs through Go's project.NextDue.
const { next, runs, instants, days } = JSON.parse(
  readFileSync(new URL('../../../golden/recurrence.json', import.meta.url), 'utf8'),
) as {
  next: (Case & { due: string; completed: string; want: string })[]
  runs: (Case & { due: string; want: string[] })[]
  instants: { name: string; day: string; time: string; timeZone: string; want: string }[]
  days: { name: string; at: string; timeZone: string; want: string }[]
}

function recurrenceOf({ every, unit, weekdays = null, monthDay = null, from }: Case): Recurrence {
  return { every, unit, weekdays, monthDay, from }
}

describe('golden/recurrence.json', () => {
  it.each(next)('$name', (one) => {
    expect(nextDue(recurrenceOf(one), one.due, one.completed) ?? '').toBe(one.want)
  })

  it.each(runs)('one after the other: $name', (one) => {
    let recurrence = recurrenceOf(one)
    let { due } = one
    const got = one.want.map(() => {
      const before = due
      due = nextDue(recurrence, due, due)!
      recurrence = lasting(recurrence, before)
      return due
    })
    expect(got).toEqual(one.want)
  })

  it.each(instants)('a clock: $name', ({ day, time, timeZone, want }) => {
    expect(instant(day, time, timeZone)).toBe(want)
  })

  it.each(days)('a day: $name', ({ at, timeZone, want }) => expect(dayIn(at, timeZone)).toBe(want))
})

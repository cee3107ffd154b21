import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '@/ui/day'
import { changesOf, lengthOf, resized, shifted, spanOf } from './span'

const dates = (startDate: string | null, dueDate: string | null) => ({ startDate, dueDate })
const day = fc.integer({ min: 0, max: 900 }).map((n) => addDays('2026-01-01', n))
const some = fc.tuple(fc.option(day), fc.option(day)).map(([start, due]) => dates(start, due))

describe('spanOf', () => {
  it.each([
    [dates(null, null), null],
    [dates(null, '2026-03-05'), { from: '2026-03-05', to: '2026-03-05', isOpen: false }],
    [dates('2026-03-05', null), { from: '2026-03-05', to: '2026-03-05', isOpen: true }],
    [dates('2026-03-02', '2026-03-05'), { from: '2026-03-02', to: '2026-03-05', isOpen: false }],
    [dates('2026-03-09', '2026-03-05'), { from: '2026-03-05', to: '2026-03-05', isOpen: false }],
  ])('%o lies on %o', (given, wanted) => expect(spanOf(given)).toEqual(wanted))
})

describe('shifted', () => {
  it('moves both dates, over the end of a short month', () => {
    expect(shifted(dates('2028-02-27', '2028-02-28'), 2)).toEqual(dates('2028-02-29', '2028-03-01'))
  })

  it('keeps the length, and what is not set stays so', () => {
    fc.assert(
      fc.property(some, fc.integer({ min: -400, max: 400 }), (given, by) => {
        const [before, after] = [spanOf(given), spanOf(shifted(given, by))]
        expect(after && lengthOf(after)).toEqual(before && lengthOf(before))
        expect(after?.from).toEqual(before ? addDays(before.from, by) : undefined)
      }),
    )
  })
})

describe('resized', () => {
  it.each([
    [
      'the end further',
      dates('2026-03-02', '2026-03-05'),
      'end',
      '2026-03-08',
      dates('2026-03-02', '2026-03-08'),
    ],
    [
      'the end before the start',
      dates('2026-03-02', '2026-03-05'),
      'end',
      '2026-02-08',
      dates('2026-03-02', '2026-03-02'),
    ],
    [
      'the start after the end',
      dates('2026-03-02', '2026-03-05'),
      'start',
      '2026-04-08',
      dates('2026-03-05', '2026-03-05'),
    ],
    [
      'a due day grows to the right',
      dates(null, '2026-03-05'),
      'end',
      '2026-03-08',
      dates('2026-03-05', '2026-03-08'),
    ],
    [
      'a due day grows to the left',
      dates(null, '2026-03-05'),
      'start',
      '2026-03-01',
      dates('2026-03-01', '2026-03-05'),
    ],
    ['a due day stays one', dates(null, '2026-03-05'), 'start', '2026-03-09', dates(null, '2026-03-05')],
    [
      'an open bar is closed',
      dates('2026-03-05', null),
      'end',
      '2026-03-05',
      dates('2026-03-05', '2026-03-05'),
    ],
    [
      'an open bar begins earlier',
      dates('2026-03-05', null),
      'start',
      '2026-03-05',
      dates('2026-03-05', null),
    ],
  ] as const)('%s', (_, given, edge, to, wanted) => expect(resized(given, edge, to)).toEqual(wanted))

  it('leaves the other end where it is, and never turns it round', () => {
    fc.assert(
      fc.property(some, fc.constantFrom('start', 'end' as const), day, (given, edge, to) => {
        const before = spanOf(given)
        if (!before) return
        const after = spanOf(resized(given, edge as 'start' | 'end', to))!
        expect(after.from <= after.to).toBe(true)
        if (edge === 'start') expect(after.to).toBe(before.to)
        else expect(after.from).toBe(before.from)
      }),
    )
  })
})

describe('changesOf', () => {
  it('names what differs only', () => {
    expect(changesOf(dates('2026-03-02', null), dates('2026-03-02', '2026-03-05'))).toEqual({
      dueDate: '2026-03-05',
    })
    expect(changesOf(dates('2026-03-02', null), dates('2026-03-02', null))).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { isDay, paged, titleOf, weeksOf } from './grid'

const ends = (weeks: string[][]) => [weeks.length, weeks[0]![0], weeks.at(-1)!.at(-1)]

describe('weeksOf', () => {
  it.each([
    ['2026-02-14', 0, [4, '2026-02-01', '2026-02-28']],
    ['2026-02-14', 1, [5, '2026-01-26', '2026-03-01']],
    ['2026-08-01', 1, [6, '2026-07-27', '2026-09-06']],
    ['2026-12-31', 6, [5, '2026-11-28', '2027-01-01']],
  ] as const)('the month of %s, weeks from day %i', (day, first, wanted) => {
    expect(ends(weeksOf(day, 'month', first))).toEqual(wanted)
  })

  it('a week alone', () => {
    expect(ends(weeksOf('2026-11-26', 'week', 1))).toEqual([1, '2026-11-23', '2026-11-29'])
  })
})

describe('paged', () => {
  it('goes on by months, from the 31st to the last, and by weeks', () => {
    expect(paged('2026-01-31', 'month', 1)).toBe('2026-02-28')
    expect(paged('2026-01-31', 'week', -1)).toBe('2026-01-24')
  })
})

describe('titleOf', () => {
  it('names the month, or both of a week that lies in two', () => {
    expect(titleOf('2026-11-26', 'month', 1, 'en')).toBe('November 2026')
    expect(titleOf('2026-11-30', 'week', 1, 'en')).toBe('Nov – Dec 2026')
    expect(titleOf('2026-12-31', 'week', 1, 'en')).toBe('Dec 2026 – Jan 2027')
  })
})

describe('isDay', () => {
  it('takes what is a day and nothing else', () => {
    expect(['2028-02-29', '2026-02-29', '2026-2-1', '', 'today', null].map((text) => isDay(text))).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
    ])
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, addMonths, daysBetween, firstWeekday, monthGrid, weekday } from './day'

describe('day', () => {
  it('counts over the ends of months, years and February', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2)
  })

  it('keeps the day of a month, or takes the last one of a shorter month', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28')
    expect(addMonths('2026-11-30', 3)).toBe('2027-02-28')
  })

  it('begins the week where the locale does', () => {
    expect(firstWeekday('de-DE')).toBe(1)
    expect(firstWeekday('en-US')).toBe(0)
    expect(firstWeekday('not a locale')).toBe(1)
  })

  it('lays out six whole weeks that hold the month', () => {
    const days = fc.integer({ min: 0, max: 40_000 }).map((n) => addDays('1990-01-01', n))
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 6 }), (day, first) => {
        const grid = monthGrid(day, first)
        expect(grid).toHaveLength(6)
        expect(weekday(grid[0]![0]!)).toBe(first)
        expect(grid.flat()).toContain(day)
        expect(grid[0]).toContain(`${day.slice(0, 7)}-01`)
        expect(daysBetween(grid[0]![0]!, grid[5]![6]!)).toBe(41)
      }),
    )
  })
})

import { describe, expect, it } from 'vitest'
import { agendaOf } from './agenda'
import { CalendarItems } from './items'
import { taskOf } from './testing'

const rowsOf = (today: string, ...dates: [start: string | null, due: string | null][]) => {
  const items = new CalendarItems(() => true)
  dates.forEach(([startDate, dueDate], i) => items.put(`t${i}`, taskOf(i, { startDate, dueDate })))
  return agendaOf(items.all(), today).map((row) => (row.type === 'task' ? row.id : `${row.type} ${row.day}`))
}

describe('agendaOf', () => {
  it('lists the days that have something in order, and today in any case', () => {
    expect(rowsOf('2026-03-05', [null, '2026-03-09'], [null, '2026-03-02'], [null, '2026-03-09'])).toEqual([
      'day 2026-03-02',
      't1',
      'day 2026-03-05',
      'none 2026-03-05',
      'day 2026-03-09',
      't0',
      't2',
    ])
  })

  it('shows a long task where it begins, where it ends, and today', () => {
    expect(rowsOf('2026-03-05', ['2026-01-01', '2026-12-31'])).toEqual([
      'day 2026-01-01',
      't0',
      'day 2026-03-05',
      't0',
      'day 2026-12-31',
      't0',
    ])
  })
})

import { describe, expect, it } from 'vitest'
import { CalendarItems } from './items'
import { taskOf } from './testing'

const done = { completedAt: '2026-03-01T10:00:00Z' }
const on = (dueDate: string | null, startDate: string | null = null) => ({ dueDate, startDate })

function filled(): CalendarItems {
  const items = new CalendarItems((task) => task.priority !== 'low')
  items.put('a', taskOf(1, on('2026-03-05')))
  items.put('b', taskOf(2, on('2026-03-06', '2026-03-04')))
  items.put('c', taskOf(3, on(null)))
  items.put('d', taskOf(4, on(null)))
  return items
}
const ids = (items: CalendarItems, from = '2026-03-05', to = from) =>
  items.between(from, to).map(({ id }) => id)

describe('CalendarItems', () => {
  it('finds what lies on some day of the span, long ones first', () => {
    expect(ids(filled())).toEqual(['b', 'a'])
    expect(ids(filled(), '2026-03-06', '2026-03-20')).toEqual(['b'])
  })

  it('orders a day by time, done ones last, then as they were made', () => {
    const items = new CalendarItems(() => true)
    const at = (time: string) => ({ dueTime: { time, timeZone: 'UTC' } })
    items.put('late', taskOf(1, { ...on('2026-03-05'), ...at('17:00') }))
    items.put('done', taskOf(2, { ...on('2026-03-05'), ...done, ...at('08:00') }))
    items.put('second', taskOf(4, on('2026-03-05')))
    items.put('first', taskOf(3, on('2026-03-05')))
    items.put('early', taskOf(5, { ...on('2026-03-05'), ...at('09:30') }))
    expect(ids(items)).toEqual(['early', 'late', 'first', 'second', 'done'])
  })

  it('keeps open tasks without a date, the newest first', () => {
    const items = filled()
    expect(items.waiting()).toEqual(['d', 'c'])
    items.put('d', taskOf(4, { ...on(null), ...done }))
    expect(items.waiting()).toEqual(['c'])
  })

  it('says whether something shown has changed', () => {
    const items = filled()
    expect(items.put('a', taskOf(1, { ...on('2026-03-05'), title: 'Other' }))).toBe(false)
    expect(items.put('a', taskOf(1, on('2026-03-06')))).toBe(true)
    expect(items.put('a', taskOf(1, { ...on('2026-03-06'), priority: 'low' }))).toBe(true)
    expect(items.put('a', undefined)).toBe(false)
    expect(items.put('c', taskOf(3, on('2026-03-05')))).toBe(true)
    expect(items.waiting()).toEqual(['d'])
  })

  it('shows nothing that is archived or deleted', () => {
    const items = filled()
    items.put('a', taskOf(1, { ...on('2026-03-05'), archivedAt: '2026-03-01T10:00:00Z' }))
    items.put('b', undefined)
    expect([ids(items), items.size]).toEqual([[], 2])
  })
})

import { expect, it } from 'vitest'
import { dueTone, formatDue } from './due'

const now = '2026-11-23'
const due = (dueDate: string | null, completedAt: string | null = null) =>
  dueTone({ dueDate, completedAt }, now)

it('presses from the day itself on, and no longer when done', () => {
  expect([due(null), due('2026-11-24'), due(now), due('2026-11-22')]).toEqual(['', '', 'today', 'overdue'])
  expect(due('2026-11-22', '2026-11-23T08:00:00.000Z')).toBe('')
})

it('names the year only when it is another', () => {
  expect(formatDue('2026-12-01', 'en', now)).toBe('Dec 1')
  expect(formatDue('2027-01-05', 'en', now)).toBe('Jan 5, 2027')
})

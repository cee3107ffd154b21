// @vitest-environment node
import { expect, it } from 'vitest'
import type { Recurrence } from '@/api/types'
import { ordinal, repeatWords } from './repeat'

const plain: Recurrence = { every: 1, unit: 'day', weekdays: null, monthDay: null, from: 'due' }

it.each([
  [plain, 'every day'],
  [{ ...plain, every: 3 }, 'every 3 days'],
  [{ ...plain, unit: 'week' }, 'every week'],
  [{ ...plain, unit: 'week', every: 2, weekdays: ['thu', 'mon'] }, 'every 2 weeks on Mon and Thu'],
  [{ ...plain, unit: 'week', weekdays: ['mon', 'wed', 'fri'] }, 'every week on Mon, Wed, and Fri'],
  [{ ...plain, unit: 'month', monthDay: 31 }, 'every month on the 31st'],
  [{ ...plain, unit: 'month', every: 3, monthDay: 2 }, 'every 3 months on the 2nd'],
  [{ ...plain, unit: 'year' }, 'every year'],
  [{ ...plain, every: 10, from: 'completion' }, 'every 10 days, after it is completed'],
] as [Recurrence, string][])('%j is “%s”', (recurrence, words) => {
  expect(repeatWords(recurrence, 'en')).toBe(words)
})

it('counts days as people do', () => {
  expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 30, 31].map(ordinal).join(' ')).toBe(
    '1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 30th 31st',
  )
})

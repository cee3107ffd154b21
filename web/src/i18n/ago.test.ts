// @vitest-environment node
import { expect, it } from 'vitest'
import { ago } from './ago'

const now = Date.UTC(2026, 10, 23, 12)
const minute = 60_000

it.each([
  [0, 'now'],
  [59_999, 'now'],
  [minute, '1 minute ago'],
  [59 * minute, '59 minutes ago'],
  [60 * minute, '1 hour ago'],
  [24 * 60 * minute, 'yesterday'],
  [7 * 24 * 60 * minute, 'last week'],
  [400 * 24 * 60 * minute, 'last year'],
  // A clock that is behind the server's does not make comments of the future.
  [-5 * minute, 'now'],
])('what was %d ms ago was %s', (passedMs, words) => {
  expect(ago(now - passedMs, now, 'en')).toBe(words)
})

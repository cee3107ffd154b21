import { expect, it } from 'vitest'
import { formatDuration, parseDuration } from './duration'

it('reads what people write', () => {
  const written = ['1h 30m', '90m', '1.5h', '1,5', '1:30', '1 h 30 min', '2d', '0']
  expect(written.map(parseDuration)).toEqual([5400, 5400, 5400, 5400, 5400, 5400, 57600, 0])
})

it('does not guess', () => {
  expect(['', 'soon', '1h soon', '1:70', '-2', '5x'].map(parseDuration)).toEqual([
    null,
    null,
    null,
    null,
    null,
    null,
  ])
})

it('writes hours and minutes', () => {
  expect([0, 2700, 7200, 5400, 5429].map(formatDuration)).toEqual(['0m', '45m', '2h', '1h 30m', '1h 30m'])
})

import { describe, expect, it } from 'vitest'
import { format } from './format'

describe('format', () => {
  it('fills in values, whatever stands in them', () => {
    expect(format('{key} to {status}', { key: 'WEB-1', status: '{key} $& | x' })).toBe(
      'WEB-1 to {key} $& | x',
    )
    expect(format('{missing}', {})).toBe('{missing}')
    expect(format('a | b', {})).toBe('a | b')
  })

  it.each([
    [0, 'No tasks'],
    [1, 'One task'],
    [2, '2 tasks'],
  ])('takes for %i the form of three', (n, text) => {
    expect(format('No tasks | One task | {count} tasks', {}, n)).toBe(text)
  })

  it.each([
    [0, '0 changes'],
    [1, '1 change'],
    [5, '5 changes'],
  ])('takes for %i the form of two', (n, text) => {
    expect(format('{n} change | {n} changes', {}, n)).toBe(text)
  })
})

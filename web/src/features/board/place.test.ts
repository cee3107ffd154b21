import { describe, expect, it } from 'vitest'
import { moveTo } from './place'

describe('moveTo', () => {
  const ids = ['a', 'b', 'c']
  it('names the neighbour that will stand below', () => {
    expect(moveTo('x', 's', 1, ids)).toEqual({ kind: 'task.move', task: 'x', status: 's', before: 'b' })
  })
  it('counts places without the card itself', () => {
    expect(moveTo('a', 's', 1, ids)).toEqual({ kind: 'task.move', task: 'a', status: 's', before: 'c' })
  })
  it('names none at the end, and in an empty status', () => {
    expect(moveTo('a', 's', 2, ids)).toEqual({ kind: 'task.move', task: 'a', status: 's' })
    expect(moveTo('a', 's', 0, [])).toEqual({ kind: 'task.move', task: 'a', status: 's' })
  })
})

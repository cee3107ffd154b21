import { describe, expect, it } from 'vitest'
import { reorder } from './reorder'

const list = (...ranks: string[]): { id: string; rank: string }[] =>
  ranks.map((rank, i) => ({ id: `s${i}`, rank }))

function after(statuses: { id: string; rank: string }[], from: number, to: number): string[] {
  const ranks = new Map(statuses.map(({ id, rank }) => [id, rank]))
  for (const { id, rank } of reorder(statuses, from, to)) ranks.set(id, rank)
  return [...ranks].toSorted(([a, x], [b, y]) => (x < y || (x === y && a < b) ? -1 : 1)).map(([id]) => id)
}

describe('reorder [D2]', () => {
  it.each([
    [0, 2, ['s1', 's2', 's0', 's3']],
    [3, 0, ['s3', 's0', 's1', 's2']],
    [1, 3, ['s0', 's2', 's3', 's1']],
    [2, 1, ['s0', 's2', 's1', 's3']],
  ])('moves %i to %i by one new rank', (from, to, wanted) => {
    const statuses = list('a0', 'a1', 'a2', 'a3')
    expect(after(statuses, from, to)).toEqual(wanted)
    expect(reorder(statuses, from, to)).toHaveLength(1)
  })

  it('ranks all anew where the neighbours have the same', () => {
    expect(after(list('a1', 'a1', 'a2'), 2, 1)).toEqual(['s0', 's2', 's1'])
  })

  it('does nothing for a place that is none', () => {
    const statuses = list('a0', 'a1')
    expect(reorder(statuses, 0, 0)).toEqual([])
    expect(reorder(statuses, 0, 2)).toEqual([])
    expect(reorder(statuses, 0, -1)).toEqual([])
  })
})

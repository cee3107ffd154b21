import { rankBetween, ranksBetween } from '@/project/rank'

export interface Placed {
  id: string
  rank: string
}

/**
 * The ranks that put the thing at `from` to the place `to`: one new rank between its neighbours, or all anew where
 * two of them have the same and nothing lies between.
 */
export function reorder(things: readonly Placed[], from: number, to: number): Placed[] {
  const moved = things[from]
  if (!moved || from === to || to < 0 || to >= things.length) return []
  const others = things.toSpliced(from, 1)
  try {
    return [{ id: moved.id, rank: rankBetween(others[to - 1]?.rank ?? null, others[to]?.rank ?? null) }]
  } catch {
    const all = others.toSpliced(to, 0, moved)
    const ranks = ranksBetween(null, null, all.length)
    return all.map(({ id }, i) => ({ id, rank: ranks[i]! }))
  }
}

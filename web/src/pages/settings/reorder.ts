import type { Status } from '@/api/types'
import { rankBetween, ranksBetween } from '@/project/rank'

export interface Placed {
  status: string
  rank: string
}

/**
 * The ranks that put the status at `from` to the place `to`: one new rank between its neighbours, or all anew where
 * two of them have the same and nothing lies between.
 */
export function reorder(
  statuses: readonly Pick<Status, 'id' | 'rank'>[],
  from: number,
  to: number,
): Placed[] {
  const moved = statuses[from]
  if (!moved || from === to || to < 0 || to >= statuses.length) return []
  const others = statuses.toSpliced(from, 1)
  try {
    return [{ status: moved.id, rank: rankBetween(others[to - 1]?.rank ?? null, others[to]?.rank ?? null) }]
  } catch {
    const all = others.toSpliced(to, 0, moved)
    const ranks = ranksBetween(null, null, all.length)
    return all.map(({ id }, i) => ({ status: id, rank: ranks[i]! }))
  }
}

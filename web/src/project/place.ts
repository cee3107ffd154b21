import type { Id, Task } from '@/api/types'
import { rankBetween } from './rank'
import type { State } from './state'

/** Where something is to stand: beside a neighbour, else at the end of its status (D2). */
export interface Spot {
  readonly status: Id
  readonly before?: Id | null
  readonly after?: Id | null
}

/**
 * The rank that a task probably gets. A neighbour that was deleted still marks its place; one that has left the
 * status does not. Twins among the ranks, which only the server spreads again, give the rank of the left one.
 */
export function rankAt(state: State, task: Id, spot: Spot): string {
  const list = state.order!.of(spot.status)
  const at = position(state, spot)
  const left = list[at - 1] === task ? at - 2 : at - 1
  const right = list[at] === task ? at + 1 : at
  const low = rankOf(state, list[left])
  const high = rankOf(state, list[right])
  return low !== null && high !== null && low >= high ? low : rankBetween(low, high)
}

function position(state: State, { status, before, after }: Spot): number {
  const order = state.order!
  const left = neighbour(state, status, after)
  if (left) {
    const at = order.search(status, left)
    return order.of(status)[at] === left.id ? at + 1 : at
  }
  const right = neighbour(state, status, before)
  return right ? order.search(status, right) : order.of(status).length
}

function neighbour(state: State, status: Id, id: Id | null | undefined): Task | undefined {
  if (!id) return undefined
  const task = state.tasks.get(id) ?? state.deleted.get(id)
  return task?.status === status ? task : undefined
}

function rankOf(state: State, id: Id | undefined): string | null {
  return id === undefined ? null : state.tasks.get(id)!.rank
}

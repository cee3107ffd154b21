/** Bars of a week laid out in lanes, one below the other, so that none covers another. */
import { daysBetween, type Day } from '@/ui/day'
import type { Item } from './items'

/** What of a task is seen in one week. */
export interface Piece {
  readonly item: Item
  /** 0 … 6, from the first day of the week. */
  readonly column: number
  /** How many days of the week it covers. */
  readonly days: number
  readonly lane: number
  /** It goes on in the week before, or after: drawn as a cut. */
  readonly fromBefore: boolean
  readonly toAfter: boolean
}

export interface Week {
  readonly days: readonly Day[]
  /** By the column in which they begin, and by lane. */
  readonly pieces: readonly (readonly Piece[])[]
  /** How many tasks each day has, and how many of them found no lane. */
  readonly counts: readonly number[]
  readonly hidden: readonly number[]
}

/**
 * Lays out the items of a week, given in their order: each takes the highest lane that is free on all of its days; for
 * whom none is left, the days count it as hidden.
 */
export function layOut(days: readonly Day[], items: readonly Item[], lanes: number): Week {
  const cut = items.flatMap((item) => cutTo(days, item) ?? [])
  const taken = days.map(() => new Set<number>())
  const pieces: Piece[][] = days.map(() => [])
  const hidden = days.map(() => 0)
  for (const one of cut) {
    const columns = Array.from({ length: one.days }, (_, i) => one.column + i)
    const lane = freeLane(columns, taken, lanes)
    if (lane === null) for (const column of columns) hidden[column]!++
    else {
      for (const column of columns) taken[column]!.add(lane)
      pieces[one.column]!.push({ ...one, lane })
    }
  }
  for (const list of pieces) list.sort((a, b) => a.lane - b.lane)
  const counts = hidden.map((count, column) => count + taken[column]!.size)
  return { days, pieces, counts, hidden }
}

/** The same weeks, with all parts that say the same as before being the same: what did not change is not drawn anew. */
export function keeping(before: readonly Week[], after: readonly Week[]): Week[] {
  return after.map((week, w) => {
    const old = before[w]
    if (old?.days[0] !== week.days[0]) return week
    return {
      ...week,
      pieces: week.pieces.map((pieces, column) => keepingPieces(old!.pieces[column]!, pieces)),
    }
  })
}

function keepingPieces(before: readonly Piece[], after: readonly Piece[]): readonly Piece[] {
  const kept = after.map((piece) => before.find((old) => says(old, piece)) ?? piece)
  return kept.length === before.length && kept.every((piece, i) => piece === before[i]) ? before : kept
}

const says = (a: Piece, b: Piece): boolean =>
  a.item === b.item &&
  a.lane === b.lane &&
  a.column === b.column &&
  a.days === b.days &&
  a.toAfter === b.toAfter

type Cut = Omit<Piece, 'lane'>

function cutTo(days: readonly Day[], item: Item): Cut | null {
  const [first, last] = [days[0]!, days.at(-1)!]
  const { from, to } = item.span
  if (to < first || from > last) return null
  const column = from < first ? 0 : daysBetween(first, from)
  const end = to > last ? days.length - 1 : daysBetween(first, to)
  return { item, column, days: end - column + 1, fromBefore: from < first, toAfter: to > last }
}

function freeLane(columns: readonly number[], taken: readonly Set<number>[], most: number): number | null {
  for (let lane = 0; lane < most; lane++) {
    if (columns.every((column) => !taken[column]!.has(lane))) return lane
  }
  return null
}

/** A stretch along one axis in px; `end` is past it. */
export interface Span {
  start: number
  end: number
}

/**
 * The column under `x`: the last one that starts at or before it, so that the gaps between columns belong to the column on
 * their left and a finger beside the board still means its first or last column. -1 without columns.
 */
export function columnAt(columns: readonly Span[], x: number): number {
  let found = -1
  for (const [index, column] of columns.entries()) {
    if (column.start <= x) found = index
  }
  return found === -1 && columns.length > 0 ? 0 : found
}

/**
 * The place in a column, counted without the dragged card, whose gap is nearest to a ghost with its upper edge at `top`
 * (px in the column's content). Binary search: it costs the same with ten cards and with ten thousand.
 *
 * `spans` are the cards' places as laid out, the dragged one included at index `dragged` (-1: it comes from elsewhere).
 * The search sees the column closed up, as if the dragged card had left: so a ghost that rests on its own place finds it.
 */
export function slotAt(spans: readonly Span[], top: number, dragged: number): number {
  const gone = dragged < 0 ? null : (spans[dragged] ?? null)
  const next = gone === null ? null : spans[dragged + 1]
  const removed = gone === null ? 0 : (next?.start ?? gone.end) - gone.start
  let low = 0
  let high = gone === null ? spans.length : spans.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    const isAfter = gone !== null && middle >= dragged
    const span = spans[isAfter ? middle + 1 : middle]!
    const centre = (span.start + span.end) / 2 - (isAfter ? removed : 0)
    if (top > centre) low = middle + 1
    else high = middle
  }
  return low
}

/** Where things are while a card is dragged over a column; indices count the laid-out list, dragged card included. */
export interface Shift {
  /** The dragged card's index in this column, -1 when it comes from another. */
  from: number
  /** The gap's place, counted without the dragged card; -1 when the card hovers over another column. */
  to: number
  /** Height of the dragged card with the gap below it, px. */
  size: number
}

/** How far a card steps aside, px: up to close the hole that the dragged one left, down to open one where it would land. */
export function shiftOf(index: number, { from, to, size }: Shift): number {
  if (index === from) return 0
  const isAfterHole = from >= 0 && index > from
  const place = isAfterHole ? index - 1 : index
  const isAfterGap = to >= 0 && place >= to
  return (isAfterGap ? size : 0) - (isAfterHole ? size : 0)
}

/**
 * Speed of automatic scrolling, px/s: none inside, rising with the square of the depth in a zone of `zone` px at either end,
 * and at most `max` at the edge and beyond it.
 */
export function edgeSpeed(position: number, { start, end }: Span, zone = 64, max = 1100): number {
  const reach = Math.min(zone, (end - start) / 3)
  const before = start + reach - position
  const after = position - (end - reach)
  const depth = Math.min(1, Math.max(before, after, 0) / reach)
  return Math.sign(after - before) * depth * depth * max
}

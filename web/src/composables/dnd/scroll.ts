import { edgeSpeed, type Span } from './geometry'
import type { Point } from './types'

/** In a paged board: how near to the edge and for how long a card is held before the next column comes, px and ms. */
export const pageEdgePx = 48
export const pageHoldMs = 380

export interface Viewport {
  board: HTMLElement
  /** The column below the pointer, if any. */
  column: HTMLElement | null
  isPaged: boolean
  /** From one column to the next, px. */
  pagePx: number
}

/** Scrolls what lies under the pointer while a card is held near its edge. One for each drag. */
export interface AutoScroll {
  /** Tells whether anything moved, in which case the card's place is to be found anew. */
  step(point: Point, view: Viewport, elapsedMs: number): boolean
}

export function createAutoScroll(): AutoScroll {
  // Browsers round scroll offsets, which would swallow slow speeds: the fraction is carried over.
  const rest = { x: 0, y: 0 }
  let heldMs = 0
  let heldEdge = 0

  function advance(axis: 'x' | 'y', speed: number, elapsedMs: number): number {
    if (speed === 0) rest[axis] = 0
    const wanted = rest[axis] + (speed * elapsedMs) / 1000
    const whole = Math.trunc(wanted)
    rest[axis] = wanted - whole
    return whole
  }

  function page(point: Point, view: Viewport, box: Span, elapsedMs: number): void {
    const edge = point.x < box.start + pageEdgePx ? -1 : point.x > box.end - pageEdgePx ? 1 : 0
    heldMs = edge === heldEdge ? heldMs + elapsedMs : 0
    heldEdge = edge
    if (edge === 0 || heldMs < pageHoldMs) return
    // The glide to the next column takes about as long as a hold: the clock starts below zero.
    heldMs = -pageHoldMs
    view.board.scrollBy({ left: edge * view.pagePx, behavior: 'smooth' })
  }

  return {
    step(point, view, elapsedMs) {
      const boardBox = view.board.getBoundingClientRect()
      const across = { start: boardBox.left, end: boardBox.right }
      const before = { x: view.board.scrollLeft, y: view.column?.scrollTop }
      if (view.isPaged) page(point, view, across, elapsedMs)
      else view.board.scrollLeft += advance('x', edgeSpeed(point.x, across), elapsedMs)
      if (view.column) {
        const box = view.column.getBoundingClientRect()
        view.column.scrollTop += advance(
          'y',
          edgeSpeed(point.y, { start: box.top, end: box.bottom }),
          elapsedMs,
        )
      }
      return before.x !== view.board.scrollLeft || before.y !== view.column?.scrollTop
    },
  }
}

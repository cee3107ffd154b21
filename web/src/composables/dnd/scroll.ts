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
  step(point: Point, view: Viewport, elapsedMs: number): Step
}

export interface Step {
  /** Something moved: the card's place is to be found anew. */
  hasScrolled: boolean
  /** The card is held where things scroll or page: another step is due with the next frame. */
  isAtEdge: boolean
}

export function createAutoScroll(): AutoScroll {
  // Browsers round scroll offsets, which would swallow slow speeds: the fraction is carried over.
  const rest = { x: 0, y: 0 }
  let heldMs = 0
  let heldEdge = 0

  /** Tells what it did to a scroller; one that is at its end is not asked for again. */
  function advance(element: HTMLElement, axis: 'x' | 'y', speed: number, elapsedMs: number): Step {
    if (speed === 0) rest[axis] = 0
    const wanted = rest[axis] + (speed * elapsedMs) / 1000
    const whole = Math.trunc(wanted)
    rest[axis] = wanted - whole
    if (whole === 0) return { hasScrolled: false, isAtEdge: speed !== 0 }
    const offset = axis === 'x' ? 'scrollLeft' : 'scrollTop'
    const before = element[offset]
    element[offset] += whole
    const hasScrolled = element[offset] !== before
    return { hasScrolled, isAtEdge: hasScrolled }
  }

  function page(point: Point, view: Viewport, box: Span, elapsedMs: number): Step {
    const edge = point.x < box.start + pageEdgePx ? -1 : point.x > box.end - pageEdgePx ? 1 : 0
    heldMs = edge === heldEdge ? heldMs + elapsedMs : 0
    heldEdge = edge
    const step = { hasScrolled: false, isAtEdge: edge !== 0 }
    if (edge === 0 || heldMs < pageHoldMs) return step
    // The glide to the next column takes about as long as a hold: the clock starts below zero.
    heldMs = -pageHoldMs
    view.board.scrollBy({ left: edge * view.pagePx, behavior: 'smooth' })
    return step
  }

  return {
    step(point, view, elapsedMs) {
      const { board, column } = view
      const boardBox = board.getBoundingClientRect()
      const across = { start: boardBox.left, end: boardBox.right }
      const box = column?.getBoundingClientRect()
      const x = view.isPaged
        ? page(point, view, across, elapsedMs)
        : advance(board, 'x', edgeSpeed(point.x, across), elapsedMs)
      if (!column || !box) return x
      const y = advance(column, 'y', edgeSpeed(point.y, { start: box.top, end: box.bottom }), elapsedMs)
      return { hasScrolled: x.hasScrolled || y.hasScrolled, isAtEdge: x.isAtEdge || y.isAtEdge }
    },
  }
}

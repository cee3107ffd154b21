import { columnAt, slotAt } from './geometry'
import { createGhost } from './ghost'
import { createAutoScroll } from './scroll'
import type { DndColumn, Point, Slot } from './types'

export interface LiftOptions {
  card: string
  element: HTMLElement
  /** Where the pointer went down. */
  origin: Point
  board: HTMLElement
  columns: () => readonly DndColumn[]
  isPaged: () => boolean
  onPlace: (to: Slot) => void
}

/** A card in the air, from lifting to letting go. */
export interface Lift {
  moveTo(point: Point): void
  /** Finds the place for the last position, also when no frame has passed since. */
  place(): Slot | null
  settle(at: HTMLElement | null): Promise<void>
  stop(): void
}

export function lift(options: LiftOptions): Lift {
  const { card, element, board } = options
  const box = element.getBoundingClientRect()
  const grab = { x: options.origin.x - box.left, y: options.origin.y - box.top }
  const ghost = createGhost(element)
  const scroll = createAutoScroll()
  let point = options.origin
  let place: Slot | null = null
  let frame = requestAnimationFrame(onFrame)
  let last = performance.now()
  let isDirty = false

  // Only while there is something to do: what asks for every frame has the pointer wait for the next one.
  function wake(): void {
    if (frame !== 0) return
    last = performance.now()
    frame = requestAnimationFrame(onFrame)
  }

  function under(): { column: DndColumn | null; pagePx: number } {
    const columns = options.columns()
    const spans = columns.map(({ scroller }) => {
      const { left, right } = scroller.getBoundingClientRect()
      return { start: left, end: right }
    })
    const pagePx = spans.length > 1 ? spans[1]!.start - spans[0]!.start : 0
    return { column: columns[columnAt(spans, point.x)] ?? null, pagePx }
  }

  function find(column: DndColumn | null): void {
    if (!column) return
    const top = point.y - grab.y - column.scroller.getBoundingClientRect().top + column.scroller.scrollTop
    const index = slotAt(column.spans(), top, column.indexOf(card))
    if (place?.column === column.id && place.index === index) return
    place = { column: column.id, index }
    options.onPlace(place)
  }

  function onFrame(now: number): void {
    frame = 0
    const { column, pagePx } = under()
    const view = { board, column: column?.scroller ?? null, isPaged: options.isPaged(), pagePx }
    const { hasScrolled, isAtEdge } = scroll.step(point, view, Math.max(0, Math.min(now - last, 50)))
    // Reads first, then the write: the other way round each frame would lay the page out twice.
    if (isDirty || hasScrolled || place === null) find(column)
    if (isDirty) ghost.place({ x: point.x - grab.x, y: point.y - grab.y })
    isDirty = false
    last = now
    if (isAtEdge) frame = requestAnimationFrame(onFrame)
  }

  return {
    moveTo(to) {
      point = to
      isDirty = true
      wake()
    },
    place() {
      find(under().column)
      return place
    },
    async settle(at) {
      const target = at?.getBoundingClientRect()
      await ghost.settle(target ? { x: target.left, y: target.top } : null)
    },
    stop: () => cancelAnimationFrame(frame),
  }
}

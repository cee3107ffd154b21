import type { ShallowRef } from 'vue'
import type { Span } from './geometry'

/** Client coordinates, px. */
export interface Point {
  x: number
  y: number
}

/** A list that cards can be dropped into. Only its scroller is measured: its cards need not be mounted. */
export interface DndColumn {
  id: string
  /** Scrolls vertically; its box is where the column is. */
  scroller: HTMLElement
  /** Places of all its cards, px in the scroller's content, in order. */
  spans(): readonly Span[]
  /** The card's index among `spans`, -1 when it is not here. Reactive; asked whenever the pointer moves. */
  indexOf(card: string): number
}

/** A place in a column, counted without the dragged card. */
export interface Slot {
  column: string
  index: number
}

export interface Drag {
  card: string
  /** Height of the card with the gap below it, px. */
  size: number
  /** Where it would land. */
  to: Slot
}

export interface DndOptions {
  /** The element that holds the columns and scrolls them horizontally. */
  board: () => HTMLElement | null
  /** Between two cards, px. */
  gapPx: number
  canDrag?: (card: string) => boolean
  /** One column fills the screen: holding a card at the edge pages to the next, in place of scrolling. */
  isPaged?: () => boolean
  onLift?: (card: string) => void
  /** The card was let go over another place than its own. Runs before the ghost settles. */
  onDrop: (card: string, to: Slot) => void
  onCancel?: (card: string) => void
}

export interface Dnd {
  /** The drag under way; a new object whenever the place changes, never more than once a frame. */
  readonly drag: Readonly<ShallowRef<Drag | null>>
  /** The card whose ghost still glides to its place; it is to be hidden until then, like a dragged one. */
  readonly settling: Readonly<ShallowRef<string | null>>
  addColumn(column: DndColumn): () => void
  /** Puts the card back where it was. */
  cancel(): void
}

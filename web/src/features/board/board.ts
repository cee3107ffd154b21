import { inject, provide, type ComputedRef, type InjectionKey, type Ref, type ShallowRef } from 'vue'
import type { User } from '@/api/types'
import type { Dnd } from '@/composables/dnd'
import type { ProjectStore } from '@/stores/project'

/** Between two cards, px. Also the padding around them. */
export const gapPx = 8
/** Before a card is measured, px: a key, a title of one or two lines, a line of facts. */
export const estimatedCardPx = 92

/** A column, as others on the board see it. */
export interface BoardList {
  status: string
  scroller: HTMLElement
  ids(): readonly string[]
  /** The index of the card at `y` px of the scroller's visible part. */
  indexAt(y: number): number
  scrollTo(index: number): void
}

/** Where the keyboard is: one card of the board is in the order of Tab, the arrow keys move on from there. */
export interface BoardFocus {
  readonly current: Readonly<ShallowRef<string | null>>
  set(card: string): void
  /** Moves real focus there, scrolling and mounting the card if need be. */
  go(card: string): Promise<void>
}

/** A card that has just left its place: where from (client px) and when (`performance.now()`). */
export interface Departure {
  box: DOMRect
  at: number
}

/** What the parts of one board share. */
export interface Board {
  store: ProjectStore
  dnd: Dnd
  focus: BoardFocus
  lists: Map<string, BoardList>
  departures: Map<string, Departure>
  /** The card whose task is open beside the board. */
  openCard: Readonly<Ref<string | null>>
  /** Who else has a task open, by task. */
  viewers: ComputedRef<ReadonlyMap<string, readonly User[]>>
  /** Why this person may not change tasks, null when they may. */
  whyNot: ComputedRef<string | null>
  /** The status in which a task is being created. */
  composing: Ref<string | null>
  /** Where a task is looked at, by its key. */
  hrefOf(key: string): string
  open(card: string): void
}

const key: InjectionKey<Board> = Symbol('board')

export function provideBoard(board: Board): void {
  provide(key, board)
}

export function useBoard(): Board {
  const board = inject(key)
  if (!board) throw new Error('a part of a board outside of one')
  return board
}

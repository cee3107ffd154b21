import { nextTick, shallowRef, watch, type ShallowRef } from 'vue'
import type { ProjectStore } from '@/stores/project'
import type { BoardFocus, BoardList } from './board'

export type Direction = 'up' | 'down' | 'left' | 'right'

export interface UseBoardFocusReturn extends BoardFocus {
  readonly current: Readonly<ShallowRef<string | null>>
  /** From the card that has the focus, or to the first one. */
  step(direction: Direction): Promise<void>
}

/**
 * The keyboard's place among cards of which few are mounted. It stays on a card that moves, and goes on to the next one
 * when its card is deleted.
 */
export function useBoardFocus(
  board: () => HTMLElement | null,
  store: ProjectStore,
  lists: ReadonlyMap<string, BoardList>,
): UseBoardFocusReturn {
  const current = shallowRef<string | null>(null)
  /** Where `current` was last, to know its neighbour once it is gone. */
  let place = { status: '', index: 0 }

  function set(card: string): void {
    current.value = card
    note(card)
  }

  function note(card: string): void {
    const status = store.task(card)?.status
    if (status === undefined) return
    place = { status, index: store.tasksIn(status).value.indexOf(card) }
  }

  function element(card: string): HTMLElement | null {
    return board()?.querySelector<HTMLElement>(`[data-card="${CSS.escape(card)}"]`) ?? null
  }

  async function go(card: string): Promise<void> {
    set(card)
    // The column keeps its focused card mounted wherever it lies: after a tick it is there to be scrolled to.
    await nextTick()
    const target = element(card)
    target?.closest('li')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    target?.focus({ preventScroll: true })
  }

  async function step(direction: Direction): Promise<void> {
    const target = current.value && store.task(current.value) ? neighbour(current.value, direction) : first()
    if (target) await go(target)
  }

  function first(): string | null {
    for (const { id } of store.statuses.value) {
      const card = store.tasksIn(id).value[0]
      if (card) return card
    }
    return null
  }

  function neighbour(card: string, direction: Direction): string | null {
    note(card)
    if (direction === 'up' || direction === 'down') {
      return store.tasksIn(place.status).value[place.index + (direction === 'down' ? 1 : -1)] ?? null
    }
    const here = lists.get(place.status)
    const box = element(card)?.getBoundingClientRect()
    const y = here && box ? box.top - here.scroller.getBoundingClientRect().top : 0
    return beside(place.status, direction === 'right' ? 1 : -1, y)
  }

  /** The card at the same height in the next column that has any. */
  function beside(status: string, by: 1 | -1, y: number): string | null {
    const columns = store.statuses.value.map(({ id }) => id)
    for (let i = columns.indexOf(status) + by; i >= 0 && i < columns.length; i += by) {
      const list = lists.get(columns[i]!)
      if (list && list.ids().length > 0) return list.ids()[list.indexAt(Math.max(0, y))] ?? null
    }
    return null
  }

  // A card that went elsewhere is mounted anew there, and one that was deleted leaves its place to the next: either way
  // the browser has put the focus back to the page.
  watch(
    () => {
      const task = current.value ? store.task(current.value) : undefined
      const ids = place.status ? store.tasksIn(place.status).value : []
      return [current.value, task?.status, ids] as const
    },
    async ([card]) => {
      if (!card) return
      const wasFocused = element(card) === document.activeElement
      const task = store.task(card)
      const isGone = !task || !store.tasksIn(task.status).value.includes(card)
      if (isGone) {
        const ids = store.tasksIn(place.status).value
        current.value = ids[Math.min(place.index, ids.length - 1)] ?? null
      }
      await nextTick()
      if (current.value) note(current.value)
      if (wasFocused && current.value && document.activeElement === document.body) await go(current.value)
    },
  )

  return { current, set, go, step }
}

import { useI18n } from '@/i18n'
import { useAnnounce } from '@/composables/useAnnounce'
import type { Slot } from '@/composables/dnd'
import type { ProjectStore } from '@/stores/project'
import { moveTo } from './place'
import type { Direction } from './useBoardFocus'

export interface UseBoardMovesReturn {
  move(card: string, to: Slot): void
  /** One place up or down, or to the next status at the same height. Tells whether there was anywhere to go. */
  nudge(card: string, direction: Direction): boolean
}

/** Moves cards and says so. */
export function useBoardMoves(store: ProjectStore): UseBoardMovesReturn {
  const { t } = useI18n()
  const { announce } = useAnnounce()

  function move(card: string, { column, index }: Slot): void {
    const ids = store.tasksIn(column).value
    const key = store.task(card)?.key ?? ''
    store.run(moveTo(card, column, index, ids))
    const status = store.statuses.value.find(({ id }) => id === column)?.name ?? ''
    const count = store.tasksIn(column).value.length
    announce(t('board.moved', { key, status, place: Math.min(index + 1, count), count }))
  }

  function nudge(card: string, direction: Direction): boolean {
    const status = store.task(card)?.status
    if (status === undefined) return false
    const index = store.tasksIn(status).value.indexOf(card)
    const slot = direction === 'up' || direction === 'down' ? within() : across()
    if (slot) move(card, slot)
    return slot !== null

    function within(): Slot | null {
      const to = index + (direction === 'down' ? 1 : -1)
      return to < 0 || to >= store.tasksIn(status!).value.length ? null : { column: status!, index: to }
    }

    function across(): Slot | null {
      const columns = store.statuses.value.map(({ id }) => id)
      const column = columns[columns.indexOf(status!) + (direction === 'right' ? 1 : -1)]
      if (column === undefined) return null
      return { column, index: Math.min(index, store.tasksIn(column).value.length) }
    }
  }

  return { move, nudge }
}

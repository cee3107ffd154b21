import { useMediaQuery } from '@vueuse/core'
import { onBeforeUnmount, onMounted, watch } from 'vue'
import { createDnd } from '@/composables/dnd'
import type { List } from './list'
import type { UseListMovesReturn } from './useListMoves'

export interface UseListDragOptions extends Pick<List, 'model' | 'focus' | 'selection'> {
  scroller: () => HTMLElement | null
  moves: UseListMovesReturn
  canDrag: () => boolean
  /** Where each row begins and ends, px from the top of the list. */
  spans: () => readonly { start: number; end: number }[]
  /** Opens the menu of a row. */
  askFor: (key: string) => void
}

/** Rows are dragged; one that is selected takes the others along. */
export function useListDrag(options: UseListDragOptions): ReturnType<typeof createDnd> {
  const { scroller, model, focus, selection, moves, canDrag, spans, askFor } = options
  const isCoarse = useMediaQuery('(pointer: coarse)')
  const rowAt = (key: string) => model.value.rows[model.value.indexOf(key) ?? -1]

  function tasksOf(key: string): string[] {
    const task = rowAt(key)?.task ?? ''
    return selection.ids.value.has(task) ? selection.inOrder() : [task]
  }

  let isLiftMoved = false
  const dnd = createDnd({
    board: scroller,
    gapPx: 0,
    canDrag: (key) => canDrag() && rowAt(key)?.kind === 'task',
    onLift: (key) => {
      isLiftMoved = false
      focus.set(key)
    },
    onDrop: (key, { index }) => moves.drop(key, tasksOf(key), index),
    // A finger that rests on a row and lets go without moving asks what can be done with it.
    onCancel: (key) => isCoarse.value && !isLiftMoved && askFor(key),
  })
  watch(dnd.drag, (now, was) => {
    if (now && was && now.to.index !== was.to.index) isLiftMoved = true
  })
  // A right that ends in the middle of a drag puts the rows back.
  watch(canDrag, (now) => !now && dnd.cancel())

  let removeColumn: (() => void) | undefined
  onMounted(() => {
    const indexOf = (key: string) => model.value.indexOf(key) ?? -1
    removeColumn = dnd.addColumn({ id: 'list', scroller: scroller()!, spans, indexOf })
  })
  onBeforeUnmount(() => removeColumn?.())
  return dnd
}

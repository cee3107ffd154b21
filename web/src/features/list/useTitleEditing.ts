import { nextTick, shallowRef, watch, type ShallowRef } from 'vue'

export interface UseTitleEditingOptions {
  taskOf: (row: string) => string | undefined
  openTask: () => string | null
  /** The task that a press has just asked to open. */
  opening: () => string | null
  /** Closes the task that is open. */
  close: (task: string) => void
}

export interface UseTitleEditingReturn {
  /** The row whose title is being changed. */
  editing: ShallowRef<string | null>
  edit(row: string): void
}

/** Which title is changed in its row. */
export function useTitleEditing({
  taskOf,
  openTask,
  opening,
  close,
}: UseTitleEditingOptions): UseTitleEditingReturn {
  const editing = shallowRef<string | null>(null)
  // The first press of a double one has opened the task, or is about to: it is closed again, and the field waits for
  // the focus to come back.
  let waiting: string | null = null

  function edit(key: string): void {
    const task = taskOf(key)
    if (!task || (task !== openTask() && task !== opening())) return void (editing.value = key)
    waiting = key
    if (task === openTask()) close(task)
  }

  watch(
    openTask,
    async () => {
      if (waiting === null) return
      const open = openTask()
      if (open !== null) return open === taskOf(waiting) ? close(open) : void (waiting = null)
      await nextTick()
      await nextTick()
      editing.value = waiting
      waiting = null
    },
    { flush: 'post' },
  )
  return { editing, edit }
}

import { shallowRef, watch, type ShallowRef } from 'vue'
import type { Status, Task } from '@/api/types'
import type { ProjectStore } from '@/stores/project'

/** A task as it was when somebody began to work on it, and the one that stood before it. */
interface Held {
  task: Readonly<Task>
  after: string | null
}

export interface UseHeldReturn {
  /** All tasks in the order of the board, those that are held as and where they were. */
  inOrder(statuses: readonly Status[]): Readonly<Task>[]
  /** Whether any is held. */
  holds(): boolean
  readonly version: Readonly<ShallowRef<number>>
}

/** Keeps the row that somebody works on under their hands: it goes where it belongs when they are done. */
export function useHeld(store: ProjectStore, ids: () => readonly string[]): UseHeldReturn {
  const version = shallowRef(0)
  const holds = (): boolean => held.size > 0
  let held = new Map<string, Held>()
  let order: Readonly<Task>[] | null = null

  watch(
    () => ids().join(),
    () => {
      const before = held
      held = new Map()
      const seen = order ?? inOrder(store.statuses.value)
      for (const id of ids()) {
        const at = seen.findIndex((task) => task.id === id)
        const kept = before.get(id) ?? (at < 0 ? null : { task: seen[at]!, after: seen[at - 1]?.id ?? null })
        if (kept) held.set(id, kept)
      }
      version.value++
    },
    // At once: the change for which it is held may follow in the same go.
    { flush: 'sync' },
  )

  function inOrder(statuses: readonly Status[]): Readonly<Task>[] {
    const found: Readonly<Task>[] = []
    const followers = new Map<string | null, Held[]>()
    for (const one of held.values()) {
      if (!store.peek(one.task.id)) continue
      followers.set(one.after, [...(followers.get(one.after) ?? []), one])
    }
    function follow(id: string | null): void {
      for (const { task } of followers.get(id) ?? []) {
        found.push(task)
        follow(task.id)
      }
      followers.delete(id)
    }
    if (followers.size > 0) follow(null)
    for (const { id: status } of statuses) {
      for (const id of store.tasksIn(status).value) {
        if (held.has(id)) continue
        const task = store.peek(id)
        if (task) found.push(task)
        if (followers.size > 0) follow(id)
      }
    }
    // The one that stood before is gone.
    for (const after of followers.keys()) follow(after)
    order = found
    return found
  }

  return { inOrder, version, holds }
}

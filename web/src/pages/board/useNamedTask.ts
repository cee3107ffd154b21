import { computed, type ComputedRef } from 'vue'
import type { ProjectStore } from '@/stores/project'

export interface UseNamedTaskReturn {
  /** The task of the key; null where there is none, or where the project does not hold it. */
  readonly id: ComputedRef<string | null>
  /** The task that had this key when it was last here. */
  idOf(key: string): string | null
}

/** The task that an address names by its key. */
export function useNamedTask(store: ProjectStore, named: () => string | null): UseNamedTaskReturn {
  let last: string | null = null
  /** Tasks that were looked at, by key: one that is deleted meanwhile can still be named. */
  const seen = new Map<string, string>()

  // Asked again when a status gains or loses a task, until the key leads to one.
  function find(key: string): string | null {
    for (const { id } of store.statuses.value) void store.tasksIn(id).value
    return store.search((task) => task.key === key && task.archivedAt === null)[0] ?? null
  }

  const id = computed(() => {
    const key = named()
    if (key === null) return null
    if (last === null || store.task(last)?.key !== key) last = find(key)
    if (last !== null) seen.set(key, last)
    return last
  })
  return { id, idOf: (key) => seen.get(key) ?? null }
}

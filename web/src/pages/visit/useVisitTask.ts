import { computed, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Task } from '@/api/types'
import type { ProjectStore } from '@/stores/project'

export interface UseVisitTaskReturn {
  /** The task that the address names, as long as the board holds it. */
  task: ComputedRef<Task | undefined>
  /** Where a task is looked at, by its key. */
  hrefOf(key: string): string
  open(task: string): void
  close(): void
}

/** `/s/…?task=WEB-3`: a task beside the board of a public link. */
export function useVisitTask(store: ProjectStore): UseVisitTaskReturn {
  const route = useRoute()
  const router = useRouter()
  const hrefOf = (key: string): string => `${route.path}?task=${encodeURIComponent(key)}`

  // Asked again when a status gains or loses a task, until the address leads to one.
  const task = computed(() => {
    const key = route.query.task
    for (const { id } of store.statuses.value) void store.tasksIn(id).value
    const id = store.search((one) => one.key === key && one.archivedAt === null)[0]
    return id ? store.task(id) : undefined
  })

  return {
    task,
    hrefOf,
    open(id) {
      const key = store.task(id)?.key
      if (!key) return
      // One step back closes the panel, however many tasks were looked at in it.
      void (route.query.task ? router.replace(hrefOf(key)) : router.push(hrefOf(key)))
    },
    close: () => void router.replace(route.path),
  }
}

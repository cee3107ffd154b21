import { computed, type ComputedRef } from 'vue'
import type { Task } from '@/api/types'
import type { ProjectStore } from '@/stores/project'

/** The tasks whose parent is `parent`, in the order of the board. */
export function useSubtasks(store: ProjectStore, parent: () => string): ComputedRef<readonly Task[]> {
  return computed(() => {
    const wanted = parent()
    // A subtask that comes or goes changes the list of its status; thousands of others are not watched for it.
    const places = store.statuses.value.map(({ id }) => store.tasksIn(id).value)
    const found = new Set(store.search((task) => task.parent === wanted))
    return found.size === 0
      ? []
      : places.flatMap((ids) => ids.filter((id) => found.has(id)).flatMap((id) => store.task(id) ?? []))
  })
}

import { computed, type ComputedRef } from 'vue'
import type { CommandBody, Task } from '@/api/types'
import { byRank } from '@/project/order'
import type { ProjectStore } from '@/stores/project'

/** The tasks whose parent is `parent`, in the order of the board. */
export function useSubtasks(store: ProjectStore, parent: () => string): ComputedRef<readonly Task[]> {
  return computed(() => {
    const places = new Map(store.statuses.value.map(({ id }, place) => [id, place]))
    const place = (task: Task): number => places.get(task.status) ?? places.size
    return store
      .subtasks(parent())
      .value.ids.flatMap((id) => store.task(id) ?? [])
      .toSorted((a, b) => place(a) - place(b) || byRank(a, b))
  })
}

/**
 * The wish to complete a task, or to open it again: to the first status that means so. Null where the project has none.
 * A task that was cancelled is opened too.
 */
export function toggleDone(store: ProjectStore, task: Task): CommandBody | null {
  const statuses = store.statuses.value
  const of = (...categories: string[]) => statuses.find(({ category }) => categories.includes(category))
  const to = task.completedAt ? (of('todo') ?? of('backlog', 'active')) : of('done')
  return to ? { kind: 'task.move', task: task.id, status: to.id } : null
}

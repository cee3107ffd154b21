import { computed, type ComputedRef } from 'vue'
import { activity as api } from '@/api/activity'
import type { Task } from '@/api/types'
import type { ProjectStore } from '@/stores/project'
import { burstsOf, runsOf, type Burst } from './bursts'
import { useActivity, type UseActivityReturn } from './useActivity'

const pageSize = 100

export interface UseTaskActivityReturn extends Pick<UseActivityReturn, 'state' | 'more'> {
  /** The oldest first. */
  readonly bursts: ComputedRef<readonly Burst[]>
}

/** What happened to a task, live. Comments speak for themselves; that one was deleted is told here. */
export function useTaskActivity(store: ProjectStore, task: () => Task): UseTaskActivityReturn {
  const { items, state, more } = useActivity(
    (cursor) => api.ofTask(task().id, pageSize, cursor),
    () => task().id,
    () => [task().seq, task().commentCount, store.pending.value],
  )
  const bursts = computed(() => runsOf(items.value).flatMap(burstsOf).toReversed())
  return { bursts, state, more }
}

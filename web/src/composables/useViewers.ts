import { computed, type ComputedRef } from 'vue'
import type { User } from '@/api/types'
import type { ProjectStore } from '@/stores/project'

/** Who else has a task open, by task; each person once, however many windows they have. */
export function useViewers(
  store: ProjectStore,
  me: () => string | null,
): ComputedRef<ReadonlyMap<string, readonly User[]>> {
  return computed(() => {
    const byTask = new Map<string, User[]>()
    for (const { user, task } of store.presence.value) {
      const person = store.members.value.get(user)?.user
      if (!task || !person || user === me()) continue
      const others = byTask.get(task) ?? []
      if (!others.includes(person)) byTask.set(task, [...others, person])
    }
    return byTask
  })
}

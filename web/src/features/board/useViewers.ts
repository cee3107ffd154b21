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

/** Everyone else who has the project open, each once. */
export function usePresent(store: ProjectStore, me: () => string | null): ComputedRef<readonly User[]> {
  return computed(() => {
    const ids = new Set(store.presence.value.map(({ user }) => user))
    return [...ids].filter((id) => id !== me()).flatMap((id) => store.members.value.get(id)?.user ?? [])
  })
}

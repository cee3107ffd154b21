import { computed, type ComputedRef } from 'vue'
import { useI18n } from '@/i18n'
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

/** Somebody who is here, and in words what they look at. */
export interface Present extends Pick<User, 'id' | 'name' | 'avatar'> {
  readonly note: string
}

/** Everyone else who has the project open, each once, with what they look at. */
export function usePresent(store: ProjectStore, me: () => string | null): ComputedRef<readonly Present[]> {
  const { t } = useI18n()
  return computed(() => {
    const present = new Map<string, Present>()
    for (const { user: id, task } of store.presence.value) {
      const user = store.members.value.get(id)?.user
      const key = task && store.task(task)?.key
      // Of several windows, the one that shows a task says more.
      if (!user || id === me() || (present.has(id) && !key)) continue
      const note = key ? t('board.viewing', { name: user.name, key }) : user.name
      present.set(id, { id, name: user.name, avatar: user.avatar, note })
    }
    return [...present.values()]
  })
}

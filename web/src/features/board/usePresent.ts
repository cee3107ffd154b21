import { computed, type ComputedRef } from 'vue'
import { addTexts, useI18n } from '@/i18n'
import { here } from '@/i18n/en/here'
import type { User } from '@/api/types'
import type { ProjectStore } from '@/stores/project'

addTexts({ here })

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
      const note = key ? t('here.viewing', { name: user.name, key }) : user.name
      present.set(id, { id, name: user.name, avatar: user.avatar, note })
    }
    return [...present.values()]
  })
}

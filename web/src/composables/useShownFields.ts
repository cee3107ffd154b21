import { computed, type ComputedRef } from 'vue'
import type { Field, Task } from '@/api/types'
import { usePreferences } from '@/stores/preferences'
import type { ProjectStore } from '@/stores/project'

export interface UseShownFieldsReturn {
  /** Those in which the task has a value, in the order of the project. */
  fields: ComputedRef<readonly Field[]>
  nameOf(user: string): string | undefined
}

const none: readonly Field[] = []

/** The custom fields that the person wants to see on tasks, wherever these are drawn. */
export function useShownFields(
  store: Pick<ProjectStore, 'id' | 'fields' | 'members'>,
  task: () => Pick<Task, 'fields'>,
): UseShownFieldsReturn {
  const preferences = usePreferences()
  return {
    fields: computed(() => {
      const chosen = preferences.cardFields[store.id] ?? []
      if (chosen.length === 0) return none
      return store.fields.value.filter(({ id }) => chosen.includes(id) && id in task().fields)
    }),
    nameOf: (user) => store.members.value.get(user)?.user.name,
  }
}

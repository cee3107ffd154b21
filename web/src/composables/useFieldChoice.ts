import { computed, type ComputedRef } from 'vue'
import { usePreferences } from '@/stores/preferences'
import type { ProjectStore } from '@/stores/project'

/** Which custom fields of a project stand on its tasks, on this device. */
export function useFieldChoice(store: Pick<ProjectStore, 'id'>): {
  chosen: ComputedRef<readonly string[]>
  toggle(field: string): void
} {
  const preferences = usePreferences()
  const chosen = computed(() => preferences.cardFields[store.id] ?? [])
  return {
    chosen,
    toggle(field) {
      const now = chosen.value.includes(field)
        ? chosen.value.filter((one) => one !== field)
        : [...chosen.value, field]
      preferences.cardFields = { ...preferences.cardFields, [store.id]: now }
    },
  }
}

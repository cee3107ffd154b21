import { shallowRef, watch, type ShallowRef } from 'vue'
import type { ProjectStore } from '@/stores/project'
import { personColor } from '@/ui/person'

/** A change older than this is history, ms: a row that scrolls into sight does not tell it again. */
const freshMs = 1_500

/** The colour of somebody else who has just changed a task, and when; for as long as it shows. */
export function useTint(
  store: ProjectStore,
  task: () => string,
): ShallowRef<{ color: string; at: number } | null> {
  const tint = shallowRef<{ color: string; at: number } | null>(null)
  watch(
    () => store.task(task())?.seq,
    () => {
      const change = store.lastChange(task())
      if (!change || Date.now() - change.at > freshMs || change.at === tint.value?.at) return
      tint.value = { color: personColor(change.actor), at: change.at }
    },
    { immediate: true },
  )
  return tint
}

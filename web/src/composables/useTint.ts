import { shallowRef, watch, type ShallowRef } from 'vue'
import type { ProjectStore } from '@/stores/project'
import { personColor } from '@/ui/person'
import type { Tint } from '@/ui/tint'

/** A change older than this is history, ms: what scrolls into sight does not tell it again. */
export const freshMs = 1_500

/** The colour of somebody else who has just changed a task, and when; for as long as it shows. */
export function useTint(store: ProjectStore, task: () => string): ShallowRef<Tint | null> {
  const tint = shallowRef<Tint | null>(null)
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

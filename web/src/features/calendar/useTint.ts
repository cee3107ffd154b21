import { shallowRef, watch, type Ref } from 'vue'
import { personColor } from '@/ui/person'
import { useCalendar } from './calendar'

/** A change older than this is history, ms. */
export const freshMs = 1500

/** The colour of somebody else who has just changed a task; a number starts it anew. */
export function useTint(id: () => string): Ref<{ color: string; at: number } | null> {
  const { store } = useCalendar()
  const tint = shallowRef<{ color: string; at: number } | null>(null)
  watch(
    () => store.task(id())?.seq,
    () => {
      const change = store.lastChange(id())
      if (!change || Date.now() - change.at > freshMs || change.at === tint.value?.at) return
      tint.value = { color: personColor(change.actor), at: change.at }
    },
    { immediate: true },
  )
  return tint
}

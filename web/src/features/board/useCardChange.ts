import { onMounted, shallowRef, watch, type Ref } from 'vue'
import { personColor } from '@/ui/person'
import { useBoard } from './board'
import { flyCard } from './flight'

/** A tint that is running: its colour, and a number that starts it anew. */
export interface Tint {
  color: string
  at: number
}

/** A change older than this is history, ms: a card that scrolls into sight does not tell it again. */
const freshMs = 1500

/**
 * Shows what others do with a card: tinted in their colour, and gliding over when it came from another column.
 * A card that was just dragged here has its own way of settling.
 */
export function useCardChange(
  id: () => string,
  element: Readonly<Ref<HTMLElement | null>>,
): Ref<Tint | null> {
  const { store, dnd, departures } = useBoard()
  const tint = shallowRef<Tint | null>(null)

  watch(
    () => store.task(id())?.seq,
    () => {
      const change = store.lastChange(id())
      if (!change || Date.now() - change.at > freshMs || change.at === tint.value?.at) return
      tint.value = { color: personColor(change.actor), at: change.at }
    },
    { immediate: true },
  )

  onMounted(() => {
    const departure = departures.get(id())
    departures.delete(id())
    const isRecent = departure && performance.now() - departure.at < 100
    if (isRecent && element.value && dnd.settling.value !== id()) void flyCard(element.value, departure.box)
  })

  return tint
}

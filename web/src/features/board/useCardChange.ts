import { onMounted, type Ref } from 'vue'
import { useTint } from '@/composables/useTint'
import type { Tint } from '@/ui/tint'
import { useBoard } from './board'
import { flyCard } from './flight'

/**
 * Shows what others do with a card: tinted in their colour, and gliding over when it came from another column.
 * A card that was just dragged here has its own way of settling.
 */
export function useCardChange(
  id: () => string,
  element: Readonly<Ref<HTMLElement | null>>,
): Ref<Tint | null> {
  const { store, dnd, departures } = useBoard()
  const tint = useTint(store, id)

  onMounted(() => {
    const departure = departures.get(id())
    departures.delete(id())
    const isRecent = departure && performance.now() - departure.at < 100
    if (isRecent && element.value && dnd.settling.value !== id()) void flyCard(element.value, departure.box)
  })

  return tint
}

import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/vue-virtual'
import { computed, type ComponentPublicInstance, type ComputedRef, type Ref } from 'vue'
import { useOverscan, virtualOptions } from '@/composables/virtual'
import { estimatedCardPx, gapPx, useBoard } from './board'

export interface Row {
  key: string
  index: number
  /** From the top of the list, px. */
  start: number
}

export interface UseCardListReturn {
  rows: ComputedRef<Row[]>
  heightPx: ComputedRef<number>
  /** Index of the dragged card, -1 when it is not of this column. */
  dragged: ComputedRef<number>
  /** The card by which Tab enters this column: the one the keyboard was last on, else the first. */
  entry: ComputedRef<string | undefined>
  indexOf(card: string): number
  /** For `ref` of each row. */
  measure(row: Element | ComponentPublicInstance | null): void
  spans(): readonly { start: number; end: number }[]
  scrollTo(index: number): void
}

/**
 * The cards of a column that are near its visible part, and the places of all of them.
 * The dragged card and the one that Tab leads to stay mounted wherever the column is scrolled: a finger and the focus hang on them.
 */
export function useCardList(
  ids: Readonly<Ref<readonly string[]>>,
  scroller: Readonly<Ref<HTMLElement | null>>,
): UseCardListReturn {
  const { dnd, focus } = useBoard()
  const indexOf = (card: string | null | undefined) => (card ? ids.value.indexOf(card) : -1)
  const draggedCard = computed(() => dnd.drag.value?.card ?? dnd.settling.value)
  const dragged = computed(() => indexOf(draggedCard.value))
  const focused = computed(() => Math.max(0, indexOf(focus.current.value)))

  // The virtualiser lays everything out anew when one of these changes identity, so they change only with the list itself.
  const keyOf = computed(() => {
    const list = ids.value
    return (index: number) => list[index]!
  })
  const pinned = computed(() => {
    const extra = [dragged.value, focused.value].filter((index) => index >= 0 && index < ids.value.length)
    return (range: Range) => withPinned(defaultRangeExtractor(range), extra)
  })
  const shared = virtualOptions()
  const overscan = useOverscan(6)
  const virtualizer = useVirtualizer(
    computed(() => ({
      ...shared,
      count: ids.value.length,
      getScrollElement: () => scroller.value,
      estimateSize: () => estimatedCardPx,
      getItemKey: keyOf.value,
      rangeExtractor: pinned.value,
      gap: gapPx,
      paddingStart: gapPx / 2,
      paddingEnd: gapPx * 2,
      scrollPaddingStart: gapPx,
      scrollPaddingEnd: gapPx * 2,
      overscan: overscan.value,
    })),
  )

  function measure(row: Element | ComponentPublicInstance | null): void {
    if (row === null || row instanceof Element) virtualizer.value.measureElement(row)
  }

  return {
    dragged,
    entry: computed(() => ids.value[focused.value]),
    // Asked on every frame of a drag, of columns of thousands: the answer for the dragged card is kept.
    indexOf: (card) => (card === draggedCard.value ? dragged.value : indexOf(card)),
    rows: computed(() =>
      virtualizer.value
        .getVirtualItems()
        .map(({ key, index, start }) => ({ key: String(key), index, start })),
    ),
    heightPx: computed(() => virtualizer.value.getTotalSize()),
    measure,
    spans: () => virtualizer.value.measurementsCache,
    scrollTo: (index) => virtualizer.value.scrollToIndex(index, { align: 'auto' }),
  }
}

function withPinned(indexes: number[], extra: readonly number[]): number[] {
  const missing = extra.filter((index) => !indexes.includes(index))
  return missing.length === 0 ? indexes : [...indexes, ...missing].toSorted((a, b) => a - b)
}

import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/vue-virtual'
import { computed, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { Drag } from '@/composables/dnd'
import { useOverscan, virtualOptions } from '@/composables/virtual'
import type { Row } from './arrange'
import type { ListModel } from './useListModel'

export interface ShownRow {
  row: Row
  index: number
  /** From the top of the list, px. */
  start: number
  /** The head of the group at the top: it stays there while its tasks pass below. */
  isSticky: boolean
}

export interface UseListRowsOptions {
  model: Readonly<ShallowRef<ListModel>>
  scroller: Readonly<Ref<HTMLElement | null>>
  rowPx: Readonly<Ref<number>>
  /** Of the heads of the columns, which lie above the rows. */
  headPx: Readonly<Ref<number>>
  /** Rows that stay mounted wherever the list is scrolled: a finger, the focus or a text hangs on them. */
  pinned: () => readonly (string | null | undefined)[]
  drag: Readonly<Ref<Drag | null>>
}

export interface UseListRowsReturn {
  rows: ComputedRef<ShownRow[]>
  heightPx: ComputedRef<number>
  spans(): readonly { start: number; end: number }[]
  scrollTo(index: number): void
  /** How many rows fit into the visible part. */
  page(): number
}

/** The rows near the visible part. All are equally high, so nothing is measured. */
export function useListRows(options: UseListRowsOptions): UseListRowsReturn {
  const { model, scroller, rowPx, headPx, pinned } = options
  const isGrouped = computed(() => model.value.grouping.by !== 'none')

  // The virtualiser lays everything out anew when one of these changes identity, so they change only with the list itself.
  const keyOf = computed(() => {
    const { rows } = model.value
    return (index: number) => rows[index]!.key
  })
  const extractor = computed(() => {
    const { indexOf } = model.value
    const extra = pinned().flatMap((key) => (key ? (indexOf(key) ?? []) : []))
    return (range: Range) => withExtra(defaultRangeExtractor(range), [...extra, headAt(range.startIndex)])
  })

  /** The index of the head of the group that a row belongs to. */
  function headAt(index: number): number {
    const { rows, indexOf } = model.value
    const group = rows[Math.min(index, rows.length - 1)]?.group
    return group === undefined || !isGrouped.value ? -1 : (indexOf(`group:${group}`) ?? -1)
  }

  const shared = virtualOptions()
  const overscan = useOverscan(12)
  const virtualizer = useVirtualizer(
    computed(() => ({
      ...shared,
      count: model.value.rows.length,
      getScrollElement: () => scroller.value,
      estimateSize: () => rowPx.value,
      getItemKey: keyOf.value,
      rangeExtractor: extractor.value,
      paddingStart: headPx.value,
      // Room for the bar of what is selected.
      paddingEnd: 80,
      overscan: overscan.value,
    })),
  )
  watch([rowPx, headPx], () => virtualizer.value.measure())

  const sticky = computed(() => {
    const { range, scrollOffset } = virtualizer.value
    if (!range || !isGrouped.value) return -1
    return headAt(Math.max(range.startIndex, Math.floor((scrollOffset ?? 0) / rowPx.value)))
  })

  return {
    rows: computed(() => {
      const { rows } = model.value
      const places = virtualizer.value.getVirtualItems().map(({ index, start }) => ({ index, start }))
      if (sticky.value >= 0 && !places.some(({ index }) => index === sticky.value))
        places.unshift({ index: sticky.value, start: headPx.value + sticky.value * rowPx.value })
      return places.flatMap(({ index, start }) => {
        const row = rows[index]
        return row ? [{ row, index, start, isSticky: index === sticky.value }] : []
      })
    }),
    heightPx: computed(() => virtualizer.value.getTotalSize()),
    spans: () => virtualizer.value.measurementsCache,
    scrollTo(index) {
      const element = scroller.value
      if (!element) return
      const above = headPx.value + (isGrouped.value ? rowPx.value : 0)
      const top = headPx.value + index * rowPx.value
      if (top < element.scrollTop + above) element.scrollTop = top - above
      else if (top + rowPx.value > element.scrollTop + element.clientHeight)
        element.scrollTop = top + rowPx.value - element.clientHeight
    },
    page: () =>
      Math.max(1, Math.floor(((scroller.value?.clientHeight ?? 0) - headPx.value) / rowPx.value) - 1),
  }
}

function withExtra(indexes: number[], extra: readonly number[]): number[] {
  const missing = extra.filter((index) => index >= 0 && !indexes.includes(index))
  return missing.length === 0 ? indexes : [...new Set([...indexes, ...missing])].toSorted((a, b) => a - b)
}

import { computed, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { useEqualRows } from '@/composables/useEqualRows'
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
}

export interface UseListRowsReturn {
  rows: ComputedRef<ShownRow[]>
  heightPx: ComputedRef<number>
  spans(): readonly { start: number; end: number }[]
  scrollTo(index: number): void
  /** How many rows fit into the visible part. */
  page(): number
}

/** Room below the last row, for the bar of what is selected, px. */
const belowPx = 80

/** The rows near the visible part. */
export function useListRows(options: UseListRowsOptions): UseListRowsReturn {
  const { model, scroller, rowPx, headPx, pinned } = options
  const isGrouped = computed(() => model.value.grouping.by !== 'none')
  const { from, to, top } = useEqualRows({
    scroller,
    count: () => model.value.rows.length,
    rowPx: () => rowPx.value,
    abovePx: () => headPx.value,
    overscan: 12,
  })
  const startOf = (index: number): number => headPx.value + index * rowPx.value

  /** The index of the head of the group that a row belongs to. */
  function headAt(index: number): number {
    const { rows, indexOf } = model.value
    const group = rows[Math.min(index, rows.length - 1)]?.group
    return group === undefined || !isGrouped.value ? -1 : (indexOf(`group:${group}`) ?? -1)
  }

  const sticky = computed(() => headAt(top.value))
  const shown = computed(() => {
    const { indexOf } = model.value
    const extra = pinned().flatMap((key) => (key ? (indexOf(key) ?? []) : []))
    return withExtra(from.value, to.value, [...extra, headAt(from.value), sticky.value])
  })
  const spans = computed(() =>
    model.value.rows.map((_row, index) => ({ start: startOf(index), end: startOf(index + 1) })),
  )

  return {
    rows: computed(() => {
      const { rows } = model.value
      return shown.value.flatMap((index) => {
        const row = rows[index]
        return row ? [{ row, index, start: startOf(index), isSticky: index === sticky.value }] : []
      })
    }),
    heightPx: computed(() => startOf(model.value.rows.length) + belowPx),
    spans: () => spans.value,
    scrollTo(index) {
      const element = scroller.value
      if (!element) return
      const above = headPx.value + (isGrouped.value ? rowPx.value : 0)
      const start = startOf(index)
      if (start < element.scrollTop + above) element.scrollTop = start - above
      else if (start + rowPx.value > element.scrollTop + element.clientHeight)
        element.scrollTop = start + rowPx.value - element.clientHeight
    },
    page: () =>
      Math.max(1, Math.floor(((scroller.value?.clientHeight ?? 0) - headPx.value) / rowPx.value) - 1),
  }
}

/** The indexes of a range and some others, in order. */
function withExtra(from: number, to: number, extra: readonly number[]): number[] {
  const near = Array.from({ length: to - from }, (_none, i) => from + i)
  const missing = extra.filter((index) => index >= 0 && (index < from || index >= to))
  return missing.length === 0 ? near : [...new Set([...near, ...missing])].toSorted((a, b) => a - b)
}

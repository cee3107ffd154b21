import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/vue-virtual'
import { useMediaQuery } from '@vueuse/core'
import { computed, nextTick, watch, type ComputedRef, type Ref } from 'vue'
import type { Id } from '@/api/types'
import { useOverscan, virtualOptions } from '@/composables/virtual'
import type { Group } from './groups'

export interface UseInboxRowsOptions {
  groups: () => readonly Group[]
  scroller: Readonly<Ref<HTMLElement | null>>
  /** The task whose row stays mounted wherever the page is scrolled: the focus is on it. */
  pinned: () => Id | null
}

export interface UseInboxRowsReturn {
  /** Those near the visible part; `place` counts from one. */
  readonly shown: ComputedRef<readonly { group: Group; place: number; topPx: number }[]>
  readonly rowPx: ComputedRef<number>
  /** Brings a row into sight and moves the focus to it. */
  focus(task: Id): Promise<void>
}

/** The rows near the visible part. All are equally high, so nothing is measured. */
export function useInboxRows({ groups, scroller, pinned }: UseInboxRowsOptions): UseInboxRowsReturn {
  const isCoarse = useMediaQuery('(pointer: coarse)')
  const rowPx = computed(() => (isCoarse.value ? 72 : 60))
  const places = computed(() => new Map(groups().map(({ task }, i) => [task, i])))
  const keyOf = computed(() => {
    const all = groups()
    return (i: number) => all[i]!.task
  })
  const extractor = computed(() => {
    const index = places.value.get(pinned() ?? '') ?? -1
    return (range: Range) => {
      const near = defaultRangeExtractor(range)
      return index < 0 || near.includes(index) ? near : [...near, index].toSorted((a, b) => a - b)
    }
  })
  const sizeOf = computed(() => {
    const size = rowPx.value
    return () => size
  })
  const shared = virtualOptions()
  const overscan = useOverscan(8)
  const virtualizer = useVirtualizer<HTMLElement, Element>(
    computed(() => ({
      ...shared,
      count: groups().length,
      getScrollElement: () => scroller.value,
      estimateSize: sizeOf.value,
      getItemKey: keyOf.value,
      rangeExtractor: extractor.value,
      overscan: overscan.value,
    })),
  )
  watch(rowPx, () => virtualizer.value.measure())

  const shown = computed(() => {
    const all = groups()
    return virtualizer.value
      .getVirtualItems()
      .filter(({ index }) => index < all.length)
      .map(({ index }) => ({ group: all[index]!, place: index + 1, topPx: index * rowPx.value }))
  })

  async function focus(task: Id): Promise<void> {
    const place = places.value.get(task)
    if (place === undefined) return
    virtualizer.value.scrollToIndex(place, { align: 'auto' })
    await nextTick()
    const row = scroller.value?.querySelector<HTMLElement>(`[data-told="${CSS.escape(task)}"]`)
    row?.focus({ preventScroll: true })
  }

  return { shown, rowPx, focus }
}

import { computed, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import { useOverscan } from './virtual'

export interface UseEqualRowsOptions {
  scroller: Readonly<Ref<HTMLElement | null>>
  count: () => number
  /** How high each row is. */
  rowPx: () => number
  /** What lies above the first row inside the scroller. */
  abovePx?: () => number
  /** How many rows beyond those in sight are kept mounted. */
  overscan: number
}

export interface UseEqualRowsReturn {
  /** The rows to be mounted, by index: from `from`, before `to`. */
  from: ComputedRef<number>
  to: ComputedRef<number>
  /** The topmost row that is in sight, in part at least. */
  top: ComputedRef<number>
}

/**
 * Which of many rows are near the visible part, where all are equally high. It asks nothing of the rows, so that a
 * hundred thousand cost as much as ten, and tells nothing while a scroll stays within the same rows.
 */
export function useEqualRows(options: UseEqualRowsOptions): UseEqualRowsReturn {
  const { scroller, count, rowPx, abovePx = () => 0 } = options
  const scrolledPx = shallowRef(0)
  // Until the list's own size is known: most of the window, so that the first rows come with the list.
  const seenPx = shallowRef(innerHeight * 0.8)
  const overscan = useOverscan(options.overscan)

  watch(
    scroller,
    (element, _before, onCleanup) => {
      if (!element) return
      const onScroll = (): void => void (scrolledPx.value = element.scrollTop)
      const observer = new ResizeObserver(([entry]) => {
        const { blockSize } = entry!.borderBoxSize[0]!
        // Hidden behind a task that has the whole page: it comes back as it was.
        if (blockSize > 0) seenPx.value = blockSize
      })
      observer.observe(element, { box: 'border-box' })
      element.addEventListener('scroll', onScroll, { passive: true })
      onCleanup(() => {
        observer.disconnect()
        element.removeEventListener('scroll', onScroll)
      })
    },
    { immediate: true },
  )

  const at = (px: number): number =>
    Math.min(Math.max(0, count() - 1), Math.max(0, Math.floor((px - abovePx()) / rowPx())))
  return {
    top: computed(() => at(scrolledPx.value + abovePx())),
    from: computed(() => Math.max(0, at(scrolledPx.value) - overscan.value)),
    to: computed(() => Math.min(count(), at(scrolledPx.value + seenPx.value) + 1 + overscan.value)),
  }
}

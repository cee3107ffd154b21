import { elementScroll, measureElement, type Virtualizer } from '@tanstack/vue-virtual'
import { onMounted, onScopeDispose, shallowRef, type ShallowRef } from 'vue'

type List = Virtualizer<HTMLElement, Element>
interface Rect {
  width: number
  height: number
}

/**
 * Options that all our virtual lists share. Sizes are told by observers, which speak once the page has been laid out, and
 * before it is painted. Asked for while lists and rows enter the page, each answer would have the whole page laid out anew.
 */
export function virtualOptions() {
  return {
    // Until the list's own size is known: most of the window, so that the first rows come with the list.
    initialRect: { width: innerWidth, height: innerHeight * 0.8 },
    observeElementRect: observeRect,
    measureElement: observedSize,
    scrollToFn,
  }
}

function observeRect({ scrollElement }: List, tell: (rect: Rect) => void): () => void {
  const observer = new ResizeObserver(([entry]) => {
    const { inlineSize: width, blockSize: height } = entry!.borderBoxSize[0]!
    // Hidden behind a task that has the whole page: it comes back as it was.
    if (height === 0) return
    tell({ width: Math.round(width), height: Math.round(height) })
  })
  observer.observe(scrollElement!, { box: 'border-box' })
  return () => observer.disconnect()
}

function observedSize(element: Element, entry: ResizeObserverEntry | undefined, list: List): number {
  if (entry && entry.borderBoxSize[0]!.blockSize > 0) return measureElement(element, entry, list)
  const index = list.indexFromElement(element)
  return list.itemSizeCache.get(list.options.getItemKey(index)) ?? list.options.estimateSize(index)
}

/** A new list is at its top already. */
const scrollToFn: typeof elementScroll<HTMLElement> = (offset, options, list) => {
  if (offset + (options.adjustments ?? 0) !== 0 || list.scrollOffset) elementScroll(offset, options, list)
}

/**
 * How many rows beyond those in sight are kept mounted. At first next to none: a view that comes into sight is painted
 * before what nobody sees of it yet.
 */
export function useOverscan(rows: number): Readonly<ShallowRef<number>> {
  const overscan = shallowRef(1)
  let frame = 0
  const soon = (work: () => void): void => void (frame = requestAnimationFrame(work))
  onMounted(() => soon(() => soon(() => (overscan.value = rows))))
  onScopeDispose(() => cancelAnimationFrame(frame))
  return overscan
}

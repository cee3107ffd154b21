import { useIntersectionObserver, type MaybeComputedElementRef } from '@vueuse/core'
import { nextTick } from 'vue'

export interface UseReachOptions {
  /** What has been reached: not what is in sight to begin with, but what somebody has scrolled back up to. */
  target: MaybeComputedElementRef
  /** Adds what is earlier above. */
  more: () => Promise<void>
  /** What is read and stays where it is on the screen. */
  held: () => Element | null | undefined
}

/** Shows what is earlier when somebody scrolls back to where it begins. */
export function useReach({ target, more, held }: UseReachOptions): void {
  let wasAbove = false
  useIntersectionObserver(target, (entries) => {
    const { isIntersecting, boundingClientRect } = entries.at(-1)!
    if (!isIntersecting) wasAbove = boundingClientRect.top < window.innerHeight / 2
    else if (wasAbove) {
      wasAbove = false
      void keepPlace(held(), more)
    }
  })
}

/** Not every browser does it by itself, nor any where what is above is in sight. */
async function keepPlace(element: Element | null | undefined, more: () => Promise<void>): Promise<void> {
  const before = element?.getBoundingClientRect().top ?? 0
  await more()
  await nextTick()
  const moved = (element?.getBoundingClientRect().top ?? before) - before
  if (element && moved !== 0) scroller(element)?.scrollBy({ top: moved, behavior: 'instant' })
}

function scroller(element: Element): Element | null {
  let at = element.parentElement
  while (at && !/auto|scroll/.test(getComputedStyle(at).overflowY)) at = at.parentElement
  return at ?? document.scrollingElement
}

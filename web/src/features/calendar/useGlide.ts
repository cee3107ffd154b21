import { nextTick, watch } from 'vue'
import { prefersStillness } from '@/composables/dnd'
import type { ProjectStore } from '@/stores/project'
import { freshMs } from '@/composables/useTint'

const glideMs = 220
const easing = 'cubic-bezier(.2, .8, .2, 1)'

/** Lets the bars that somebody else has moved glide from where they were to where they are now. */
export function useGlide(root: () => HTMLElement | null, store: ProjectStore, layout: () => unknown): void {
  let seen = Date.now()

  function find(card: string): HTMLElement | null {
    return root()?.querySelector<HTMLElement>(`[data-drag="${CSS.escape(card)}"]`) ?? null
  }

  // Runs before the page is drawn anew: what is measured now is where they were.
  watch(layout, async () => {
    const since = seen
    seen = Date.now()
    if (prefersStillness()) return
    const boxes = new Map<string, DOMRect>()
    for (const bar of root()?.querySelectorAll<HTMLElement>('[data-drag]') ?? []) {
      const id = bar.dataset.drag!
      const change = store.lastChange(id)
      const isNew = change && change.at >= since && seen - change.at < freshMs
      if (isNew && !boxes.has(id)) boxes.set(id, bar.getBoundingClientRect())
    }
    await nextTick()
    for (const [id, from] of boxes) glide(find(id), from)
  })
}

function glide(bar: HTMLElement | null, from: DOMRect): void {
  const to = bar?.getBoundingClientRect()
  if (!bar || !to || (from.left === to.left && from.top === to.top)) return
  const by = `translate3d(${from.left - to.left}px, ${from.top - to.top}px, 0)`
  bar.animate(
    [
      { transform: by, zIndex: 3 },
      { transform: 'none', zIndex: 3 },
    ],
    { duration: glideMs, easing },
  )
}

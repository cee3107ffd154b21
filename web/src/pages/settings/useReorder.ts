import { computed, onScopeDispose, shallowRef, type ComputedRef } from 'vue'

export interface UseReorderOptions {
  /** How many rows there are; all are of one height. */
  count: () => number
  onMove: (from: number, to: number) => void
}

export interface UseReorderReturn {
  /** For `pointerdown` on the handle of the row at `index`. */
  grab: (event: PointerEvent, index: number) => void
  /** How far each row is moved at the moment, as a `transform`. */
  shiftOf: (index: number) => string | undefined
  dragged: ComputedRef<number | null>
}

interface Hand {
  from: number
  startY: number
  dy: number
  height: number
}

/** Reordering rows of one height by pointer. The same by keyboard is the rows' own matter. */
export function useReorder({ count, onMove }: UseReorderOptions): UseReorderReturn {
  const hand = shallowRef<Hand | null>(null)
  let listeners: AbortController | null = null

  const target = computed(() => {
    if (!hand.value) return 0
    const { from, dy, height } = hand.value
    return Math.min(count() - 1, Math.max(0, from + Math.round(dy / height)))
  })

  function end(): void {
    listeners?.abort()
    hand.value = null
  }

  function drop(): void {
    const from = hand.value?.from
    const to = target.value
    end()
    if (from !== undefined && from !== to) onMove(from, to)
  }

  function grab(event: PointerEvent, index: number): void {
    if (event.button !== 0) return
    event.preventDefault()
    const handle = event.currentTarget as HTMLElement
    const row = handle.closest('li')
    if (!row) return
    hand.value = { from: index, startY: event.clientY, dy: 0, height: row.offsetHeight }
    listeners = new AbortController()
    const { signal } = listeners
    handle.setPointerCapture(event.pointerId)
    handle.addEventListener('pointermove', move, { signal })
    handle.addEventListener('pointerup', drop, { signal })
    handle.addEventListener('pointercancel', end, { signal })
    document.addEventListener('keydown', (key) => key.key === 'Escape' && end(), { signal, capture: true })
  }

  function move(event: PointerEvent): void {
    if (hand.value) hand.value = { ...hand.value, dy: event.clientY - hand.value.startY }
  }

  function shiftOf(index: number): string | undefined {
    if (!hand.value) return undefined
    const { from, dy, height } = hand.value
    if (index === from) return `translateY(${dy}px)`
    if (index > from && index <= target.value) return `translateY(${-height}px)`
    if (index < from && index >= target.value) return `translateY(${height}px)`
    return undefined
  }

  onScopeDispose(end)
  return { grab, shiftOf, dragged: computed(() => hand.value?.from ?? null) }
}

import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'

/** So far is a row pulled until letting go does something, px. */
export const swipePx = 72
const slopPx = 12

export interface UseSwipeOptions {
  canSwipe: () => boolean
  onRight: () => void
  onLeft: () => void
}

export interface UseSwipeReturn {
  /** How far the row is pulled now, px; negative to the left. */
  pulled: Readonly<ShallowRef<number>>
  onPointerDown(event: PointerEvent): void
}

/** A finger that pulls a row aside. The row's `touch-action` leaves the other direction to the scroller. */
export function useSwipe({ canSwipe, onRight, onLeft }: UseSwipeOptions): UseSwipeReturn {
  const pulled = shallowRef(0)
  let listeners: AbortController | null = null

  function onPointerDown(event: PointerEvent): void {
    if (event.pointerType !== 'touch' || !event.isPrimary || !canSwipe()) return
    const { clientX, clientY } = event
    let isSwipe = false
    listeners?.abort()
    listeners = new AbortController()
    const { signal } = listeners

    function onMove(move: PointerEvent): void {
      const x = move.clientX - clientX
      const y = move.clientY - clientY
      if (!isSwipe && Math.abs(y) > slopPx) return end()
      isSwipe ||= Math.abs(x) > slopPx
      if (isSwipe) pulled.value = Math.max(-140, Math.min(140, x))
    }
    function onUp(): void {
      const by = pulled.value
      end()
      if (by >= swipePx) onRight()
      else if (by <= -swipePx) onLeft()
    }
    window.addEventListener('pointermove', onMove, { signal })
    window.addEventListener('pointerup', onUp, { signal })
    window.addEventListener('pointercancel', end, { signal })
  }

  function end(): void {
    listeners?.abort()
    pulled.value = 0
  }

  onScopeDispose(end)
  return { pulled, onPointerDown }
}

import { onScopeDispose } from 'vue'

const holdMs = 450
const farPx = 8

export interface UseLongPressReturn {
  onPointerdown(event: PointerEvent): void
  /** Swallows the click that ends a long press. */
  onClickCapture(event: MouseEvent): void
  /** The browser's own menu of a long press. */
  onContextmenu(event: Event): void
}

/** Tells of a finger that rests on something, by what it rests on. A pointer that can hover needs none of it. */
export function useLongPress(held: (on: HTMLElement) => void): UseLongPressReturn {
  let timer: ReturnType<typeof setTimeout> | undefined
  let wasHeld = false
  let release = (): void => {}
  onScopeDispose(() => release())

  return {
    onPointerdown(event) {
      if (event.pointerType === 'mouse') return
      release()
      const on = event.currentTarget as HTMLElement
      const { clientX, clientY } = event
      const onMove = (move: PointerEvent): void => {
        if (Math.hypot(move.clientX - clientX, move.clientY - clientY) > farPx) release()
      }
      release = () => {
        clearTimeout(timer)
        window.removeEventListener('pointermove', onMove)
        window.removeEventListener('pointerup', release)
        window.removeEventListener('pointercancel', release)
      }
      wasHeld = false
      window.addEventListener('pointermove', onMove)
      window.addEventListener('pointerup', release)
      window.addEventListener('pointercancel', release)
      timer = setTimeout(() => {
        wasHeld = true
        held(on)
      }, holdMs)
    },
    onClickCapture(event) {
      if (!wasHeld) return
      wasHeld = false
      event.preventDefault()
      event.stopImmediatePropagation()
    },
    onContextmenu: (event) => event.preventDefault(),
  }
}

import { getCurrentScope, nextTick, onScopeDispose, shallowRef, watch } from 'vue'
import { lift, type Lift } from './lift'
import { createPress, holdMs, type Press } from './press'
import type { Dnd, DndColumn, DndOptions, Drag, Point, Slot } from './types'

/** What is pressed or dragged now. Its listeners live exactly as long. */
interface Hand {
  card: string
  element: HTMLElement
  origin: Point
  isTouch: boolean
  press: Press
  lift: Lift | null
  listeners: AbortController
  holdTimer: number
}

/**
 * Dragging cards between virtual lists by mouse, finger and pen.
 *
 * Listens on the board for presses on `[data-drag=id]`, except inside `[data-no-drag]`. Shows nothing itself but the ghost:
 * the columns open and close their gaps from `drag`. Goes away with the scope that made it.
 */
export function createDnd(options: DndOptions): Dnd & { onPointerDown: (event: PointerEvent) => void } {
  const drag = shallowRef<Drag | null>(null)
  const settling = shallowRef<string | null>(null)
  const columns: DndColumn[] = []
  let hand: Hand | null = null

  function onPointerDown(event: PointerEvent): void {
    if (hand || event.button !== 0 || !event.isPrimary) return
    const target = event.target as Element
    const element = target.closest<HTMLElement>('[data-drag]')
    const card = element?.dataset.drag
    if (!element || !card || target.closest('[data-no-drag]')) return
    if (options.canDrag && !options.canDrag(card)) return
    const origin = { x: event.clientX, y: event.clientY }
    const isTouch = event.pointerType !== 'mouse'
    const press = createPress(event.pointerType, origin)
    const listeners = new AbortController()
    hand = { card, element, origin, isTouch, press, lift: null, listeners, holdTimer: 0 }
    if (isTouch) hand.holdTimer = window.setTimeout(onHold, holdMs)
    listen(hand)
  }

  function listen({ element, isTouch, listeners: { signal } }: Hand): void {
    window.addEventListener('pointermove', (event) => moveTo({ x: event.clientX, y: event.clientY }), {
      signal,
    })
    window.addEventListener('pointerup', letGo, { signal })
    window.addEventListener('pointercancel', onPointerCancel, { signal })
    window.addEventListener('keydown', onKeyDown, { signal, capture: true })
    window.addEventListener('blur', cancel, { signal })
    window.addEventListener('contextmenu', onContextMenu, { signal, capture: true })
    if (!isTouch) return
    // On the touched element itself: when a card is unmounted under the finger, its events no longer reach the window.
    element.addEventListener('touchmove', onTouchMove, { signal, passive: false })
    element.addEventListener('touchend', letGo, { signal })
    element.addEventListener('touchcancel', cancel, { signal })
  }

  function onHold(): void {
    if (hand?.press.hold() === 'drag') raise(hand)
  }

  function moveTo(point: Point): void {
    if (!hand) return
    if (hand.lift) return hand.lift.moveTo(point)
    const state = hand.press.move(point)
    if (state === 'over') return release()
    if (state === 'waiting') return
    raise(hand)?.moveTo(point)
  }

  function raise(holder: Hand): Lift | null {
    const board = options.board()
    if (!board || !holder.element.isConnected) {
      release()
      return null
    }
    const { card, element, origin } = holder
    const size = element.getBoundingClientRect().height + options.gapPx
    holder.lift = lift({
      card,
      element,
      origin,
      board,
      columns: () => columns,
      isPaged: () => options.isPaged?.() ?? false,
      onPlace: (to) => (drag.value = { card, size, to }),
    })
    settling.value = null
    holder.lift.place()
    if (holder.isTouch) navigator.vibrate?.(8)
    options.onLift?.(card)
    return holder.lift
  }

  function onTouchMove(event: TouchEvent): void {
    const touch = event.touches[0]
    if (!touch) return
    if (hand?.lift && event.cancelable) event.preventDefault()
    moveTo({ x: touch.clientX, y: touch.clientY })
  }

  // A finger's pointer is also cancelled when its card is unmounted, while its touch goes on.
  function onPointerCancel(event: PointerEvent): void {
    if (event.pointerType !== 'touch' || !hand?.lift) cancel()
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (!hand?.lift) return
    event.stopImmediatePropagation()
    event.preventDefault()
    if (event.key === 'Escape') cancel()
  }

  // A long press asks for the context menu just when the card has been lifted.
  function onContextMenu(event: MouseEvent): void {
    if (hand?.lift || hand?.isTouch) swallow(event)
  }

  function letGo(): void {
    const holder = hand
    if (!holder?.lift) return release()
    const to = holder.lift.place()
    swallowClick()
    finish(holder, to)
  }

  function cancel(): void {
    const holder = hand
    if (!holder?.lift) return release()
    swallowClick()
    finish(holder, null)
  }

  function finish(holder: Hand, to: Slot | null): void {
    const { card } = holder
    const flown = holder.lift!
    release()
    settling.value = card
    drag.value = null
    if (to && !isOwnPlace(card, to)) options.onDrop(card, to)
    else options.onCancel?.(card)
    void nextTick(async () => {
      await flown.settle(find(card))
      if (settling.value === card) settling.value = null
    })
  }

  function isOwnPlace(card: string, to: Slot): boolean {
    return columns.find(({ id }) => id === to.column)?.indexOf(card) === to.index
  }

  function find(card: string): HTMLElement | null {
    return options.board()?.querySelector<HTMLElement>(`[data-drag="${CSS.escape(card)}"]`) ?? null
  }

  function release(): void {
    if (!hand) return
    clearTimeout(hand.holdTimer)
    hand.listeners.abort()
    hand.lift?.stop()
    hand = null
  }

  // The card has left every column: someone deleted it meanwhile.
  const isGone = (): boolean =>
    drag.value !== null && !columns.some(({ indexOf }) => indexOf(drag.value!.card) >= 0)
  watch(isGone, (now) => now && cancel())

  if (getCurrentScope()) onScopeDispose(cancel)

  return {
    drag,
    settling,
    cancel,
    onPointerDown,
    addColumn(column) {
      columns.push(column)
      return () => void columns.splice(columns.indexOf(column), 1)
    },
  }
}

/** The click that browsers send after letting go would open the card that was just dropped. */
function swallowClick(): void {
  const listeners = new AbortController()
  window.addEventListener('click', swallow, { capture: true, signal: listeners.signal })
  setTimeout(() => listeners.abort(), 0)
}

function swallow(event: Event): void {
  event.preventDefault()
  event.stopImmediatePropagation()
}

import { getCurrentScope, nextTick, onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import { createGhost, type Ghost } from '@/composables/dnd/ghost'
import { createPress, holdMs, type Press } from '@/composables/dnd/press'
import { daysBetween, type Day } from '@/ui/day'
import { resized, shifted, type Dates, type Edge } from './span'

type Point = { readonly x: number; readonly y: number }

/** A task in the air, and what it would become if it were let go of now; null: it would stay as it is. */
export interface Drag {
  readonly task: string
  readonly what: 'whole' | Edge
  readonly dates: Dates | null
}

export interface CalendarDragOptions {
  root: () => HTMLElement | null
  canDrag: () => boolean
  datesOf: (task: string) => Dates | undefined
  onLift: (task: string) => void
  onDrop: (task: string, dates: Dates) => void
  /** The pointer rests on a way to the pages before or after. */
  onPage: (by: 1 | -1) => void
}

export interface CalendarDrag {
  readonly drag: Readonly<ShallowRef<Drag | null>>
  onPointerDown(event: PointerEvent): void
  cancel(): void
}

interface Hand {
  task: string
  what: Drag['what']
  element: HTMLElement
  origin: Point
  /** The day that was taken hold of, of one that covers several. */
  grabbed: Day | null
  isTouch: boolean
  press: Press
  listeners: AbortController
  holdTimer: number
}

interface Flight {
  ghost: Ghost | null
  offset: Point
  point: Point
  frame: number
}

/** How long the pointer rests before the page turns, ms. */
const pageMs = 500

/**
 * Dragging tasks over days, by mouse, finger and pen: `[data-drag=id]` is what can be lifted, `[data-edge]` in it an end,
 * `[data-day]` and `[data-tray]` are where it goes, `[data-page]` turns the page. Shows nothing but the ghost.
 */
export function useCalendarDrag(options: CalendarDragOptions): CalendarDrag {
  const drag = shallowRef<Drag | null>(null)
  let hand: Hand | null = null
  let flight: Flight | null = null
  let pageTimer = 0
  let pageBy = 0

  function onPointerDown(event: PointerEvent): void {
    if (hand || event.button !== 0 || !event.isPrimary || !options.canDrag()) return
    const target = event.target as Element
    const element = target.closest<HTMLElement>('[data-drag]')
    const task = element?.dataset.drag
    if (!element || !task || target.closest('[data-no-drag]')) return
    const origin = { x: event.clientX, y: event.clientY }
    const isTouch = event.pointerType !== 'mouse'
    hand = {
      task,
      what: (target.closest<HTMLElement>('[data-edge]')?.dataset.edge as Edge | undefined) ?? 'whole',
      element,
      origin,
      grabbed: under(origin).day,
      isTouch,
      press: createPress(event.pointerType, origin),
      listeners: new AbortController(),
      holdTimer: isTouch ? window.setTimeout(onHold, holdMs) : 0,
    }
    listen(hand)
  }

  function listen({ element, isTouch, listeners: { signal } }: Hand): void {
    const pointOf = ({ clientX: x, clientY: y }: PointerEvent | Touch): Point => ({ x, y })
    window.addEventListener('pointermove', (event) => moveTo(pointOf(event)), { signal })
    window.addEventListener('pointerup', letGo, { signal })
    window.addEventListener(
      'pointercancel',
      (event) => (event.pointerType !== 'touch' || !flight) && cancel(),
      {
        signal,
      },
    )
    window.addEventListener('keydown', onKeydown, { signal, capture: true })
    window.addEventListener('blur', cancel, { signal })
    window.addEventListener('contextmenu', (event) => (flight || isTouch) && swallow(event), {
      signal,
      capture: true,
    })
    if (!isTouch) return
    // On the touched element itself: its events reach the window no more once it is unmounted.
    element.addEventListener('touchmove', (event) => onTouchMove(event, pointOf), { signal, passive: false })
    element.addEventListener('touchend', letGo, { signal })
    element.addEventListener('touchcancel', cancel, { signal })
  }

  function onTouchMove(event: TouchEvent, pointOf: (touch: Touch) => Point): void {
    if (flight && event.cancelable) event.preventDefault()
    if (event.touches[0]) moveTo(pointOf(event.touches[0]))
  }

  function onHold(): void {
    if (hand?.press.hold() === 'drag') lift(hand)
  }

  function moveTo(point: Point): void {
    if (!hand) return
    if (!flight) {
      const state = hand.press.move(point)
      if (state === 'over') return release()
      if (state === 'drag') lift(hand)
    }
    if (flight) flight.point = point
  }

  function lift({ element, origin, what, task, isTouch }: Hand): void {
    if (!element.isConnected) return release()
    const box = element.getBoundingClientRect()
    const offset = { x: origin.x - box.left, y: origin.y - box.top }
    flight = {
      ghost: what === 'whole' ? createGhost(element) : null,
      offset,
      point: origin,
      frame: requestAnimationFrame(onFrame),
    }
    drag.value = { task, what, dates: null }
    if (isTouch) navigator.vibrate?.(8)
    options.onLift(task)
  }

  function onFrame(): void {
    if (!flight || !hand) return
    flight.frame = requestAnimationFrame(onFrame)
    if (!options.datesOf(hand.task)) return cancel()
    place()
    const { point, offset } = flight
    flight.ghost?.place({ x: point.x - offset.x, y: point.y - offset.y })
  }

  /** Says where it is now, where that has changed. */
  function place(): void {
    if (!hand || !flight) return
    const { task, what } = hand
    const target = under(flight.point)
    turn(target.page)
    const dates = whereTo(target)
    if (!sameDates(drag.value?.dates ?? null, dates)) drag.value = { task, what, dates }
  }

  function whereTo({ day, isTray }: Under): Dates | null {
    const { task, what, grabbed } = hand!
    const dates = options.datesOf(task)
    if (!dates) return null
    if (isTray) return what === 'whole' ? { startDate: null, dueDate: null } : null
    if (day === null) return null
    if (what !== 'whole') return resized(dates, what, day)
    if (dates.startDate === null && dates.dueDate === null) return { startDate: null, dueDate: day }
    return shifted(dates, daysBetween(grabbed ?? dates.startDate ?? dates.dueDate!, day))
  }

  function turn(by: number): void {
    if (by === pageBy) return
    clearInterval(pageTimer)
    pageBy = by
    if (by !== 0) pageTimer = window.setInterval(() => options.onPage(by > 0 ? 1 : -1), pageMs)
  }

  function onKeydown(event: KeyboardEvent): void {
    if (!flight) return
    event.stopImmediatePropagation()
    event.preventDefault()
    if (event.key === 'Escape') cancel()
  }

  function letGo(): void {
    if (!flight || !hand) return release()
    place()
    finish(drag.value?.dates ?? null)
  }

  function cancel(): void {
    if (flight) finish(null)
    else release()
  }

  function finish(dates: Dates | null): void {
    const { task, element } = hand!
    const { ghost } = flight!
    swallowClick()
    release()
    drag.value = null
    if (dates) options.onDrop(task, dates)
    void nextTick(() => {
      const at = element.isConnected && element.dataset.drag === task && !dates ? element : find(task)
      const box = at?.getBoundingClientRect()
      return ghost?.settle(box ? { x: box.left, y: box.top } : null)
    })
  }

  function find(task: string): HTMLElement | null {
    return options.root()?.querySelector<HTMLElement>(`[data-drag="${CSS.escape(task)}"]`) ?? null
  }

  function release(): void {
    if (!hand) return
    clearTimeout(hand.holdTimer)
    turn(0)
    hand.listeners.abort()
    if (flight) cancelAnimationFrame(flight.frame)
    hand = flight = null
  }

  if (getCurrentScope()) onScopeDispose(cancel)
  return { drag, onPointerDown, cancel }
}

interface Under {
  day: Day | null
  isTray: boolean
  page: number
}

function under({ x, y }: Point): Under {
  const found: Under = { day: null, isTray: false, page: 0 }
  for (const element of document.elementsFromPoint(x, y) as HTMLElement[]) {
    const { day, tray, page } = element.dataset
    if (day && !found.isTray) found.day ??= day
    if (tray !== undefined && found.day === null) found.isTray = true
    if (page) found.page = Number(page)
  }
  return found
}

function sameDates(a: Dates | null, b: Dates | null): boolean {
  return a === b || (a !== null && b !== null && a.startDate === b.startDate && a.dueDate === b.dueDate)
}

/** The click that browsers send after letting go would open what was just dropped. */
function swallowClick(): void {
  const listeners = new AbortController()
  window.addEventListener('click', swallow, { capture: true, signal: listeners.signal })
  setTimeout(() => listeners.abort(), 0)
}

function swallow(event: Event): void {
  event.preventDefault()
  event.stopImmediatePropagation()
}

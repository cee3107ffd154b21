import { until } from '@vueuse/core'
import { nextTick, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { ProjectStore } from '@/stores/project'
import type { Day } from '@/ui/day'
import { addDays } from '@/ui/day'
import { spanOf } from './span'

export type Direction = 'left' | 'right' | 'up' | 'down'

export interface CalendarFocus {
  /** The task that the keyboard was on last. */
  readonly current: Readonly<ShallowRef<string | null>>
  /** The day that Tab leads to. */
  readonly day: Readonly<ShallowRef<Day>>
  set(card: string): void
  setDay(day: Day): void
  /** Moves real focus to a task, turning the page if need be. */
  go(card: string): Promise<void>
  goDay(day: Day): Promise<void>
  /** From a day to the next one there, from a task to the next one there. */
  step(direction: Direction): Promise<void>
  /** To the task after or before, over all days that are shown. */
  walk(by: 1 | -1): Promise<void>
}

export interface UseCalendarFocusOptions {
  root: () => HTMLElement | null
  store: ProjectStore
  /** The day that the address names; written where the focus leaves what is shown. */
  shown: Ref<Day>
  isShown: (day: Day) => boolean
}

const stepDays: Record<Direction, number> = { left: -1, right: 1, up: -7, down: 7 }

/** Longer than turning a page takes. */
const turnMs = 500

/** The keyboard's place: a day, or a task on one. */
export function useCalendarFocus(options: UseCalendarFocusOptions): CalendarFocus {
  const { root, store, shown, isShown } = options
  const current = shallowRef<string | null>(null)
  const day = shallowRef(shown.value)

  const find = (selector: string) => root()?.querySelector<HTMLElement>(selector) ?? null
  const cards = (within: Element | null = root()) => [
    ...(within?.querySelectorAll<HTMLElement>('[data-card]') ?? []),
  ]

  async function goDay(to: Day): Promise<void> {
    day.value = to
    await show(to)
    focus(find(`[data-day="${to}"]`))
  }

  /** Turns the page, which the address has to be told of first. */
  async function show(to: Day): Promise<void> {
    if (!isShown(to)) {
      shown.value = to
      await until(() => isShown(to)).toBe(true, { timeout: turnMs })
    }
    await nextTick()
  }

  async function go(card: string): Promise<void> {
    current.value = card
    const task = store.task(card)
    const span = task && spanOf(task)
    if (span && !isShown(span.from)) await show(span.to)
    else await nextTick()
    const target = find(`[data-card="${CSS.escape(card)}"]`)
    // One that found no lane is behind "more" on its day.
    if (!target && span) return goDay(isShown(span.from) ? span.from : span.to)
    focus(target)
  }

  function focus(target: HTMLElement | null): void {
    target?.scrollIntoView({ block: 'nearest' })
    target?.focus({ preventScroll: true })
  }

  function active(): HTMLElement | null {
    const element = document.activeElement
    return element instanceof HTMLElement && root()?.contains(element) ? element : null
  }

  async function step(direction: Direction): Promise<void> {
    const element = active()
    if (element?.dataset.card === undefined) {
      // The first key only enters.
      const from = element?.dataset.day
      return goDay(from ? addDays(from, stepDays[direction]) : day.value)
    }
    const cell = element.closest<HTMLElement>('[data-day]')
    if (!cell) return walk(direction === 'up' || direction === 'left' ? -1 : 1)
    const here = cell.dataset.day!
    if (direction === 'left' || direction === 'right') return beside(here, stepDays[direction])
    const among = cards(cell)
    const next = among[among.indexOf(element) + (direction === 'down' ? 1 : -1)]
    if (next) return focus(next)
    // Above the first task is the day itself, below the last one the day a week later.
    await goDay(direction === 'up' ? here : addDays(here, 7))
  }

  /** The first task of the next day that has any. */
  async function beside(from: Day, by: number): Promise<void> {
    for (let at = addDays(from, by); isShown(at); at = addDays(at, by)) {
      const first = cards(find(`[data-day="${at}"]`))[0]
      if (first) return focus(first)
    }
  }

  async function walk(by: 1 | -1): Promise<void> {
    const element = active()
    const all = cards()
    if (all.length === 0) return
    const at = element ? all.indexOf(element) : -1
    if (at >= 0) return focus(all[at + by] ?? null)
    // From a day to what begins there or next.
    const start = element ?? find(`[data-day="${day.value}"]`)
    const after = (card: HTMLElement) =>
      !start || (start.compareDocumentPosition(card) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
    focus((by > 0 ? all.find(after) : all.findLast((card) => !after(card))) ?? null)
  }

  return {
    current,
    day,
    set: (card) => (current.value = card),
    setDay: (to) => (day.value = to),
    go,
    goDay,
    step,
    walk,
  }
}

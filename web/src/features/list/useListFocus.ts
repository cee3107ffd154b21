import { nextTick, shallowRef, watch, type ShallowRef } from 'vue'
import type { Row } from './arrange'
import type { ListModel } from './useListModel'

/** Where the keyboard is: one row is in the order of Tab, the arrow keys move on from there. */
export interface ListFocus {
  /** Its row's key. */
  readonly row: Readonly<ShallowRef<string | null>>
  /** Its task; null on the head of a group. */
  readonly current: Readonly<ShallowRef<string | null>>
  set(row: string): void
  /** Moves real focus to a row, scrolling and mounting it if need be. */
  goTo(row: string | undefined): Promise<void>
  /** The same for a task, in the first group where it stands. */
  go(task: string): Promise<void>
  /** So many rows on; from the first where there is none yet. */
  step(by: number): Promise<void>
}

export interface UseListFocusOptions {
  scroller: () => HTMLElement | null
  model: Readonly<ShallowRef<ListModel>>
  scrollTo: (index: number) => void
}

/** It stays on a task that moves to another group, and goes on to the next row when its own has gone. */
export function useListFocus({ scroller, model, scrollTo }: UseListFocusOptions): ListFocus {
  const row = shallowRef<string | null>(null)
  const current = shallowRef<string | null>(null)
  /** Where it was last, to know its neighbour once it is gone. */
  let place = 0

  const at = (index: number): Row | undefined => model.value.rows[index]
  const indexNow = (): number | undefined => (row.value === null ? undefined : model.value.indexOf(row.value))

  function set(key: string): void {
    const index = model.value.indexOf(key)
    if (index === undefined) return
    place = index
    row.value = key
    current.value = at(index)!.task || null
  }

  async function goTo(key: string | undefined): Promise<void> {
    if (key === undefined) return
    set(key)
    scrollTo(place)
    // The focused row is mounted wherever it lies.
    await nextTick()
    element(key)?.focus({ preventScroll: true })
  }

  function element(key: string): HTMLElement | null {
    return scroller()?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`) ?? null
  }

  const rowOf = (task: string): Row | undefined => {
    const here = indexNow()
    if (here !== undefined && at(here)!.task === task) return at(here)
    return model.value.rows.find((one) => one.task === task)
  }

  async function step(by: number): Promise<void> {
    const { rows } = model.value
    const here = indexNow()
    const first = rows.findIndex(({ kind }) => kind === 'task')
    const wanted = here === undefined ? Math.max(0, first) : here + by
    const to = Math.max(0, Math.min(rows.length - 1, wanted))
    const beyond = rows[to]?.kind === 'composer' ? to + Math.sign(by || 1) : to
    await goTo(rows[beyond]?.key)
  }

  watch(model, async () => {
    const key = row.value
    if (key === null) return
    const wasFocused = element(key) === document.activeElement
    const index = model.value.indexOf(key)
    if (index !== undefined) place = index
    else settle()
    if (!wasFocused) return
    await nextTick()
    if (row.value !== null && document.activeElement === document.body) await goTo(row.value)
  })

  function settle(): void {
    const { rows } = model.value
    const moved = current.value ? rowOf(current.value) : undefined
    const next = moved ?? rows[Math.min(place, rows.length - 1)]
    row.value = null
    current.value = null
    if (next) set(next.key)
  }

  return { row, current, set, goTo, go: (task) => goTo(rowOf(task)?.key), step }
}

import { computed, shallowRef, watch, type ComputedRef } from 'vue'

export interface UseHighlightReturn {
  /** The row that Enter chooses; 0 also where there is none. */
  readonly index: ComputedRef<number>
  /** Goes to a row. */
  to(index: number): void
  /** Goes where a key leads, without leaving the list; false for other keys. */
  press(event: KeyboardEvent): boolean
  /** Begins anew. */
  reset(): void
}

const pageRows = 8

/**
 * Which row of a list the keyboard is on, by name: it stays the same one while others come and go around it. `start` is
 * where one begins; null: on the first, whichever that is by then.
 */
export function useHighlight(rows: () => readonly string[], start: () => string | null): UseHighlightReturn {
  const held = shallowRef<string | null>(null)
  const index = computed(() => Math.max(0, held.value === null ? 0 : rows().indexOf(held.value)))
  const to = (row: number): void => void (held.value = rows()[row] ?? null)
  const reset = (): void => void (held.value = start())

  watch(
    rows,
    () => {
      if (held.value === null || !rows().includes(held.value)) reset()
    },
    { immediate: true },
  )

  /** The arrows go round; whoever turns pages stops at the ends. */
  function targetOf(key: string): number | null {
    const last = rows().length - 1
    const at = index.value
    const targets: Record<string, number> = {
      ArrowDown: at === last ? 0 : at + 1,
      ArrowUp: at === 0 ? last : at - 1,
      PageDown: Math.min(last, at + pageRows),
      PageUp: Math.max(0, at - pageRows),
      Home: 0,
      End: last,
    }
    return targets[key] ?? null
  }

  function press(event: KeyboardEvent): boolean {
    const target = event.shiftKey || rows().length === 0 ? null : targetOf(event.key)
    if (target !== null) to(target)
    return target !== null
  }

  return { index, to, press, reset }
}

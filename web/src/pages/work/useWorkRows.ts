import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/vue-virtual'
import { useMediaQuery } from '@vueuse/core'
import { computed, nextTick, watch, type ComputedRef, type Ref } from 'vue'
import type { Task } from '@/api/types'
import { useOverscan, virtualOptions } from '@/composables/virtual'
import type { Group } from './groups'

export interface ShownGroup extends Group {
  /** Of all its rows, px; nothing where it is folded. */
  readonly heightPx: number
  /** Those near the visible part; `place` counts from one. */
  readonly shown: readonly { task: Task; place: number; topPx: number }[]
}

export interface UseWorkRowsOptions {
  groups: () => readonly Group[]
  isFolded: (name: string) => boolean
  scroller: Readonly<Ref<HTMLElement | null>>
  /** The task that stays mounted wherever the page is scrolled: the focus is on it. */
  pinned: () => string | null
}

export interface UseWorkRowsReturn {
  readonly shown: ComputedRef<readonly ShownGroup[]>
  readonly rowPx: ComputedRef<number>
  readonly headPx: ComputedRef<number>
  /** The tasks that are not folded away, in their order. */
  readonly tasks: ComputedRef<readonly Task[]>
  /** Brings a task's row into sight and moves the focus to it. */
  focus(task: string): Promise<void>
}

/** A head, or a task of the group of that number. */
type Row = { group: number; task: Task | null }

/** The rows near the visible part. All are equally high, and so are all heads, so nothing is measured. */
export function useWorkRows({ groups, isFolded, scroller, pinned }: UseWorkRowsOptions): UseWorkRowsReturn {
  const isRoomy = useMediaQuery('(pointer: coarse), (width <= 640px)')
  const rowPx = computed(() => (isRoomy.value ? 48 : 36))
  const headPx = computed(() => (isRoomy.value ? 56 : 44))

  const rows = computed(() =>
    groups().flatMap((group, i): Row[] => [
      { group: i, task: null },
      ...(isFolded(group.name) ? [] : group.tasks.map((task) => ({ group: i, task }))),
    ]),
  )
  const places = computed(() => new Map(rows.value.map(({ task }, i) => [task?.id ?? '', i])))
  // The virtualiser lays everything out anew when one of these changes identity: the keys change only with the rows.
  const keyOf = computed(() => {
    const all = rows.value
    return (i: number) => all[i]!.task?.id ?? `group ${all[i]!.group}`
  })
  const kept = computed(() => places.value.get(pinned() ?? '') ?? -1)
  const extractor = computed(() => {
    const index = kept.value
    return (range: Range) => {
      const near = defaultRangeExtractor(range)
      return index < 0 || near.includes(index) ? near : [...near, index].toSorted((a, b) => a - b)
    }
  })
  const sizeOf = computed(() => {
    const [all, row, head] = [rows.value, rowPx.value, headPx.value]
    return (i: number) => (all[i]!.task ? row : head)
  })
  const shared = virtualOptions()
  const overscan = useOverscan(12)
  const virtualizer = useVirtualizer<HTMLElement, Element>(
    computed(() => ({
      ...shared,
      count: rows.value.length,
      getScrollElement: () => scroller.value,
      estimateSize: sizeOf.value,
      getItemKey: keyOf.value,
      rangeExtractor: extractor.value,
      overscan: overscan.value,
    })),
  )
  watch([rowPx, headPx, rows], () => virtualizer.value.measure())

  const shown = computed(() => {
    const near = virtualizer.value.getVirtualItems().map(({ index }) => index)
    return groups().map((group, i): ShownGroup => {
      const first = rows.value.findIndex((row) => row.group === i) + 1
      const own = near.filter((index) => rows.value[index]?.group === i && rows.value[index]!.task)
      return {
        ...group,
        heightPx: isFolded(group.name) ? 0 : group.tasks.length * rowPx.value,
        shown: own.map((index) => ({
          task: rows.value[index]!.task!,
          place: index - first + 1,
          topPx: (index - first) * rowPx.value,
        })),
      }
    })
  })

  async function focus(task: string): Promise<void> {
    const place = places.value.get(task)
    if (place === undefined) return
    virtualizer.value.scrollToIndex(place, { align: 'auto' })
    await nextTick()
    const row = scroller.value?.querySelector<HTMLElement>(`[data-work="${CSS.escape(task)}"]`)
    row?.focus({ preventScroll: true })
  }

  const tasks = computed(() => rows.value.flatMap(({ task }) => task ?? []))
  return { shown, rowPx, headPx, tasks, focus }
}

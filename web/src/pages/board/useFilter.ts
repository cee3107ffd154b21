import { computed, shallowRef, watchEffect, type ComputedRef, type Ref } from 'vue'
import type { Task } from '@/api/types'
import type { Filter } from '@/project/filter'
import type * as Filtering from '@/project/filtering'
import type { ProjectStore } from '@/stores/project'
import { useSession } from '@/stores/session'
import { useToday } from '@/ui/today'

type Match = (task: Readonly<Task>) => boolean

export interface UseFilterReturn {
  /** What the address says; null where it says nothing, or what makes no sense in this project. */
  readonly filter: ComputedRef<Filter | null>
  /** The address says something that makes no sense. */
  readonly isBroken: ComputedRef<boolean>
  readonly isFiltered: ComputedRef<boolean>
  /** A new function whenever the filter changes, or what it means. */
  readonly matches: ComputedRef<Match>
  /** How many tasks match; null where nothing is filtered. */
  readonly count: ComputedRef<number | null>
}

const all: Match = () => true
const none: Match = () => false

/** The filter of an address, as a function. The code that reads it comes when there is one. */
export function useFilter(store: ProjectStore, text: Readonly<Ref<string | null>>): UseFilterReturn {
  const session = useSession()
  const { today, timeZone, firstDay } = useToday()
  const code = shallowRef<typeof Filtering | null>(null)
  watchEffect(() => {
    if (text.value === null || code.value) return
    void import('@/project/filtering').then((loaded) => (code.value = loaded)).catch(() => null)
  })

  const filter = computed(() =>
    text.value === null || !code.value
      ? null
      : code.value.parseFilter(text.value, code.value.kindsOf(store.fields.value)),
  )
  const isBroken = computed(
    () => text.value !== null && !!code.value && store.status.value === 'ready' && !filter.value,
  )
  const statuses = computed(
    () =>
      new Map(
        [...store.statuses.value, ...store.archivedStatuses.value].map((status) => [status.id, status]),
      ),
  )
  const matches = computed<Match>(() => {
    if (text.value === null) return all
    if (!code.value) return none
    if (!filter.value) return all
    void today.value // "today" and "this week" are others from midnight on
    return code.value.matcher(filter.value, {
      me: session.user?.id ?? null,
      now: Date.now(),
      timeZone: timeZone.value,
      weekFrom: firstDay.value,
      statuses: statuses.value,
      custom: code.value.kindsOf(store.fields.value),
    })
  })
  const isFiltered = computed(() => text.value !== null && (!code.value || filter.value !== null))
  const count = computed(() => {
    if (!isFiltered.value) return null
    void store.revision.value
    return store.search((task) => !task.archivedAt && matches.value(task)).length
  })
  return { filter, isBroken, isFiltered, matches, count }
}

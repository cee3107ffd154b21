import { useDebounceFn } from '@vueuse/core'
import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { search } from '@/api/search'
import type { Task } from '@/api/types'
import { fits } from '@/project/mark'
import { findTasks } from '@/project/search'
import type { ProjectStore } from '@/stores/project'
import { useSession } from '@/stores/session'
import { arrange, mostInLot, type Lot } from './lots'
import { hitItem, lotsOf } from './tasks'

const debounceMs = 150
const mostHere = 8

export interface UseFoundReturn {
  /** Tasks of the project that is open, at once and from this device. */
  readonly here: ComputedRef<Lot>
  /** Whatever else the person may see, from the server. */
  readonly elsewhere: Readonly<ShallowRef<readonly Lot[]>>
}

/** What a search finds while one types. */
export function useFound(
  query: Readonly<Ref<string>>,
  store: Readonly<ShallowRef<ProjectStore | null>>,
): UseFoundReturn {
  const session = useSession()
  const elsewhere = shallowRef<readonly Lot[]>([])
  let known: readonly Readonly<Task>[] = []
  let asked: AbortController | null = null
  onScopeDispose(() => asked?.abort())

  const lotIn = (tasks: readonly Readonly<Task>[], text: string, most: number): Lot => {
    const hits = text ? findTasks(tasks, text, most) : []
    const items = hits.map((hit) => hitItem(hit, session.projects))
    return { section: 'tasks', fit: hits[0]?.fit ?? fits.near, items }
  }
  const here = computed(() => {
    const isReady = store.value?.status.value === 'ready'
    return lotIn(isReady ? tasksOf(store.value!) : [], query.value.trim(), mostHere)
  })

  const ask = useDebounceFn(async (text: string) => {
    if (text !== query.value.trim()) return
    asked = new AbortController()
    // Without an answer what was found here stays.
    const found = await search(text, asked.signal).catch(() => null)
    if (!found || text !== query.value.trim()) return
    known = found.flatMap(({ type, task }) => (type === 'task' && task ? [task] : []))
    elsewhere.value = arrange(elsewhere.value, lotsOf(found, text, session.projects))
  }, debounceMs)

  // At once: the list is never drawn with what was found for other words. What was found before and still fits stays
  // where it is, so that nothing flickers between one letter and the answer to it.
  watch(
    query,
    (now) => {
      asked?.abort()
      const text = now.trim()
      elsewhere.value = [lotIn(known, text, mostInLot)]
      if (text) void ask(text)
      else known = []
    },
    { flush: 'sync' },
  )
  return { here, elsewhere }
}

/** Those that are not archived; the server finds these as well. */
export function tasksOf(store: ProjectStore): Readonly<Task>[] {
  const tasks: Readonly<Task>[] = []
  store.search((task) => task.key !== '' && !task.archivedAt && tasks.push(task) < 0)
  return tasks
}

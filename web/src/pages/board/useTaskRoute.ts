import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { taskKeyOf, viewOf } from '@/shell/route'
import type { ProjectStore } from '@/stores/project'
import { useNamedTask } from './useNamedTask'
import { queryFor } from './useViewState'

export interface UseTaskRouteOptions {
  projectKey: () => string
  /** The card or row that the keyboard is on: while one peeks, the panel follows it. */
  focused: () => string | null
}

export interface UseTaskRouteReturn {
  /** The task of the address; null beside none, and while the address names one that the project does not hold. */
  openTask: ComputedRef<string | null>
  openKey: ComputedRef<string | null>
  /** The task that had this key when it was last here. */
  idOf(key: string): string | null
  open(task: string): Promise<void>
  /** Opens a task without taking the focus from its card, or closes it again. */
  peek(task: string): void
  close(): void
  readonly isPeeking: Readonly<ShallowRef<boolean>>
}

/** The open task is the one that the address names, so that it can be shared, and the way back closes it. */
export function useTaskRoute(
  store: ProjectStore,
  { projectKey, focused }: UseTaskRouteOptions,
): UseTaskRouteReturn {
  const route = useRoute()
  const router = useRouter()
  const openKey = computed(() => taskKeyOf(route))
  const isPeeking = shallowRef(false)
  const { id: openTask, idOf } = useNamedTask(store, () => openKey.value)

  async function go(task: string): Promise<void> {
    const key = store.task(task)?.key
    if (!key || key === openKey.value) return
    const to = { path: `/t/${key}`, query: queryFor(route.query, viewOf(route)) }
    // One step back closes the panel, however many tasks were looked at in it.
    await (openKey.value === null ? router.push(to) : router.replace(to))
  }

  function close(): void {
    isPeeking.value = false
    const to = { name: viewOf(route), params: { key: projectKey() }, query: queryFor(route.query, null) }
    if (router.options.history.state.back === router.resolve(to).fullPath) router.back()
    else void router.replace(to)
  }

  watch(focused, (card) => {
    if (isPeeking.value && card && openKey.value !== null) void go(card)
  })
  watch(openKey, (key) => {
    if (key === null) isPeeking.value = false
  })

  return {
    openTask,
    openKey,
    idOf,
    async open(task) {
      isPeeking.value = false
      await go(task)
    },
    peek(task) {
      if (openTask.value === task) return close()
      isPeeking.value = true
      void go(task)
    },
    close,
    isPeeking,
  }
}

import { watch } from 'vue'
import type { ProjectStore } from './project'

// Opening a project takes a call; longer than this, and people should know.
const openingMs = 15_000

/** Waits until a project can be changed, and what one may do there is known; false where it cannot be reached, at once or in time. */
export function isReady(store: ProjectStore): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => settle(false), openingMs)
    const stop = watch(
      () => [store.status.value, store.role.value] as const,
      ([status, role]) => {
        if (status === 'ready' && role !== null) settle(true)
        else if (status === 'gone' || status === 'failed') settle(false)
      },
      { immediate: true, flush: 'post' },
    )
    function settle(value: boolean): void {
      clearTimeout(timer)
      queueMicrotask(() => stop())
      resolve(value)
    }
  })
}

import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import { mentions, type Mention } from '@/api/mentions'
import { ProblemError } from '@/api/problem'
import type { Id } from '@/api/types'
import type { ProjectStore } from '@/stores/project'

// What is written is found soon after; and much may be written at once.
const gatherMs = 2_000

/** Where a task is mentioned, each task once; asked for again when something in the project may mention it now. */
export function useMentions(store: ProjectStore, task: Id): Readonly<ShallowRef<readonly Mention[]>> {
  const found = shallowRef<readonly Mention[]>([])
  const asking = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => {
    clearTimeout(timer)
    asking.abort()
  })

  async function load(): Promise<void> {
    timer = undefined
    try {
      const seen = new Set<Id>()
      const all = await mentions.of(task, asking.signal)
      found.value = all.filter(({ task: { id } }) => !seen.has(id) && seen.add(id))
    } catch (error) {
      // Without a connection what is known stays.
      if (!(error instanceof ProblemError) && !asking.signal.aborted) throw error
    }
  }

  void load()
  onScopeDispose(
    store.onTasks((news) => {
      if (news?.every(({ id }) => id === task)) return
      timer ??= setTimeout(() => void load(), gatherMs)
    }),
  )
  return found
}

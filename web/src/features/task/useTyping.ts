import { computed, onScopeDispose, type ComputedRef } from 'vue'
import type { User } from '@/api/types'
import type { ProjectStore } from '@/stores/project'

// Below the 6 s after which the server takes it for over (L9).
const pauseMs = 4_000

export interface UseTypingReturn {
  /** Who else is writing about the task now. */
  readonly others: ComputedRef<readonly User[]>
  /** Something was typed. */
  typed(): void
  /** What was typed is sent, or left. */
  ended(): void
}

/** Says that one is writing about a task for as long as one does, and knows who else is. */
export function useTyping(store: ProjectStore, task: string, me: () => string | null): UseTypingReturn {
  let timer: ReturnType<typeof setTimeout> | undefined

  function typed(): void {
    clearTimeout(timer)
    timer = setTimeout(ended, pauseMs)
    store.setPresence(task, 'typing')
  }

  function ended(): void {
    clearTimeout(timer)
    if (timer === undefined) return
    timer = undefined
    store.setPresence(task, 'viewing')
  }

  // Closing the panel says by itself where one is then.
  onScopeDispose(() => clearTimeout(timer))

  const others = computed(() => {
    const ids = store.presence.value
      .filter((one) => one.task === task && one.activity === 'typing' && one.user !== me())
      .map(({ user }) => user)
    return [...new Set(ids)].flatMap((id) => store.members.value.get(id)?.user ?? [])
  })
  return { others, typed, ended }
}

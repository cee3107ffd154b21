import { refDebounced } from '@vueuse/core'
import { shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { archivedTasks } from '@/api/archive'
import { ProblemError } from '@/api/problem'
import type { Task } from '@/api/types'

export interface UseArchiveReturn {
  /** Null until they were here once. */
  tasks: Readonly<ShallowRef<readonly Task[] | null>>
  hasMore: Readonly<ShallowRef<boolean>>
  hasFailed: Readonly<ShallowRef<boolean>>
  /** From the beginning; what is shown stays until the answer is here. */
  load(): Promise<void>
  more(): Promise<void>
  /** Takes a task out of what is shown, at once. */
  drop(task: Task): void
  /** Shows it again, first of all. */
  put(task: Task): void
}

const debounceMs = 150

/** The archived tasks of a project that hold some words, page by page; of several answers the one asked for last counts. */
export function useArchive(project: string, words: Readonly<Ref<string>>): UseArchiveReturn {
  const tasks = shallowRef<readonly Task[] | null>(null)
  const cursor = shallowRef<string | null>(null)
  const hasMore = shallowRef(false)
  const hasFailed = shallowRef(false)
  let asked = 0

  async function ask(after: string | null): Promise<void> {
    const turn = ++asked
    try {
      const page = await archivedTasks(project, words.value.trim(), after)
      if (turn !== asked) return
      tasks.value = after ? [...(tasks.value ?? []), ...page.items] : page.items
      cursor.value = page.nextCursor
      hasMore.value = page.nextCursor !== null
      hasFailed.value = false
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      if (turn === asked) hasFailed.value = true
    }
  }

  const without = ({ id }: Task) => (tasks.value ?? []).filter((one) => one.id !== id)

  watch(refDebounced(words, debounceMs), () => ask(null), { immediate: true })
  return {
    tasks,
    hasMore,
    hasFailed,
    load: () => ask(null),
    more: () => ask(cursor.value),
    drop: (task) => (tasks.value = without(task)),
    put: (task) => (tasks.value = [task, ...without(task)]),
  }
}

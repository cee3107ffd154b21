import { computed, onScopeDispose, shallowRef } from 'vue'
import { request } from '@/api/client'
import { ProblemError } from '@/api/problem'
import type { Category, Task, User } from '@/api/types'
import { taskHref } from '@/shell/route'
import type { ProjectStore } from '@/stores/project'
import { useSession } from '@/stores/session'
import type { Refs, TaskRef } from './refs'

/** Whom and what the texts of a project name: its people, its tasks, and tasks of other projects that one may see. */
export function useRefs(store: ProjectStore): Refs {
  const session = useSession()
  const byHandle = computed(
    () => new Map([...store.members.value.values()].map(({ user }) => [user.handle.toLowerCase(), user])),
  )
  /** Tasks that are not here, by key; null while they are asked for, and where there is none. */
  const elsewhere = shallowRef<ReadonlyMap<string, Readonly<Task> | null>>(new Map())
  const ids = new Map<string, string>()
  const asking = new AbortController()
  onScopeDispose(() => asking.abort())

  function here(key: string): Readonly<Task> | undefined {
    const known = store.task(ids.get(key) ?? '')
    if (known?.key === key) return known
    const id = store.search((task) => task.key === key)[0]
    if (id !== undefined) ids.set(key, id)
    return id === undefined ? undefined : store.task(id)
  }

  /** Asked for once, and only where it can be found: "UTF-8" is no task of anybody. */
  function find(key: string): Readonly<Task> | null {
    const known = elsewhere.value.get(key)
    if (known !== undefined) return known
    const project = key.slice(0, key.lastIndexOf('-'))
    if (session.projects.some((one) => one.key === project)) void ask(key)
    return null
  }

  const asked = new Set<string>()
  async function ask(key: string): Promise<void> {
    if (asked.has(key)) return
    asked.add(key)
    try {
      const { signal } = asking
      const { task } = await request<{ task: Task }>('GET', `/tasks/${key}`, undefined, { signal })
      elsewhere.value = new Map(elsewhere.value).set(key, task)
    } catch (error) {
      if (!(error instanceof ProblemError) && !asking.signal.aborted) throw error
    }
  }

  return {
    person(handle) {
      const user: User | undefined = byHandle.value.get(handle)
      return user && { id: user.id, name: user.name, isMe: user.id === session.user?.id }
    },
    task(key) {
      const task = here(key) ?? find(key)
      return task ? refOf(task, statusOf(task)) : undefined
    },
  }

  function statusOf(task: Readonly<Task>): { name: string; category: Category } | undefined {
    const all =
      task.project === store.id
        ? [...store.statuses.value, ...store.archivedStatuses.value]
        : session.projects.find(({ id }) => id === task.project)?.statuses
    return all?.find(({ id }) => id === task.status)
  }
}

function refOf(task: Readonly<Task>, status: { name: string; category: Category } | undefined): TaskRef {
  const isClosed = status?.category === 'done' || status?.category === 'cancelled'
  return { title: task.title, status: status?.name ?? '', isClosed, href: taskHref(task.key) }
}

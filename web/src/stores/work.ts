/** What the signed-in person is to do, over all projects, live for as long as somebody looks. */
import { getCurrentScope, onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { ProblemError } from '@/api/problem'
import type { CommandBody, Task } from '@/api/types'
import { myTasks } from '@/api/work'
import { WorkSync } from '@/sync/workSync'
import { clock, socket } from './hub'
import { acquire } from './openProjects'
import type { ProjectStore } from './project'
import { isReady } from './ready'
import { useSession } from './session'

export interface UseWorkReturn {
  /** Null until they were here once. */
  readonly tasks: Readonly<ShallowRef<readonly Task[] | null>>
  readonly hasFailed: Readonly<ShallowRef<boolean>>
  /** Asks again. */
  load(): void
  /**
   * Changes a task: `show` is what of it shows at once, `command` what its project is told once that is open. A refusal
   * is told, and the list is asked for anew.
   */
  change(
    task: Task,
    show: (task: Task) => Task | null,
    command: (store: ProjectStore) => CommandBody | null,
    onRefused: (title: string, detail: string) => void,
  ): void
}

export function useWork(): UseWorkReturn {
  const session = useSession()
  const tasks = shallowRef<readonly Task[] | null>(null)
  const hasFailed = shallowRef(false)
  const sync = new WorkSync({
    socket,
    clock,
    me: () => session.user?.id ?? null,
    async load() {
      try {
        const found = await myTasks()
        hasFailed.value = false
        return found
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        hasFailed.value = true
        return null
      }
    },
    onWork: (found) => (tasks.value = found),
  })
  watch(
    () => session.projects.filter(({ archivedAt }) => !archivedAt).map(({ id }) => id),
    (projects) => sync.follow(projects),
    { immediate: true },
  )
  if (getCurrentScope()) onScopeDispose(() => sync.stop())

  const change: UseWorkReturn['change'] = (task, show, command, onRefused) => {
    tasks.value = (tasks.value ?? []).flatMap((one) => (one.id === task.id ? (show(one) ?? []) : one))
    void send(task, command, onRefused).finally(() => sync.ask())
  }
  return { tasks, hasFailed, load: () => sync.ask(), change }
}

async function send(
  task: Task,
  command: (store: ProjectStore) => CommandBody | null,
  onRefused: (title: string, detail: string) => void,
): Promise<void> {
  const { store, release } = acquire(task.project)
  const stop = store.onRefused(({ title, detail }) => onRefused(title, detail))
  try {
    const body = (await isReady(store)) ? command(store) : null
    if (body) await store.run(body).done
    else if (store.status.value !== 'ready') onRefused('', '')
  } finally {
    stop()
    release()
  }
}

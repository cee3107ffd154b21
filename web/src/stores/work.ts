/** What the signed-in person is to do, over all projects, live for as long as somebody looks. */
import { getCurrentScope, onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { ProblemError } from '@/api/problem'
import type { CommandBody, Task } from '@/api/types'
import { myTasks } from '@/api/work'
import { WorkSync } from '@/sync/workSync'
import { clock, socket } from './hub'
import type { ProjectStore, RunResult } from './project'
import { useSession } from './session'
import { useWorkHistory } from './workHistory'

export interface UseWorkReturn extends Pick<ProjectStore, 'undo' | 'redo' | 'members'> {
  /** Null until they were here once. */
  readonly tasks: Readonly<ShallowRef<readonly Task[] | null>>
  readonly hasFailed: Readonly<ShallowRef<boolean>>
  /** Asks again. */
  load(): void
  /**
   * Changes a task: `show` is what of it shows at once, `command` what its project is told once that is open. A refusal
   * is told, and the list is asked for anew.
   */
  change(task: Task, show: (task: Task) => Task | null, command: CommandBody): Pick<RunResult, 'undo'>
}

/** `onRefused` is told in words why something was not done; in no words if its project could not be reached. */
export function useWork(onRefused: (title: string, detail: string) => void): UseWorkReturn {
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

  /** Shows a task as it is to be; null: not at all. */
  function show(id: string, task: Task | null): void {
    const all = tasks.value ?? []
    const at = all.findIndex((one) => one.id === id)
    tasks.value = at < 0 ? [...all, ...(task ? [task] : [])] : all.toSpliced(at, 1, ...(task ? [task] : []))
  }
  const { run, undo, redo, members } = useWorkHistory({ show, ask: () => sync.ask(), onRefused })

  const change: UseWorkReturn['change'] = (task, shown, command) =>
    run({ before: task, after: shown(task), command })
  return { tasks, hasFailed, load: () => sync.ask(), change, undo, redo, members }
}

import { watch } from 'vue'
import type { CommandBody, Id } from '@/api/types'
import { toastProblem } from '@/ui/toast'
import { acquire } from './openProjects'
import type { ProjectStore, RunResult } from './project'

/**
 * Makes a task in a project that nobody may be looking at: it is held open until the server has answered, be it after
 * days, and a refusal is told. `commands` are those of one gesture.
 */
export function makeTask(project: Id, commands: readonly CommandBody[]): RunResult & { store: ProjectStore } {
  const { store, release } = acquire(project)
  const stop = store.onRefused(({ title, detail }) => toastProblem(title, { detail }))
  const result = store.runAll(commands)
  // Where access ends first there is no answer.
  const unwatch = watch(store.status, (status) => status === 'gone' && letGo())
  let isHeld = true
  function letGo(): void {
    if (isHeld) [unwatch, stop, release].forEach((end) => end())
    isHeld = false
  }
  void result.done.finally(letGo)
  return { ...result, store }
}

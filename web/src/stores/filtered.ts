import { computed, type Ref, type ShallowRef } from 'vue'
import type { Task } from '@/api/types'
import type { ProjectStore } from './project'

/** A project of which only some tasks are seen: its lists hold those that match. The tasks themselves can all be asked for. */
export function filtered(
  store: ProjectStore,
  matches: Readonly<Ref<(task: Readonly<Task>) => boolean>>,
  isFiltered: Readonly<Ref<boolean>>,
): ProjectStore {
  const lists = new Map<string, Readonly<ShallowRef<readonly string[]>>>()

  function listOf(status: string): Readonly<ShallowRef<readonly string[]>> {
    const all = store.tasksIn(status)
    return computed<readonly string[]>((before) => {
      if (!isFiltered.value) return all.value
      void store.revision.value // a task may match or not since it was changed
      const some = all.value.filter((id) => {
        const task = store.peek(id)
        return task !== undefined && matches.value(task)
      })
      return before && isSame(before, some) ? before : some
    })
  }

  return {
    ...store,
    tasksIn(status) {
      let list = lists.get(status)
      if (!list) lists.set(status, (list = listOf(status)))
      return list
    },
  }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, i) => id === b[i])
}

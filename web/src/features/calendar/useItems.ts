import { onScopeDispose, shallowRef, triggerRef, watch, type ShallowRef } from 'vue'
import type { Task } from '@/api/types'
import type { ProjectStore } from '@/stores/project'
import { CalendarItems } from './items'

/** The tasks of a project that pass a filter, as a calendar has them; told anew whenever something shown changes. */
export function useItems(
  store: ProjectStore,
  matches: () => (task: Readonly<Task>) => boolean,
): Readonly<ShallowRef<CalendarItems>> {
  const known = shownLast.get(store)
  const isStill = known?.revision === store.revision.value && known.matches === matches()
  const items = shallowRef(isStill ? known.items : gather())

  function gather(): CalendarItems {
    const fresh = new CalendarItems(matches())
    store.search((task) => {
      fresh.put(task.id, task)
      return false
    })
    return fresh
  }

  const stop = store.onTasks((news) => {
    if (news === null) items.value = gather()
    else if (news.map(({ id, task }) => items.value.put(id, task)).includes(true)) triggerRef(items)
  })
  onScopeDispose(() => {
    stop()
    shownLast.set(store, { items: items.value, matches: matches(), revision: store.revision.value })
  })
  watch(matches, () => (items.value = gather()))
  return items
}

interface Shown {
  items: CalendarItems
  matches: (task: Readonly<Task>) => boolean
  revision: number
}

/** The last calendar of each project: who comes back to it finds it as it was, unless a task has changed since. */
const shownLast = new WeakMap<ProjectStore, Shown>()

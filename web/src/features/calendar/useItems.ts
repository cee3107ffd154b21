import { onScopeDispose, shallowRef, triggerRef, watch, type ShallowRef } from 'vue'
import type { Task } from '@/api/types'
import type { ProjectStore } from '@/stores/project'
import { CalendarItems } from './items'

/** The tasks of a project that pass a filter, as a calendar has them; told anew whenever something shown changes. */
export function useItems(
  store: ProjectStore,
  matches: () => (task: Readonly<Task>) => boolean,
): Readonly<ShallowRef<CalendarItems>> {
  const items = shallowRef(gather())

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
  onScopeDispose(stop)
  watch(matches, () => (items.value = gather()))
  return items
}

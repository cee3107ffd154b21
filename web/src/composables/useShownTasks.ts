import { computed } from 'vue'
import { usePreferences } from '@/stores/preferences'
import type { ProjectStore } from '@/stores/project'

/**
 * The store as a board shows it: where the person wants no cards for subtasks, lists leave out those whose parent has a
 * card. Everything else is the store itself.
 */
export function useShownTasks(store: ProjectStore): ProjectStore {
  const preferences = usePreferences()
  const lists = new Map<string, ReturnType<ProjectStore['tasksIn']>>()
  const onBoard = computed(() => new Set(store.statuses.value.flatMap(({ id }) => store.tasksIn(id).value)))
  const isShown = (id: string): boolean =>
    !store.isPart(id) || !onBoard.value.has(store.peek(id)?.parent ?? '')
  const listOf = (status: string): ReturnType<ProjectStore['tasksIn']> => {
    const all = store.tasksIn(status)
    return computed(() => (preferences.subtasksHidden[store.id] ? all.value.filter(isShown) : all.value))
  }
  const tasksIn: ProjectStore['tasksIn'] = (status) => {
    let list = lists.get(status)
    if (!list) lists.set(status, (list = listOf(status)))
    return list
  }
  return { ...store, tasksIn }
}

import type { Task } from '@/api/types'
import type { ProjectStore } from './project'

/** Whether a task is still to be done: neither completed nor cancelled nor archived. Tracked. */
export function isOpen(store: ProjectStore, task: Task | undefined): boolean {
  if (!task || task.completedAt || task.archivedAt) return false
  return store.statuses.value.find(({ id }) => id === task.status)?.category !== 'cancelled'
}

/** How many open tasks a task waits for; those that are not here count for nothing. Tracked. */
export function countBlockers(store: ProjectStore, task: Task): number {
  return task.blockedBy.filter((id) => isOpen(store, store.task(id))).length
}

/** Notifications by what they are about. */
import type { Id, InboxItem } from '@/api/types'

/** What one was told about a task. */
export interface Group {
  readonly task: Id
  /** Newest first; one at least. */
  readonly items: readonly InboxItem[]
  readonly isUnread: boolean
}

/** One group for each task, in the order of their newest. */
export function groupsOf(items: readonly InboxItem[]): Group[] {
  const byTask = new Map<Id, InboxItem[]>()
  for (const item of items) byTask.set(item.task, [...(byTask.get(item.task) ?? []), item])
  return [...byTask].map(([task, own]) => ({
    task,
    items: own,
    isUnread: own.some(({ readAt }) => !readAt),
  }))
}

/** Notifications by what they are about. */
import type { Id, InboxItem } from '@/api/types'
import { taskHref } from '@/shell/route'

/** What one was told about a task. */
export interface Group {
  readonly task: Id
  /** Newest first; one at least. */
  readonly items: readonly InboxItem[]
  readonly isUnread: boolean
}

/** Where a group is looked at: its task, at the latest comment that one was told of. */
export function hrefOf({ items }: Group): string {
  const comment = items.find((item) => item.comment !== null)?.comment
  return taskHref(items[0]!.key) + (comment ? `#comment-${comment}` : '')
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

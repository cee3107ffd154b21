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

/** Of its task: "WEB-12". */
export const keyOf = ({ items }: Group): string => items[0]!.key

/** Of its task the place to look at: the latest comment that one was told of; "" for the task itself. */
export function hashOf({ items }: Group): string {
  const comment = items.find((item) => item.comment !== null)?.comment
  return comment ? `#comment-${comment}` : ''
}

/** Where a group is looked at. */
export const hrefOf = (group: Group): string => taskHref(keyOf(group)) + hashOf(group)

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

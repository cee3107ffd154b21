import { list, request } from './client'
import type { Id, Instant } from './types'

/** How far one has read the comments on tasks, which nobody else sees; all of it throws ProblemError. */
export const unread = {
  /** Tasks with comments that one has not read, and up to when one has; null: nothing yet. */
  of: (project: Id) => list<{ task: Id; seen: Instant | null }>(`/projects/${project}/unread`),
  mark: (task: Id, comment: Id) => request<void>('PUT', `/tasks/${task}/seen`, { comment }),
}

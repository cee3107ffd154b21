import { request } from './client'
import type { Comment, Id, Task } from './types'

/** A task whose text names another task, or one of whose comments does. */
export interface Mention {
  task: Task
  comment: Comment | null
}

export const mentions = {
  /** Of a task, over all projects that the caller may see, the latest first. Throws ProblemError. */
  of: async (task: Id, signal: AbortSignal) =>
    (await request<{ mentions: Mention[] }>('GET', `/tasks/${task}/mentions`, undefined, { signal }))
      .mentions,
}

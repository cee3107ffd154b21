import { request } from './client'
import type { Id, TaskLink } from './types'

export const taskLinks = {
  /** Of a task, in both directions and over all projects that the caller may see. */
  of: async (task: Id) => (await request<{ links: TaskLink[] }>('GET', `/tasks/${task}/links`)).links,
  /** Changes a task of a project that is not open. */
  change: (task: Id, body: { removeRelated?: Id[]; duplicateOf?: null }) =>
    request<unknown>('PATCH', `/tasks/${task}`, body),
}

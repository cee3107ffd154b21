import { request } from './client'
import type { Id, Task, TaskLink } from './types'

export const taskLinks = {
  /** Of a task, in both directions and over all projects that the caller may see. */
  of: async (task: Id) => (await request<{ links: TaskLink[] }>('GET', `/tasks/${task}/links`)).links,
  /** Tasks that hold these words, in all projects that the caller may see. */
  async find(words: string, signal: AbortSignal): Promise<Task[]> {
    const path = `/search?limit=20&q=${encodeURIComponent(words)}`
    const { items } = await request<{ items: { type: string; task: Task }[] }>('GET', path, undefined, {
      signal,
    })
    return items.flatMap(({ type, task }) => (type === 'task' ? [task] : []))
  },
  /** Changes a task of a project that is not open. */
  change: (task: Id, body: { removeRelated?: Id[]; duplicateOf?: null }) =>
    request<unknown>('PATCH', `/tasks/${task}`, body),
}

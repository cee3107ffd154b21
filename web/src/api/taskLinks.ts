import { request } from './client'
import type { Id, Project, Task, TaskLink } from './types'

/** A task of any project that the caller may see. */
export interface FoundTask {
  type: string
  project: Pick<Project, 'id' | 'key' | 'name'>
  task: Task
}

export const taskLinks = {
  /** Of a task, in both directions and over all projects that the caller may see. */
  of: async (task: Id) => (await request<{ links: TaskLink[] }>('GET', `/tasks/${task}/links`)).links,
  /** Tasks that hold these words. */
  async find(words: string, signal: AbortSignal): Promise<FoundTask[]> {
    const path = `/search?limit=20&q=${encodeURIComponent(words)}`
    const { items } = await request<{ items: FoundTask[] }>('GET', path, undefined, { signal })
    return items.filter(({ type }) => type === 'task')
  },
  /** Changes a task of a project that is not open. */
  change: (task: Id, body: { removeRelated?: Id[]; duplicateOf?: null }) =>
    request<unknown>('PATCH', `/tasks/${task}`, body),
}

import { request } from './client'
import type { Task } from './types'

export interface ArchivePage {
  readonly items: Task[]
  readonly nextCursor: string | null
}

const most = 50

/** Archived tasks of a project that hold these words, those touched last first; `cursor`: after the page that gave it. Throws ProblemError. */
export function archivedTasks(project: string, words: string, cursor: string | null): Promise<ArchivePage> {
  const query = new URLSearchParams({ archived: 'true', sort: '-updatedAt', limit: String(most) })
  if (words) query.set('q', words)
  if (cursor) query.set('cursor', cursor)
  return request('GET', `/projects/${project}/tasks?${query}`)
}

import { request } from './client'
import { ProblemError } from './problem'
import type { components } from './schema'
import type { Entry, Id, Snapshot, Task } from './types'

type Wire = components['schemas']

/** One thing that happened, with the values before and after. */
export type ActivityItem = Wire['ActivityItem']
export type ActivityValue = Wire['ActivityValue']
export type ActivityKind = Wire['ActivityKind']
/** A description as it stood after somebody had written. */
export type Version = Wire['Version']
/** How far one has seen a project, and how much others have changed since. */
export type Looked = Wire['Looked']
/** How far a project's past reaches. */
export type History = Wire['History']

export interface ActivityPage {
  readonly items: ActivityItem[]
  readonly nextCursor: string | null
}

export interface VersionPage {
  readonly items: Version[]
  readonly nextCursor: string | null
}

/** What is asked for of a project; all that is given must hold. */
export interface ActivityFilter {
  readonly actor?: Id | null
  readonly kinds?: readonly ActivityKind[]
  /** Only what others did. */
  readonly others?: boolean
  /** Only entries after this seq. */
  readonly after?: number
}

/** The newest first; `cursor`: after the page that gave it. All of it throws ProblemError. */
export const activity = {
  ofTask: (task: Id, limit: number, cursor: string | null) =>
    request<ActivityPage>('GET', `/tasks/${task}/activity?${paged(new URLSearchParams(), limit, cursor)}`),

  versions: (task: Id, limit: number, cursor: string | null) =>
    request<VersionPage>('GET', `/tasks/${task}/versions?${paged(new URLSearchParams(), limit, cursor)}`),

  ofProject(project: Id, filter: ActivityFilter, limit: number, cursor: string | null) {
    const query = new URLSearchParams()
    if (filter.actor) query.set('actor', filter.actor)
    for (const kind of filter.kinds ?? []) query.append('kind', kind)
    if (filter.others) query.set('others', 'true')
    if (filter.after !== undefined) query.set('after', String(filter.after))
    return request<ActivityPage>('GET', `/projects/${project}/activity?${paged(query, limit, cursor)}`)
  },

  /** All kinds, of the entries between two seqs. */
  between: (project: Id, after: number, before: number) =>
    request<ActivityPage>('GET', `/projects/${project}/activity?after=${after}&before=${before}&limit=500`),

  look: (project: Id) => request<Looked>('GET', `/projects/${project}/look`),
  /** Up to this seq; left out: to the end. */
  seen: (project: Id, seq?: number) =>
    request<Looked>('PUT', `/projects/${project}/look`, seq === undefined ? {} : { seq }),
}

/** A project as it was. All of it throws ProblemError. */
export const past = {
  history: (project: Id) => request<History>('GET', `/projects/${project}/history`),
  board: (project: Id, at: number) => request<Snapshot>('GET', `/projects/${project}/past?at=${at}`),
  /** With its description. */
  task: async (task: Id, at: number) =>
    (await request<{ task: Task }>('GET', `/tasks/${task}/past?at=${at}`)).task,
  /** As it is now, also in the archive; null where it is deleted. */
  async taskNow(task: Id): Promise<Task | null> {
    try {
      return (await request<{ task: Task }>('GET', `/tasks/${task}`)).task
    } catch (error) {
      if (error instanceof ProblemError && error.status === 410) return null
      throw error
    }
  },
  /** Without a gap, the oldest first. */
  entries: async (project: Id, after: number, limit: number) =>
    (await request<{ entries: Entry[] }>('GET', `/projects/${project}/journal?after=${after}&limit=${limit}`))
      .entries,
}

function paged(query: URLSearchParams, limit: number, cursor: string | null): URLSearchParams {
  query.set('limit', String(limit))
  if (cursor) query.set('cursor', cursor)
  return query
}

import { list, request } from './client'
import type {
  Id,
  ImportReport,
  Project,
  Seat,
  Starter,
  Team,
  TeamProject,
  TeamRole,
  Visibility,
} from './types'

export interface NewProject {
  team: string
  name: string
  key?: string
  visibility?: Visibility
  /** Begins with what a starter has. */
  starter?: string
  /** Begins with what another project has; `withTasks`: its open tasks too. */
  from?: Id
  withTasks?: boolean
}

export interface Imported {
  /** Missing in a dry run. */
  project?: Project
  report: ImportReport
}

export const teams = {
  create: (name: string) => request<{ team: Team }>('POST', '/teams', { name }),
  rename: (team: Id, name: string) => request<{ team: Team }>('PATCH', `/teams/${team}`, { name }),
  /** Nobody sees its projects any more. */
  delete: (team: Id) => request<void>('DELETE', `/teams/${team}`),
  people: (team: Id) => list<Seat>(`/teams/${team}/members`),
  setRole: (team: Id, user: Id, role: TeamRole) =>
    request<{ member: Seat }>('PATCH', `/teams/${team}/members/${user}`, { role }),
  /** Oneself: leaves. */
  remove: (team: Id, user: Id) => request<void>('DELETE', `/teams/${team}/members/${user}`),
  /** Those that the caller can see; deleted ones only to their admins, while they can be restored. */
  projects: (team: Id, state: 'active' | 'archived' | 'deleted') =>
    list<TeamProject>(`/teams/${team}/projects?state=${state}`),
  restoreProject: (project: Id) => request<unknown>('POST', `/projects/${project}/restore`),
  /** What a new project can begin with. */
  starters: () => list<Starter>('/starters'),
  createProject: (body: NewProject) => request<{ project: Project }>('POST', '/projects', body),
  /** `file` is an exported Trello board; with `dryRun` nothing is written. */
  importTrello: (team: string, file: Blob, dryRun: boolean, signal?: AbortSignal) =>
    request<Imported>(
      'POST',
      `/teams/${team}/imports?format=trello${dryRun ? '&dryRun=true' : ''}`,
      undefined,
      {
        file,
        ...(signal ? { signal } : {}),
      },
    ),
}

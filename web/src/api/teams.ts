import { request } from './client'
import type { ImportReport, Project, Team, Visibility } from './types'

export interface NewProject {
  team: string
  name: string
  key?: string
  visibility?: Visibility
}

export interface Imported {
  /** Missing in a dry run. */
  project?: Project
  report: ImportReport
}

export const teams = {
  create: (name: string) => request<{ team: Team }>('POST', '/teams', { name }),
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

import type { NewProject } from '@/api/teams'
import type { Id, Project, Starter, Team } from '@/api/types'

/** What a new project begins with: a starter, or another project. */
export type Beginning =
  { readonly starter: Starter['id'] } | { readonly from: Id; readonly withTasks: boolean }

/** The starter that is what a project begins with where nothing is chosen. */
export const blank = 'blank'

/** From a project where there is one of this id, else blank. */
export function beginningFrom(id: string | undefined, projects: readonly Project[]): Beginning {
  return projects.some((project) => project.id === id) ? { from: id!, withTasks: false } : { starter: blank }
}

/** What the server is told of it. */
export function wishOf(beginning: Beginning): Pick<NewProject, 'starter' | 'from' | 'withTasks'> {
  if (!('starter' in beginning)) return { from: beginning.from, withTasks: beginning.withTasks }
  return beginning.starter === blank ? {} : { starter: beginning.starter }
}

/** The team of the project that it begins with, where one may make projects there; else the wanted one, or the first. */
export function teamFor(teams: readonly Team[], wanted: string | undefined, source: Project | undefined): Id {
  const found = teams.find(({ id }) => id === wanted) ?? teams.find(({ id }) => id === source?.team)
  return (found ?? teams[0])?.id ?? ''
}

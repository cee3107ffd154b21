import { request } from './client'
import type { Id, ProjectLevel, TaskLevel, TaskWatch } from './types'

/** Of what one wants to hear, which nobody else sees; all of it throws ProblemError. */
export const watching = {
  task: async (task: Id) => (await request<{ watch: TaskWatch }>('GET', `/tasks/${task}/watch`)).watch,
  setTask: async (task: Id, level: TaskLevel) =>
    (await request<{ watch: TaskWatch }>('PUT', `/tasks/${task}/watch`, { level })).watch,
  project: async (project: Id) =>
    (await request<{ watch: { level: ProjectLevel } }>('GET', `/projects/${project}/watch`)).watch.level,
  setProject: (project: Id, level: ProjectLevel) =>
    request<unknown>('PUT', `/projects/${project}/watch`, { level }),
}

import { request } from './client'
import type { Id, Task } from './types'

/**
 * Moves a task to another project, with its subtasks and comments; gives it as it is there. Without a status it goes
 * to the one of the same name, else of the same category, else to the first. Throws ProblemError.
 */
export async function transferTask(task: Id, to: { project: Id; status?: Id }): Promise<Task> {
  return (await request<{ task: Task }>('POST', `/tasks/${task}/transfer`, to)).task
}

import { list } from './client'
import type { Task } from './types'

/** The open tasks assigned to oneself, of all projects; throws ProblemError. */
export const myTasks = () => list<Task>('/me/tasks')

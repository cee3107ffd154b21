import type { Id, ProjectEvent, Task } from '@/api/types'
import { rankAt } from './place'
import type { TaskDuplicate } from './recur'
import type { By, State } from './state'

/** The command with an id for every copy. */
export function withCopies(state: State, command: TaskDuplicate, newId: () => Id): TaskDuplicate {
  const made = treeOf(state, command.task).map(({ id }) => [id, newId()] as const)
  return { ...command, copies: { ...Object.fromEntries(made), ...command.copies } }
}

/** Copies of a task and of all below it, the task's own last; those without an id are not guessed. */
export function copies(state: State, command: TaskDuplicate, by: By): ProjectEvent[] {
  const ids = command.copies ?? {}
  const tree = treeOf(state, command.task).filter(({ id }) => ids[id] && !state.tasks.has(ids[id]))
  const tasks = tree.map((task) => copyOf(state, task, ids, by))
  return tasks.toReversed().map((task) => ({ type: 'task:created', task }))
}

/** A task and all below it that are there, parents first, in the order of their numbers. */
function treeOf(state: State, root: Id): Task[] {
  const task = state.tasks.get(root)
  const tree = new Set(task ? [task] : [])
  for (const { id } of tree) for (const child of below(state, id)) tree.add(child)
  return [...tree]
}

function below(state: State, id: Id): Task[] {
  const children = [...state.tasks.values()].filter(({ parent, archivedAt }) => parent === id && !archivedAt)
  return children.toSorted((a, b) => a.number - b.number)
}

function copyOf(state: State, task: Task, ids: Readonly<Record<Id, Id>>, by: By): Task {
  const id = ids[task.id]!
  const done = state.statuses.get(task.status)?.category === 'done'
  return {
    ...anew(task, id, by),
    rank: rankAt(state, id, { status: task.status, after: task.id }),
    parent: task.parent && (ids[task.parent] ?? task.parent),
    completedAt: done ? by.at : null,
  }
}

/** A new task with what people wrote in another. */
export function anew(task: Task, id: Id, { actor, at }: By): Task {
  return {
    ...task,
    id,
    number: 0, // the server counts
    key: '',
    blockedBy: [],
    related: [],
    duplicateOf: null,
    createdBy: actor,
    createdAt: at,
    updatedAt: at,
    archivedAt: null,
    commentCount: 0,
    attachmentCount: 0,
    spentSeconds: 0,
    seq: 0,
  }
}

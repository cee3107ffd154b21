/** How a task becomes a template, and a template tasks: plain commands, so that they are undone and seen as any others. */
import type { CommandBody, Field, Id, Label, Member, Task, Template } from '@/api/types'

type Create = Extract<CommandBody, { kind: 'task.create' }>

/** What a project has that a template may name. */
export interface Known {
  readonly labels: ReadonlyMap<Id, Label>
  readonly fields: readonly Field[]
  /** By user id. */
  readonly members: ReadonlyMap<Id, Member>
}

/** What others can begin with where they would have a task like this one. */
export function templateOf(task: Readonly<Task>, subtasks: readonly string[]): Template['task'] {
  return {
    title: task.title,
    description: task.description ?? '',
    priority: task.priority,
    labels: [...task.labels],
    assignees: [...task.assignees],
    estimateSeconds: task.estimateSeconds,
    fields: { ...task.fields },
    subtasks: [...subtasks],
  }
}

/** A template without what has gone from the project since it was made: naming that would be refused. */
export function stillKnown(task: Template['task'], { labels, fields, members }: Known): Template['task'] {
  const isField = ([id, value]: [string, unknown]): boolean => {
    const field = fields.find((one) => one.id === id)
    if (field?.type === 'select') return field.options.some((option) => option.id === value)
    return field !== undefined && (field.type !== 'person' || members.has(value as Id))
  }
  return {
    ...task,
    labels: task.labels.filter((id) => labels.has(id)),
    assignees: task.assignees.filter((id) => members.has(id)),
    fields: Object.fromEntries(Object.entries(task.fields).filter(isField)),
  }
}

/**
 * The commands that make a task from a template, the task's first, to be run as one. What is given counts before what
 * the template says, and of labels, assignees and fields comes besides; without any title the task is called as the template is.
 */
export function fromTemplate(
  { name, task }: Template,
  known: Known,
  own: Partial<Create>,
  newId: () => Id,
): [Create, ...Create[]] {
  const { subtasks, title, labels, assignees, fields, ...rest } = stillKnown(task, known)
  const parent = own.task ?? newId()
  const merged = {
    labels: both(labels, own.labels),
    assignees: both(assignees, own.assignees),
    fields: { ...fields, ...own.fields },
  }
  const base = own.status ? { status: own.status } : {}
  return [
    { title: title || name, ...rest, ...own, ...merged, kind: 'task.create', task: parent },
    ...subtasks.map((line): Create => ({ kind: 'task.create', title: line, ...base, parent, task: newId() })),
  ]
}

const both = (first: readonly Id[], second: readonly Id[] = []): Id[] => [...new Set([...first, ...second])]

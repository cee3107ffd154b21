/**
 * The optimistic guess: which events the server will probably make of a command. A guess depends on the state, the
 * command and who sends it when, and on nothing else, so replaying it on the same state shows the same. It needs a
 * state in board order, changes nothing, and guesses nothing where the command has nothing to work on (any more):
 * the server will say why.
 */
import type { Command, CommandBody, Id, ProjectEvent, Status, Task, TaskFields } from '@/api/types'
import { byRank } from './order'
import { rankAt, type Spot } from './place'
import { predictComment } from './predictComment'
import { rankBetween, ranksBetween } from './rank'
import { clearValues, duplicate, fieldsWith, recur, savedView, sortedFields, template } from './recur'
import type { By, State } from './state'

type Of<Kind extends CommandBody['kind']> = Extract<CommandBody, { kind: Kind }>

// The colours that the server gives in turn when none is chosen.
const palette = ['#8a8a93', '#5557d6', '#1d7d3e', '#8f5f00', '#cc272e', '#0f7c8a', '#a3419c', '#5b7a00']

export function predict(state: State, command: CommandBody | Command, by: By): ProjectEvent[] {
  switch (command.kind) {
    case 'task.create':
      return createTask(state, command, by)
    case 'task.update':
      return updateTask(state, command, by)
    case 'task.move':
      return moveTask(state, command, by)
    case 'task.duplicate':
      return duplicate(state, command, by)
    case 'task.delete':
      return state.tasks.has(command.task) ? [{ type: 'task:deleted', id: command.task }] : []
    case 'task.restore':
      return restoreTask(state, command)
    case 'comment.create':
    case 'comment.update':
    case 'comment.delete':
    case 'comment.restore':
    case 'comment.react':
      return predictComment(state, command, by)
    case 'label.create':
      return createLabel(state, command)
    case 'label.update':
      return [{ type: 'label:updated', id: command.label, set: named(command, ['name', 'color']) }]
    case 'label.delete':
      return deleteLabel(state, command)
    case 'field.create':
      return createField(state, command)
    case 'field.update':
      return updateField(state, command)
    case 'field.delete':
      return [...clearValues(state, command.field, () => true), { type: 'field:deleted', id: command.field }]
    case 'template.create':
    case 'template.update':
    case 'template.delete':
      return template(command)
    case 'view.create':
    case 'view.update':
    case 'view.delete':
      return savedView(state, command, by)
    case 'status.create':
      return createStatus(state, command)
    case 'status.update':
      return updateStatus(state, command, by)
    case 'status.delete':
      return deleteStatus(state, command, by)
    case 'project.update':
      return updateProject(state, command, by)
  }
  return []
}

/** Statuses that are not archived, in board order. */
export function openStatuses(state: State): Status[] {
  return [...state.statuses.values()].filter((status) => !status.archivedAt).toSorted(byRank)
}

const taskFields = [
  'title',
  'description',
  'priority',
  'assignees',
  'labels',
  'startDate',
  'dueDate',
  'dueTime',
  'recurrence',
  'estimateSeconds',
  'parent',
  'blockedBy',
  'related',
  'duplicateOf',
] as const satisfies (keyof TaskFields)[]

/** The members of a command that stand for fields of the same name. */
function named<T extends object>(command: T, fields: readonly (keyof T)[]): Record<string, unknown> {
  const given = fields.filter((field) => command[field] !== undefined)
  return Object.fromEntries(given.map((field) => [field, command[field]]))
}

function createTask(state: State, command: Of<'task.create'>, { actor, at }: By): ProjectEvent[] {
  const status = command.status ? state.statuses.get(command.status) : openStatuses(state)[0]
  if (!status || state.tasks.has(command.task)) return []
  const task: Task = {
    id: command.task,
    project: state.project?.id ?? '',
    number: 0, // the server counts; until then the task has no key
    key: '',
    title: command.title,
    description: '',
    status: status.id,
    rank: rankAt(state, command.task, { ...command, status: status.id }),
    assignees: [],
    labels: [],
    priority: 'none',
    startDate: null,
    dueDate: null,
    dueTime: null,
    recurrence: null,
    estimateSeconds: null,
    parent: null,
    blockedBy: [],
    related: [],
    duplicateOf: null,
    fields: fieldsWith({}, command.fields ?? {}),
    createdBy: actor,
    createdAt: at,
    updatedAt: at,
    completedAt: status.category === 'done' ? at : null,
    archivedAt: null,
    commentCount: 0,
    attachmentCount: 0,
    spentSeconds: 0,
    seq: 0,
    ...named(command, taskFields),
  }
  return [{ type: 'task:created', task }]
}

function updateTask(state: State, command: Of<'task.update'>, by: By): ProjectEvent[] {
  const task = state.tasks.get(command.task)
  if (!task) return []
  const set = named(command, taskFields)
  if (command.dueDate === null) Object.assign(set, { dueTime: null, recurrence: null })
  if (command.fields) set.fields = fieldsWith(task.fields, command.fields)
  if (command.status && command.status !== task.status) Object.assign(set, placed(state, task, command, by))
  if (command.archived !== undefined) set.archivedAt = command.archived ? (task.archivedAt ?? by.at) : null
  const event: ProjectEvent = { type: 'task:updated', id: task.id, set }
  const { addLabels, addAssignees, addBlockedBy, addRelated } = command
  const { removeLabels, removeAssignees, removeBlockedBy, removeRelated } = command
  const add = lists(addLabels, addAssignees, addBlockedBy, addRelated)
  const remove = lists(removeLabels, removeAssignees, removeBlockedBy, removeRelated)
  return recur(state, task, { ...event, ...(add && { add }), ...(remove && { remove }) }, command.next, by)
}

const listNames = ['labels', 'assignees', 'blockedBy', 'related']

function lists(...given: (Id[] | undefined)[]): Record<string, Id[]> | undefined {
  const named = listNames.flatMap((name, i) => (given[i] ? [[name, given[i]] as const] : []))
  return named.length > 0 ? Object.fromEntries(named) : undefined
}

function moveTask(state: State, command: Of<'task.move'>, by: By): ProjectEvent[] {
  const task = state.tasks.get(command.task)
  if (!task || !state.statuses.has(command.status)) return []
  const event: ProjectEvent = { type: 'task:updated', id: task.id, set: placed(state, task, command, by) }
  return recur(state, task, event, command.next, by)
}

/** The fields that change with a task's place. */
function placed(state: State, task: Task, spot: Partial<Spot>, by: By): Record<string, unknown> {
  const status = spot.status ?? task.status
  return { ...entered(state, task, status, by), rank: rankAt(state, task.id, { ...spot, status }) }
}

/** What follows from being in another status. */
function entered(state: State, task: Task, status: Id, { at }: By): Record<string, unknown> {
  if (status === task.status) return {}
  const done = state.statuses.get(status)?.category === 'done'
  if (done === (task.completedAt !== null)) return { status }
  return { status, completedAt: done ? at : null }
}

function restoreTask(state: State, command: Of<'task.restore'>): ProjectEvent[] {
  const task = state.tasks.has(command.task) ? undefined : state.deleted.get(command.task)
  if (!task) return []
  if (state.statuses.has(task.status)) return [{ type: 'task:created', task }]
  const status = openStatuses(state)[0]
  if (!status) return []
  const rank = rankAt(state, task.id, { status: status.id })
  return [{ type: 'task:created', task: { ...task, status: status.id, completedAt: null, rank } }]
}

function createLabel(state: State, { label, name, color }: Of<'label.create'>): ProjectEvent[] {
  const record = { id: label, name, color: color || palette[state.labels.size % palette.length]! }
  return state.labels.has(label) ? [] : [{ type: 'label:created', label: record }]
}

function deleteLabel(state: State, { label }: Of<'label.delete'>): ProjectEvent[] {
  const marked = [...state.tasks.values()].filter((task) => task.labels.includes(label))
  const events = marked.map((task): ProjectEvent => {
    return { type: 'task:updated', id: task.id, remove: { labels: [label] } }
  })
  return [...events, { type: 'label:deleted', id: label }]
}

function createField(state: State, command: Of<'field.create'>): ProjectEvent[] {
  if (state.fields.has(command.field)) return []
  const { field: id, name, type, options = [] } = command
  const rank = command.rank || rankBetween(sortedFields(state).at(-1)?.rank ?? null, null)
  return [{ type: 'field:created', field: { id, name, type, options, rank } }]
}

function updateField(state: State, command: Of<'field.update'>): ProjectEvent[] {
  const { field: id, options } = command
  const gone = (value: unknown): boolean => !options!.some((option) => option.id === value)
  const cleared = options ? clearValues(state, id, gone) : []
  return [...cleared, { type: 'field:updated', id, set: named(command, ['name', 'options', 'rank']) }]
}

function createStatus(state: State, command: Of<'status.create'>): ProjectEvent[] {
  if (state.statuses.has(command.status)) return []
  const last = [...state.statuses.values()].toSorted(byRank).at(-1)
  const status: Status = {
    id: command.status,
    name: command.name,
    category: command.category ?? 'todo',
    color: command.color || palette[state.statuses.size % palette.length]!,
    wipLimit: command.wipLimit ?? null,
    rank: command.rank || rankBetween(last?.rank ?? null, null),
    archivedAt: null,
  }
  return [{ type: 'status:created', status }]
}

function updateStatus(state: State, command: Of<'status.update'>, { at }: By): ProjectEvent[] {
  const set = named(command, ['name', 'category', 'color', 'wipLimit', 'rank'])
  const before = state.statuses.get(command.status)?.archivedAt
  if (command.archived !== undefined) set.archivedAt = command.archived ? (before ?? at) : null
  return [{ type: 'status:updated', id: command.status, set }]
}

function deleteStatus(state: State, { status, moveTo }: Of<'status.delete'>, by: By): ProjectEvent[] {
  const held = state.order!.of(status)
  const gone: ProjectEvent = { type: 'status:deleted', id: status }
  if (held.length === 0) return [gone]
  if (!moveTo || moveTo === status || !state.statuses.has(moveTo)) return []
  const last = state.order!.of(moveTo).at(-1)
  const ranks = ranksBetween(last ? state.tasks.get(last)!.rank : null, null, held.length)
  const moved = held.map((id, i): ProjectEvent => {
    const set = { ...entered(state, state.tasks.get(id)!, moveTo, by), rank: ranks[i] }
    return { type: 'task:updated', id, set }
  })
  return [...moved, gone]
}

function updateProject(state: State, command: Of<'project.update'>, { at }: By): ProjectEvent[] {
  const set = named(command, ['name', 'description', 'visibility'])
  if (command.archived !== undefined) {
    set.archivedAt = command.archived ? (state.project?.archivedAt ?? at) : null
  }
  return [{ type: 'project:updated', set }]
}

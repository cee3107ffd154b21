import type { Command, CommandBody, Day, Field, Id, ProjectEvent, Status, Task } from '@/api/types'
import { updated } from './apply'
import { byRank } from './order'
import { rankAt } from './place'
import { dayIn, lasting, nextDue, shifted } from './recurrence'
import type { By, State, Thing } from './state'

/** The command with an id for the task that it makes, where it completes a recurring one: so an undo can name that. */
export function withNext(state: State, command: CommandBody, newId: () => Id): CommandBody {
  return completes(state, command) ? ({ next: newId(), ...command } as CommandBody) : command
}

/** Whether a command completes a task that recurs. */
export function completes(state: State, command: CommandBody | Command): boolean {
  if (command.kind !== 'task.move' && command.kind !== 'task.update') return false
  const task = state.tasks.get(command.task)
  const done = state.statuses.get(command.status ?? '')?.category === 'done'
  return done && task !== undefined && !task.completedAt && task.recurrence !== null
}

/**
 * What a change of a task makes, with the task that comes after it, where the change completes a recurring one. The
 * server makes that too where the command has no id for it; then it is not guessed.
 */
export function recur(
  state: State,
  task: Task,
  event: ProjectEvent,
  next: Id | undefined,
  by: By,
): ProjectEvent[] {
  const after = updated(task as unknown as Thing, event) as unknown as Task
  if (task.completedAt || !after.completedAt || !after.recurrence || !after.dueDate) return [event]
  const plain = { ...event, set: { ...event.set, recurrence: null } }
  const due = nextDue(after.recurrence, after.dueDate, today(state, by))
  const status = statusToBegin(state)
  if (!next || !due || !status || state.tasks.has(next)) return [plain]
  return [{ type: 'task:created', task: again(state, after, { id: next, due, status }, by) }, plain]
}

function again(
  state: State,
  task: Task,
  { id, due, status }: { id: Id; due: Day; status: Status },
  { actor, at }: By,
): Task {
  return {
    ...task,
    id,
    number: 0, // the server counts
    key: '',
    status: status.id,
    rank: rankAt(state, id, { status: status.id }),
    dueDate: due,
    startDate: task.startDate && shifted(task.startDate, task.dueDate!, due),
    recurrence: lasting(task.recurrence!, task.dueDate!),
    blockedBy: [],
    related: [],
    duplicateOf: null,
    createdBy: actor,
    createdAt: at,
    updatedAt: at,
    completedAt: status.category === 'done' ? at : null,
    archivedAt: null,
    commentCount: 0,
    attachmentCount: 0,
    spentSeconds: 0,
    seq: 0,
  }
}

function today(state: State, { actor, at }: By): Day {
  return dayIn(at, state.members.get(actor)?.user.timeZone ?? 'UTC')
}

/** The first that waits to be done, else the first that is not finished, else the first. */
function statusToBegin(state: State): Status | undefined {
  const statuses = [...state.statuses.values()].filter(({ archivedAt }) => !archivedAt).toSorted(byRank)
  const open = statuses.find(({ category }) => category !== 'done' && category !== 'cancelled')
  return statuses.find(({ category }) => category === 'todo') ?? open ?? statuses[0]
}

/** The fields with others changed; null and false take a value away. */
export function fieldsWith(before: Task['fields'], changes: Thing): Task['fields'] {
  const given = Object.entries({ ...before, ...changes }).filter(
    ([, value]) => value !== null && value !== false,
  )
  return Object.fromEntries(given) as Task['fields']
}

/** Takes a field's values from all tasks that have one that goes. */
export function clearValues(state: State, field: Id, goes: (value: unknown) => boolean): ProjectEvent[] {
  const held = [...state.tasks.values()].filter(({ fields }) => field in fields && goes(fields[field]))
  return held.map(({ id, fields }) => {
    return { type: 'task:updated', id, set: { fields: fieldsWith(fields, { [field]: null }) } }
  })
}

/** Custom fields in their order. */
export function sortedFields(state: State): Field[] {
  return [...state.fields.values()].toSorted(byRank)
}

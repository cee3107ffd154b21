import type { Command, CommandBody, Field, Id, ProjectEvent, Task } from '@/api/types'
import { updated } from './apply'
import { byRank } from './order'
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

/** Gives the task that comes after one which was completed; null where none does. */
export type ComeAgain = (state: State, completed: Task, next: Id, by: By) => Task | null

/** Its rules are fetched apart, since most boards hold nothing that recurs; until then only the server knows them. */
let comeAgain: ComeAgain | null = null

/** Fetches the rules by which tasks come again, so that what follows is guessed too. Never rejects. */
export async function learnToRecur(): Promise<void> {
  try {
    comeAgain ??= (await import('./again')).comeAgain
  } catch {
    // Offline: what comes again is shown when the server has said it.
  }
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
  const made = next && comeAgain && !state.tasks.has(next) && comeAgain(state, after, next, by)
  return made ? [{ type: 'task:created', task: made }, plain] : [plain]
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

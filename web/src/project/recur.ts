import type { Command, CommandBody, Field, Id, ProjectEvent, Task } from '@/api/types'
import type * as Again from './again'
import { updated } from './apply'
import { byRank } from './order'
import type { By, State, Thing } from './state'

/** The command with ids for the tasks that it makes besides, so that an undo can name them. */
export function withNext(state: State, command: CommandBody, newId: () => Id): CommandBody {
  if (command.kind === 'task.duplicate') return later?.withCopies(state, command, newId) ?? command
  return completes(state, command) ? ({ next: newId(), ...command } as CommandBody) : command
}

/** Whether a command completes a task that recurs. */
export function completes(state: State, command: CommandBody | Command): boolean {
  if (command.kind !== 'task.move' && command.kind !== 'task.update') return false
  const task = state.tasks.get(command.task)
  const done = state.statuses.get(command.status ?? '')?.category === 'done'
  return done && task !== undefined && !task.completedAt && task.recurrence !== null
}

export type TaskDuplicate = Extract<CommandBody, { kind: 'task.duplicate' }>

/** What becomes of a template. */
export function template(command: TemplateCommand): ProjectEvent[] {
  return later?.templated(command) ?? []
}

export type TemplateCommand = Extract<CommandBody, { kind: `template.${string}` }>

/** What becomes of a view that is shared with the project. */
export function savedView(state: State, command: ViewCommand, by: By): ProjectEvent[] {
  return later?.viewed(state, command, by) ?? []
}

export type ViewCommand = Extract<CommandBody, { kind: `view.${string}` }>

/** Gives the task that comes after one which was completed; null where none does. */
export type ComeAgain = (state: State, completed: Task, next: Id, by: By) => Task | null

/** Rules that are fetched apart, since the first look at a board needs none of them; until then only the server knows them. */
let later: typeof Again | null = null

/** Fetches the rules by which tasks come again and are copied, so that this is guessed too. Never rejects. */
export async function learnToRecur(): Promise<void> {
  try {
    later ??= await import('./again')
  } catch {
    // Offline: what comes again is shown when the server has said it.
  }
}

/** The copies of a task and of all below it. */
export function duplicate(state: State, command: TaskDuplicate, by: By): ProjectEvent[] {
  return later?.copies(state, command, by) ?? []
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
  const made = next && later && !state.tasks.has(next) && later.comeAgain(state, after, next, by)
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

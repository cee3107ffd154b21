/**
 * What takes a command back: worked out on the state before it, as commands that stand or fall together. Null where
 * nothing can (comments, deleting a project) or where the command has nothing to work on.
 */
import type { CommandBody, Id, Task } from '@/api/types'
import type { State, Thing } from './state'

type Of<Kind extends CommandBody['kind']> = Extract<CommandBody, { kind: Kind }>

/** The most commands that go in one call (contract, `POST …/commands`). */
export const maxCommands = 500

export function inverse(state: State, command: CommandBody, newId: () => Id): CommandBody[] | null {
  const list = inverseOf(state, command, newId)
  return list && list.length > 0 && list.length <= maxCommands ? list : null
}

function inverseOf(state: State, command: CommandBody, newId: () => Id): CommandBody[] | null {
  switch (command.kind) {
    case 'task.create':
      return [{ kind: 'task.delete', task: command.task }]
    case 'task.update':
      return onTask(state, command.task, (task) => updateBack(state, task, command))
    case 'task.move':
      return onTask(state, command.task, (task) => [moveBack(state, task)])
    case 'task.delete':
      return [{ kind: 'task.restore', task: command.task }]
    case 'task.restore':
      return [{ kind: 'task.delete', task: command.task }]
    case 'label.create':
      return [{ kind: 'label.delete', label: command.label }]
    case 'label.update':
      return before(state.labels.get(command.label), command)
    case 'label.delete':
      return relabel(state, command, newId())
    case 'status.create':
      return [{ kind: 'status.delete', status: command.status }]
    case 'status.update':
      return before(state.statuses.get(command.status), command)
    case 'status.delete':
      return reopen(state, command, newId())
    case 'project.update':
      return before(state.project, command)
  }
  return null
}

function onTask(state: State, id: Id, back: (task: Task) => CommandBody[]): CommandBody[] | null {
  const task = state.tasks.get(id)
  return task ? back(task) : null
}

/** The same command with the values that its fields have now; for small things, whose fields bear the same names. */
function before(thing: object | null | undefined, command: CommandBody): CommandBody[] | null {
  if (!thing) return null
  const record = thing as Thing
  const back: Thing = { ...command }
  for (const field in record) if (field in command) back[field] = record[field]
  if ('archived' in command) back.archived = record.archivedAt !== null
  return [back as unknown as CommandBody]
}

function updateBack(state: State, task: Task, command: Of<'task.update'>): CommandBody[] {
  const back: Of<'task.update'> = { kind: 'task.update', task: task.id }
  const fields = command as unknown as Thing
  for (const field in fields)
    if (isOwn(task, field)) Object.assign(back, { [field]: (task as unknown as Thing)[field] })
  if (command.archived !== undefined) back.archived = task.archivedAt !== null
  Object.assign(
    back,
    listBack(task.labels, 'Labels', command.addLabels, command.removeLabels),
    listBack(task.assignees, 'Assignees', command.addAssignees, command.removeAssignees),
  )
  const moves = command.status !== undefined && command.status !== task.status
  const changes = Object.keys(back).length > 2
  return [...(changes ? [back] : []), ...(moves ? [moveBack(state, task)] : [])]
}

function isOwn(task: Task, field: string): boolean {
  return field in task && field !== 'status' && (task as unknown as Thing)[field] !== undefined
}

/** Takes back only what the command changed: what was there before is neither removed nor added. */
function listBack(list: readonly Id[], name: string, added: Id[] = [], removed: Id[] = []): Thing {
  const remove = added.filter((id) => !list.includes(id))
  const add = removed.filter((id) => list.includes(id))
  return {
    ...(remove.length > 0 && { [`remove${name}`]: remove }),
    ...(add.length > 0 && { [`add${name}`]: add }),
  }
}

/** Back beside the neighbour that it has now; after the one above, since things are mostly added below. */
function moveBack(state: State, task: Task): CommandBody {
  const list = state.order!.of(task.status)
  const at = state.order!.indexOf(task)
  const back: Of<'task.move'> = { kind: 'task.move', task: task.id, status: task.status }
  if (at > 0) return { ...back, after: list[at - 1]! }
  return at === 0 && list.length > 1 ? { ...back, before: list[1]! } : back
}

/** A label cannot rise again under its old id: an equal one takes its place. */
function relabel(state: State, { label }: Of<'label.delete'>, id: Id): CommandBody[] | null {
  const old = state.labels.get(label)
  if (!old) return null
  const marked = [...state.tasks.values()].filter((task) => task.labels.includes(label))
  const marks = marked.map((task): CommandBody => ({ kind: 'task.update', task: task.id, addLabels: [id] }))
  return [{ kind: 'label.create', label: id, name: old.name, color: old.color }, ...marks]
}

/** As with labels; its tasks come back in their order. */
function reopen(state: State, { status }: Of<'status.delete'>, id: Id): CommandBody[] | null {
  const old = state.statuses.get(status)
  if (!old) return null
  const { name, category, color, wipLimit, rank } = old
  const moves = state.order!.of(status).map((task): CommandBody => ({ kind: 'task.move', task, status: id }))
  return [{ kind: 'status.create', status: id, name, category, color, wipLimit, rank }, ...moves]
}

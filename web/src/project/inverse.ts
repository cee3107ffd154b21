/**
 * What takes a command back: worked out on the state before it, as commands in order. Null where the command has
 * nothing to work on, and where nothing can:
 * - `task.transfer`: the task is in another project by then; what says so offers the way back from there.
 * - `project.create`, `project.delete`, `project.restore`: not of one project's history; deleting asks for the name.
 * - `link.*`, `member.sync`: only the server sends them.
 */
import type { CommandBody, Id, SavedView, Task, Template } from '@/api/types'
import { completes } from './recur'
import { read, type State, type Thing } from './state'

type Of<Kind extends CommandBody['kind']> = Extract<CommandBody, { kind: Kind }>

export function inverse(state: State, command: CommandBody, newId: () => Id): CommandBody[] | null {
  const list = inverseOf(state, command, newId)
  return list && list.length > 0 ? list : null
}

function inverseOf(state: State, command: CommandBody, newId: () => Id): CommandBody[] | null {
  switch (command.kind) {
    case 'task.create':
      return [{ kind: 'task.delete', task: command.task }]
    case 'task.update':
      return onTask(state, command.task, (task) => updateBack(state, task, command))
    case 'task.move':
      return onTask(state, command.task, (task) => [
        moveBack(state, task),
        ...recurrenceBack(state, task, command),
      ])
    case 'task.duplicate':
      return Object.values(command.copies ?? {}).map((task) => ({ kind: 'task.delete', task }))
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
    case 'field.create':
      return [{ kind: 'field.delete', field: command.field }]
    case 'field.update':
      return revalue(state, command, before(state.fields.get(command.field), command))
    case 'field.delete':
      return refield(state, command, newId())
    case 'template.create':
      return [{ kind: 'template.delete', template: command.template }]
    case 'template.update':
      return before(read(state, 'template', command.template), command)
    case 'template.delete': {
      const old = read(state, 'template', command.template) as Template | undefined
      return old ? [{ kind: 'template.create', template: newId(), name: old.name, task: old.task }] : null
    }
    case 'view.create':
      return [{ kind: 'view.delete', view: command.view }]
    case 'view.update':
      return before(read(state, 'view', command.view), command)
    case 'view.delete':
      return saveAgain(read(state, 'view', command.view) as SavedView | undefined, newId())
    case 'status.create':
      return [{ kind: 'status.delete', status: command.status }]
    case 'status.update':
      return before(state.statuses.get(command.status), command)
    case 'status.delete':
      return reopen(state, command, newId())
    case 'project.update':
      return before(state.project, command)
    case 'comment.create':
    case 'comment.restore':
      return [{ kind: 'comment.delete', comment: command.comment }]
    case 'comment.delete':
      return [{ kind: 'comment.restore', comment: command.comment }]
    case 'attachment.create':
    case 'attachment.restore':
      return [{ kind: 'attachment.delete', attachment: command.attachment }]
    case 'attachment.delete':
      return [{ kind: 'attachment.restore', attachment: command.attachment }]
    case 'comment.update':
      return unsaid(read(state, 'comment', command.comment), command)
    case 'comment.react':
      return read(state, 'comment', command.comment) ? [command] : null // a second time takes it back
    case 'member.set':
    case 'member.remove':
      return seatBack(state, command.user)
  }
  return null
}

function onTask(state: State, id: Id, back: (task: Task) => CommandBody[]): CommandBody[] | null {
  const task = state.tasks.get(id)
  return task ? back(task) : null
}

/** What it said before; the files that came with the change go with it. */
function unsaid(
  comment: Thing | undefined,
  { files = [], ...text }: Extract<CommandBody, { kind: 'comment.update' }>,
): CommandBody[] | null {
  const back = before(comment, text)
  const off = files.flatMap(({ attachment }): CommandBody[] =>
    attachment ? [{ kind: 'attachment.delete', attachment }] : [],
  )
  return back && [...back, ...off]
}

/** The same command with the values that its fields have now; for small things, whose fields bear the same names. */
/** A view that comes back is another one: ids are given once. */
function saveAgain(old: SavedView | undefined, view: Id): CommandBody[] | null {
  if (!old) return null
  const { name, layout, filter, group, sort } = old
  return [{ kind: 'view.create', view, name, layout, filter, group, sort }]
}

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
  if (command.fields) back.fields = valuesBack(task, Object.keys(command.fields))
  const recurs = recurrenceBack(state, task, command)
  if (recurs.length > 0) delete back.recurrence
  if (command.dueDate === null && task.dueTime) back.dueTime = task.dueTime
  if (command.dueDate === null && task.recurrence) back.recurrence = task.recurrence
  Object.assign(
    back,
    listBack(task.blockedBy, 'BlockedBy', command.addBlockedBy, command.removeBlockedBy),
    listBack(task.related, 'Related', command.addRelated, command.removeRelated),
    listBack(task.labels, 'Labels', command.addLabels, command.removeLabels),
    listBack(task.assignees, 'Assignees', command.addAssignees, command.removeAssignees),
  )
  const moves = command.status !== undefined && command.status !== task.status
  const changes = Object.keys(back).length > 2
  return [...(changes ? [back] : []), ...(moves ? [moveBack(state, task)] : []), ...recurs]
}

/**
 * A completed task that recurs gets its recurrence again, and the one that came after it goes. After the move back, so
 * that the redo, which goes the other way, completes a task that does not recur.
 */
function recurrenceBack(
  state: State,
  task: Task,
  command: Of<'task.move'> | Of<'task.update'>,
): CommandBody[] {
  if (!completes(state, command)) return []
  const back: CommandBody = { kind: 'task.update', task: task.id, recurrence: task.recurrence }
  return command.next ? [back, { kind: 'task.delete', task: command.next }] : [back]
}

/** What a task has in these fields now; null where it has nothing. */
function valuesBack(task: Task, fields: readonly Id[]): Record<Id, Task['fields'][string] | null> {
  return Object.fromEntries(fields.map((field) => [field, task.fields[field] ?? null]))
}

function isOwn(task: Task, field: string): boolean {
  return (
    field in task &&
    field !== 'status' &&
    field !== 'fields' &&
    (task as unknown as Thing)[field] !== undefined
  )
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

/** Options that come back do so with the tasks that had them. */
function revalue(
  state: State,
  { field, options }: Of<'field.update'>,
  back: CommandBody[] | null,
): CommandBody[] | null {
  if (!back || !options) return back
  const gone = (value: unknown): boolean => !options.some((option) => option.id === value)
  return [...back, ...values(state, field, field, gone)]
}

/** As with labels: an equal field takes its place, with the values. */
function refield(state: State, { field }: Of<'field.delete'>, id: Id): CommandBody[] | null {
  const old = state.fields.get(field)
  if (!old) return null
  const { name, type, options, rank } = old
  return [
    { kind: 'field.create', field: id, name, type, options, rank },
    ...values(state, field, id, () => true),
  ]
}

/** Gives the tasks that have a value in a field now the same in another. */
function values(state: State, field: Id, to: Id, which: (value: unknown) => boolean): CommandBody[] {
  const held = [...state.tasks.values()].filter((task) => field in task.fields && which(task.fields[field]))
  return held.map((task) => ({ kind: 'task.update', task: task.id, fields: { [to]: task.fields[field]! } }))
}

/** As with labels; its tasks come back in their order. */
function reopen(state: State, { status }: Of<'status.delete'>, id: Id): CommandBody[] | null {
  const old = state.statuses.get(status)
  if (!old) return null
  const { name, category, color, wipLimit, rank } = old
  const moves = state.order!.of(status).map((task): CommandBody => ({ kind: 'task.move', task, status: id }))
  return [{ kind: 'status.create', status: id, name, category, color, wipLimit, rank }, ...moves]
}

/** Both ways back: to the own role before, or to none. */
function seatBack(state: State, user: Id): CommandBody[] {
  const ownRole = state.members.get(user)?.ownRole
  return [ownRole ? { kind: 'member.set', user, role: ownRole } : { kind: 'member.remove', user }]
}

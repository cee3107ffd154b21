/**
 * The commands that make a task what it was: an ordinary restoring and changing, so that it can be undone. What does
 * not exist any more (people, labels, statuses, other tasks) is left out.
 */
import type { CommandBody, FieldValue, Id, Task } from '@/api/types'
import { equal, type State, type Thing } from './state'

type Update = Extract<CommandBody, { kind: 'task.update' }>

/** What there is now of what a task may name. */
export type Known = Pick<State, 'statuses' | 'labels' | 'fields' | 'members' | 'tasks'>

const plain = [
  'title',
  'description',
  'priority',
  'startDate',
  'dueDate',
  'dueTime',
  'recurrence',
  'estimateSeconds',
  'duplicateOf',
] as const

/** None where the task is what it was. A task that is deleted now is not among the known ones. */
export function asItWas(then: Readonly<Task>, known: Known): CommandBody[] {
  const now = known.tasks.get(then.id)
  const update: Update = { kind: 'task.update', task: then.id }
  Object.assign(update, changed(now, wanted(then, known)))
  if (now && (now.archivedAt !== null) !== (then.archivedAt !== null))
    update.archived = then.archivedAt !== null
  const fields = valuesBack(now, then, known)
  if (Object.keys(fields).length > 0) update.fields = fields
  const isSame = Object.keys(update).length === 2
  const commands: CommandBody[] = isSame ? [] : [update]
  return now ? commands : [{ kind: 'task.restore', task: then.id }, ...commands]
}

/** The values that the task had, as far as what they name is there. */
function wanted(then: Readonly<Task>, known: Known): Thing {
  const values: Thing = {}
  for (const field of plain) if (then[field] !== undefined) values[field] = then[field]
  values.assignees = then.assignees.filter((id) => known.members.has(id))
  values.labels = then.labels.filter((id) => known.labels.has(id))
  values.blockedBy = then.blockedBy.filter((id) => known.tasks.has(id))
  if (then.parent === null || known.tasks.has(then.parent)) values.parent = then.parent
  const status = known.statuses.get(then.status)
  if (status && !status.archivedAt) values.status = then.status
  if (hasComeAgain(then, known)) delete values.recurrence
  return values
}

/** Its completion has given the recurrence to the task that came after it: a second series is not begun. */
function hasComeAgain({ id, completedAt, recurrence }: Readonly<Task>, known: Known): boolean {
  const now = known.tasks.get(id)
  return !!recurrence && !completedAt && !!now?.completedAt && !now.recurrence
}

function changed(now: Readonly<Task> | undefined, values: Thing): Thing {
  if (!now) return values
  const record = now as unknown as Thing
  const others = Object.entries(values).filter(([field, value]) => !isSame(record[field], value))
  return Object.fromEntries(others)
}

/** Lists of ids are the same in any order. */
function isSame(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return equal(a, b)
  return a.length === b.length && a.every((one) => b.includes(one))
}

/** Custom values that differ; null takes one away. */
function valuesBack(
  now: Readonly<Task> | undefined,
  then: Readonly<Task>,
  known: Known,
): Record<Id, FieldValue | null> {
  const values: Record<Id, FieldValue | null> = {}
  for (const id of known.fields.keys()) {
    const value = then.fields[id] ?? null
    if (!equal(now?.fields[id] ?? null, value) && (now || value !== null)) values[id] = value
  }
  return values
}

/**
 * What becomes of a task in another project, told before it goes there. The server decides; it does the same
 * (`internal/project/transfer.go`).
 */
import type { Field, Id, Member, Status, Task } from '@/api/types'

/** As much of a project as matters to a task that leaves or enters it. */
export interface Place {
  /** Those that are not archived, in board order. */
  readonly statuses: readonly Status[]
  readonly fields: readonly Field[]
  /** By user id. */
  readonly members: ReadonlyMap<Id, Member>
}

/** What does not come along. */
export interface Lost {
  /** Names of statuses that the other project does not have. */
  readonly statuses: readonly string[]
  /** Names of custom fields whose values are not taken over. */
  readonly fields: readonly string[]
  /** Names of assignees who are no members there. */
  readonly people: readonly string[]
  /** Tasks that stay, of those that block these or are blocked by them. */
  readonly blocks: number
  /** Whether a task stops being part of one that stays. */
  readonly parent: boolean
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** A task and all below it, parents first. `below` gives the tasks whose parent is one. */
export function treeOf(root: Id, below: (task: Id) => readonly Id[]): Id[] {
  const tree = new Set([root])
  for (const id of tree) for (const child of below(id)) tree.add(child)
  return [...tree]
}

/** Where a task arrives: in the status of the same name, else of the same category, else in the first. */
export function arrivesIn(was: Status | undefined, statuses: readonly Status[]): Status | undefined {
  const named = was && statuses.find(({ name }) => same(name, was.name))
  return named ?? statuses.find(({ category }) => category === was?.category) ?? statuses[0]
}

/** What tasks that go together leave behind; `all` are those of the project that they leave. */
export function lostBy(
  tasks: readonly Readonly<Task>[],
  all: readonly Readonly<Task>[],
  from: Place,
  to: Place,
): Lost {
  const going = new Set(tasks.map(({ id }) => id))
  const blocks = new Set<Id>()
  for (const task of all)
    for (const other of task.blockedBy)
      if (going.has(task.id) !== going.has(other)) blocks.add(going.has(task.id) ? other : task.id)
  return {
    statuses: named(tasks, ({ status }) => {
      const was = from.statuses.find(({ id }) => id === status)
      return was && !to.statuses.some(({ name }) => same(name, was.name)) ? [was.name] : []
    }),
    fields: named(tasks, (task) => fieldsLost(task, from, to)),
    people: named(tasks, ({ assignees }) =>
      assignees.filter((id) => !to.members.has(id)).map((id) => from.members.get(id)?.user.name ?? ''),
    ),
    blocks: blocks.size,
    parent: tasks.some(({ parent }) => parent !== null && !going.has(parent)),
  }
}

/** Names that come out of several tasks, each once. */
function named(tasks: readonly Readonly<Task>[], of: (task: Readonly<Task>) => string[]): string[] {
  return [...new Set(tasks.flatMap(of))].filter(Boolean)
}

function fieldsLost(task: Readonly<Task>, from: Place, to: Place): string[] {
  return Object.entries(task.fields).flatMap(([id, value]) => {
    const field = from.fields.find((one) => one.id === id)
    const there = to.fields.find((one) => field && one.type === field.type && same(one.name, field.name))
    if (!field) return []
    return there && fits(field, there, value, to) ? [] : [field.name]
  })
}

function fits(field: Field, there: Field, value: unknown, to: Place): boolean {
  if (field.type === 'person') return to.members.has(value as Id)
  if (field.type !== 'select') return true
  const option = field.options.find(({ id }) => id === value)
  return there.options.some(({ name }) => option !== undefined && same(name, option.name))
}

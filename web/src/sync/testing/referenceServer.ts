import type {
  Command,
  CommandResult,
  Entry,
  Id,
  Member,
  ProjectEvent,
  SavedView,
  Snapshot,
  Task,
} from '@/api/types'
import { applyEntry } from '@/project/apply'
import { byRank } from '@/project/order'
import { rankBetween } from '@/project/rank'
import { fromSnapshot, read, type State, thingsOf } from '@/project/state'

/** A refusal, as a status of HTTP. */
class Refused extends Error {
  constructor(readonly status: number) {
    super(`refused with ${status}`)
  }
}

interface Taken {
  readonly json: string
  readonly result: CommandResult
}

/**
 * A journal in memory with a few of the server's rules, to run clients against. It makes ranks of its own, refuses,
 * takes each command once (J4), and notes what a client must never do.
 */
export class ReferenceServer {
  entries: Entry[] = []
  epoch = 'e1'
  state: State
  /** What must stay empty: the same command id with another body (C3). */
  readonly violations: string[] = []
  /** Ids of commands in the order in which they were first seen, by person. */
  readonly seen = new Map<Id, Id[]>()
  /** Refuses the next command with this status of HTTP. */
  refuseNext: number | null = null
  readonly listeners = new Set<(entry: Entry) => void>()
  private readonly taken = new Map<Id, Taken>()
  private number = 0

  constructor(
    private readonly start: Snapshot,
    private readonly now: () => number,
    private readonly random: () => number,
  ) {
    this.state = fromSnapshot(structuredClone(start))
  }

  get head(): number {
    return this.start.seq + this.entries.length
  }

  snapshot(): Snapshot {
    return structuredClone({
      epoch: this.epoch,
      seq: this.head,
      project: this.state.project!,
      statuses: [...this.state.statuses.values()],
      labels: [...this.state.labels.values()],
      fields: [...this.state.fields.values()],
      views: [...thingsOf<SavedView>(this.state, 'view')],
      members: [...this.state.members.values()],
      tasks: [...this.state.tasks.values()].filter((task) => !task.archivedAt).map(withoutText),
    })
  }

  after(seq: number): Entry[] {
    return this.entries.slice(Math.max(0, seq - this.start.seq))
  }

  /** A whole call: commands in order, all or none where it says so. */
  submit(actor: Id, body: string): { results: CommandResult[] } {
    const { commands, atomic } = JSON.parse(body) as { commands: Command[]; atomic?: boolean }
    if (atomic) return { results: this.together(actor, commands) }
    return { results: commands.map((command) => this.take(actor, command)) }
  }

  private take(actor: Id, command: Command): CommandResult {
    const again = this.again(actor, command)
    if (again) return again
    try {
      const seq = this.append(actor, command.id, this.decide(actor, command))
      return this.keep(command, { id: command.id, status: 'applied', seq })
    } catch (error) {
      return this.keep(command, refusal(command.id, error))
    }
  }

  private together(actor: Id, commands: Command[]): CommandResult[] {
    const again = commands.map((command) => this.again(actor, command))
    if (again.every((result) => result !== undefined)) return again
    try {
      // Decided one on the other in a copy, so that nothing is half done.
      const copy = new ReferenceServer(this.snapshot(), this.now, this.random)
      copy.state = fromSnapshot({
        ...this.snapshot(),
        tasks: structuredClone([...this.state.tasks.values()]),
      })
      for (const [id, task] of this.state.deleted) copy.state.deleted.set(id, task)
      const events = commands.flatMap((command) => {
        const made = copy.decide(actor, command)
        copy.append(actor, command.id, made)
        return made
      })
      const seq = this.append(actor, commands[0]!.id, events)
      return commands.map((command) => this.keep(command, { id: command.id, status: 'applied', seq }))
    } catch (error) {
      return commands.map((command) => this.keep(command, refusal(command.id, error)))
    }
  }

  private again(actor: Id, command: Command): CommandResult | undefined {
    const taken = this.taken.get(command.id)
    if (taken && taken.json !== JSON.stringify(command))
      this.violations.push(`another body for ${command.id}`)
    if (!taken) this.seen.set(actor, [...(this.seen.get(actor) ?? []), command.id])
    return taken?.result
  }

  private keep(command: Command, result: CommandResult): CommandResult {
    this.taken.set(command.id, { json: JSON.stringify(command), result })
    return result
  }

  append(actor: Id, command: Id | null, events: ProjectEvent[]): number {
    if (events.length === 0) return this.head
    const at = new Date(this.now()).toISOString()
    const entry: Entry = { seq: this.head + 1, at, actor, command, events: structuredClone(events) }
    applyEntry(this.state, entry)
    this.entries.push(entry)
    for (const listener of this.listeners) listener(structuredClone(entry))
    return entry.seq
  }

  private decide(actor: Id, command: Command): ProjectEvent[] {
    const refuse = this.refuseNext
    this.refuseNext = null
    if (refuse !== null) throw new Refused(refuse)
    switch (command.kind) {
      case 'task.create': {
        if (command.title.includes('refuse me')) throw new Refused(422)
        if (this.state.tasks.has(command.task) || this.state.deleted.has(command.task)) throw new Refused(409)
        return [{ type: 'task:created', task: this.newTask(actor, command) }]
      }
      case 'task.update': {
        const task = this.task(command.task)
        if (command.title?.includes('refuse me')) throw new Refused(422)
        const {
          id: _id,
          kind: _kind,
          task: _task,
          addLabels,
          removeLabels,
          archived,
          fields,
          ...set
        } = command
        const { addBlockedBy, removeBlockedBy, addAssignees, removeAssignees, next: _next, ...named } = set
        for (const user of addAssignees ?? []) if (!this.state.members.has(user)) throw new Refused(422)
        for (const other of [...(addBlockedBy ?? []), ...(named.parent ? [named.parent] : [])])
          this.task(other)
        for (const label of addLabels ?? []) if (!this.state.labels.has(label)) throw new Refused(404)
        if (archived === false && task.archivedAt)
          return [{ type: 'task:created', task: { ...task, archivedAt: null } }]
        const at = new Date(this.now()).toISOString()
        const event: ProjectEvent = { type: 'task:updated', id: task.id, set: { ...named } }
        if (archived !== undefined) event.set!.archivedAt = archived ? at : null
        if (fields) event.set!.fields = this.fieldsWith(task, fields)
        if (addLabels) event.add = { labels: addLabels }
        if (removeLabels) event.remove = { labels: removeLabels }
        if (addAssignees) event.add = { assignees: addAssignees }
        if (removeAssignees) event.remove = { assignees: removeAssignees }
        if (addBlockedBy) event.add = { ...event.add, blockedBy: addBlockedBy }
        if (removeBlockedBy) event.remove = { ...event.remove, blockedBy: removeBlockedBy }
        return [event]
      }
      case 'task.move': {
        const task = this.task(command.task)
        if (!this.state.statuses.has(command.status)) throw new Refused(404)
        const rank = this.rank(task.id, command.status, command.after, command.before)
        const done = this.state.statuses.get(command.status)!.category === 'done'
        const completedAt = done ? (task.completedAt ?? new Date(this.now()).toISOString()) : null
        const set = { status: command.status, rank, completedAt }
        if (!completedAt || task.completedAt || !task.recurrence)
          return [{ type: 'task:updated', id: task.id, set }]
        const next = this.comesAgain(
          actor,
          task,
          command.next ?? `${task.id.slice(0, -3)}${100 + this.number}`,
        )
        return [
          { type: 'task:created', task: next },
          { type: 'task:updated', id: task.id, set: { ...set, recurrence: null } },
        ]
      }
      case 'task.delete':
        return [{ type: 'task:deleted', id: this.task(command.task).id }]
      case 'task.restore': {
        const task = this.state.deleted.get(command.task)
        if (!task) throw new Refused(409)
        const labels = task.labels.filter((label) => this.state.labels.has(label))
        return [{ type: 'task:created', task: { ...task, labels } }]
      }
      case 'field.create': {
        const { field: id, name, type, options = [], rank = 'a0' } = command
        if (this.state.fields.has(id)) throw new Refused(409)
        return [{ type: 'field:created', field: { id, name, type, options, rank } }]
      }
      case 'field.update': {
        const { id: _id, kind: _kind, field: id, ...set } = command
        if (!this.state.fields.has(id)) throw new Refused(404)
        return [{ type: 'field:updated', id, set }]
      }
      case 'member.set': {
        const user = { id: command.user, name: command.user }
        return [
          { type: 'member:created', member: { user, role: command.role, ownRole: command.role } as Member },
        ]
      }
      case 'member.remove':
        return [{ type: 'member:deleted', id: command.user }]
      case 'field.delete': {
        if (!this.state.fields.has(command.field)) throw new Refused(404)
        const held = [...this.state.tasks.values()].filter((task) => command.field in task.fields)
        const events = held.map((task): ProjectEvent => {
          const fields = this.fieldsWith(task, { [command.field]: null })
          return { type: 'task:updated', id: task.id, set: { fields } }
        })
        return [...events, { type: 'field:deleted', id: command.field }]
      }
      case 'view.create': {
        const { id: _id, kind: _kind, view: id, ...given } = command
        if (read(this.state, 'view', id)) throw new Refused(409)
        const made = { createdBy: actor, createdAt: new Date(this.now()).toISOString() }
        const project = this.state.project!.id
        const view = { id, project, filter: null, group: null, sort: null, ...given, ...made }
        return [{ type: 'view:created', view }]
      }
      case 'view.update': {
        const { id: _id, kind: _kind, view: id, ...set } = command
        if (!read(this.state, 'view', id)) throw new Refused(404)
        return [{ type: 'view:updated', id, set }]
      }
      case 'view.delete':
        if (!read(this.state, 'view', command.view)) throw new Refused(404)
        return [{ type: 'view:deleted', id: command.view }]
      case 'label.create':
        if (this.state.labels.has(command.label)) throw new Refused(409)
        return [
          { type: 'label:created', label: { id: command.label, name: command.name, color: command.color } },
        ]
      case 'status.delete':
        return [{ type: 'status:deleted', id: command.status }]
      case 'label.delete': {
        if (!this.state.labels.has(command.label)) throw new Refused(404)
        const marked = [...this.state.tasks.values()].filter((task) => task.labels.includes(command.label))
        const events = marked.map((task): ProjectEvent => {
          return { type: 'task:updated', id: task.id, remove: { labels: [command.label] } }
        })
        return [...events, { type: 'label:deleted', id: command.label }]
      }
    }
    throw new Refused(422)
  }

  private task(id: Id): Task {
    const task = this.state.tasks.get(id)
    if (!task) throw new Refused(this.state.deleted.has(id) ? 410 : 404)
    return task
  }

  private fieldsWith(task: Task, changes: Record<string, unknown>): Record<string, unknown> {
    for (const [id, value] of Object.entries(changes)) {
      const field = this.state.fields.get(id)
      if (!field) throw new Refused(404)
      if (field.type === 'select' && value !== null && !field.options.some((option) => option.id === value))
        throw new Refused(422)
    }
    const all = Object.entries({ ...task.fields, ...changes })
    return Object.fromEntries(all.filter(([, value]) => value !== null))
  }

  /** A week later, in the first status. */
  private comesAgain(actor: Id, task: Task, id: Id): Task {
    if (this.state.tasks.has(id) || this.state.deleted.has(id)) throw new Refused(409)
    const due = new Date(Date.parse(task.dueDate!) + 7 * 86_400_000).toISOString().slice(0, 10)
    const { title, recurrence, fields, labels, priority } = task
    const made = this.newTask(actor, { id, kind: 'task.create', task: id, title, labels, priority })
    return { ...made, dueDate: due, recurrence, fields }
  }

  private newTask(actor: Id, command: Extract<Command, { kind: 'task.create' }>): Task {
    const at = new Date(this.now()).toISOString()
    const status = command.status ?? [...this.state.statuses.values()].toSorted(byRank)[0]!.id
    const number = ++this.number
    return {
      id: command.task,
      project: this.state.project!.id,
      number,
      key: `WEB-${number}`,
      title: command.title,
      description: command.description ?? '',
      status,
      rank: this.rank(command.task, status, command.after, command.before),
      assignees: [],
      labels: command.labels ?? [],
      priority: command.priority ?? 'none',
      startDate: null,
      dueDate: null,
      dueTime: null,
      recurrence: null,
      estimateSeconds: null,
      parent: null,
      blockedBy: [],
      related: [],
      duplicateOf: null,
      fields: {},
      createdBy: actor,
      createdAt: at,
      updatedAt: at,
      completedAt: null,
      archivedAt: null,
      commentCount: 0,
      attachmentCount: 0,
      spentSeconds: 0,
      seq: 0,
    }
  }

  /** Strictly between the neighbours, somewhere in the gap: not what a client guesses. */
  private rank(id: Id, status: Id, after?: Id | null, before?: Id | null): string {
    const list = [...this.state.tasks.values()].filter((task) => task.status === status && task.id !== id)
    const sorted = list.toSorted(byRank)
    const left = after ? sorted.findIndex((task) => task.id === after) : -1
    const right = before ? sorted.findIndex((task) => task.id === before) : -1
    const at = left >= 0 ? left + 1 : right >= 0 ? right : sorted.length
    const low = sorted[at - 1]?.rank ?? null
    const high = sorted[at]?.rank ?? null
    if (low !== null && high !== null && low >= high) return low
    const middle = rankBetween(low, high)
    return this.random() < 0.5 ? middle : rankBetween(low, middle)
  }
}

function withoutText(task: Task): Task {
  const { description: _, ...rest } = task
  return rest
}

function refusal(id: Id, error: unknown): CommandResult {
  if (!(error instanceof Refused)) throw error
  const problem = { type: 'about:blank', title: 'Refused', status: error.status, detail: 'It does not work.' }
  return { id, status: 'refused', problem }
}

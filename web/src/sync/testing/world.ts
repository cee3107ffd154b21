import type { CommandBody, Entry, Id, SavedView, Snapshot, Status, Task } from '@/api/types'
import { byRank } from '@/project/order'
import { apply } from '@/project/apply'
import { predict } from '@/project/predict'
import { learnToRecur, sortedFields } from '@/project/recur'
import { orderedCopy, type State, thingsOf } from '@/project/state'
import type { Copy } from '../copy'
import { ProjectSync, type Refusal } from '../projectSync'
import type { Replica } from '../replica'
import type { SetAside } from '../setAside'
import { Socket } from '../socket'
import { FakeClock } from './fakeClock'
import { Network } from './network'
import { ReferenceServer } from './referenceServer'

export const project = '01930000-0000-7000-8000-000000000001'
export const statuses = ['51', '52', '53'].map((end) => `01930000-0000-7000-8000-0000000000${end}`)
export const person = (n: number): Id => `01930000-0000-7000-8000-00000000a00${n}`
export const taskId = (n: number): Id => `01930000-0000-7000-8000-0000000${String(10000 + n)}`

/** A board with so many tasks in its first status. */
export function boardOf(tasks: number): Snapshot {
  return {
    epoch: 'e1',
    seq: 1,
    project: {
      id: project,
      team: project,
      key: 'WEB',
      name: 'Website',
      description: '',
      visibility: 'team',
      settings: {},
      link: null,
      archivedAt: null,
      createdAt: '2026-11-23T20:00:00.000Z',
    },
    statuses: statuses.map((id, i): Status => {
      const category = (['todo', 'active', 'done'] as const)[i]!
      return {
        id,
        name: category,
        category,
        color: '#5557d6',
        wipLimit: null,
        rank: `a${i}`,
        archivedAt: null,
      }
    }),
    labels: [],
    fields: [],
    members: [],
    tasks: Array.from({ length: tasks }, (_, i) => taskOf(i)),
  }
}

export function taskOf(n: number, fields: Partial<Task> = {}): Task {
  return {
    id: taskId(n),
    project,
    number: n + 1,
    key: `WEB-${n + 1}`,
    title: `Task ${n}`,
    status: statuses[0]!,
    rank: `c${String(1000 + n).slice(-3)}`,
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
    fields: {},
    createdBy: person(1),
    createdAt: '2026-11-23T20:00:00.000Z',
    updatedAt: '2026-11-23T20:00:00.000Z',
    completedAt: null,
    archivedAt: null,
    commentCount: 0,
    attachmentCount: 0,
    spentSeconds: 0,
    seq: 1,
    ...fields,
  }
}

/** A client as the store runs it, with what a test wants to know of it. */
export class Client {
  readonly sync: ProjectSync
  readonly socket: Socket
  readonly refusals: Refusal[] = []
  readonly aside: SetAside[] = []
  /** What stands in open fields when access ends. */
  writing: readonly CommandBody[] = []
  /** Why this client may not change anything now. */
  whyNot: string | null = null
  /** Called whenever the view has changed. */
  onView: (foreign: readonly Entry[]) => void = () => {}
  onSetAside: (edits: readonly SetAside[]) => void = () => {}

  constructor(
    readonly actor: Id,
    network: Network,
    copyOf: (replica: Replica) => Promise<Copy> | null = () => null,
  ) {
    const { clock } = network
    this.socket = new Socket({ open: (events) => network.open(events, actor), clock })
    this.sync = new ProjectSync(
      {
        project,
        actor: () => actor,
        whyNot: () => this.whyNot,
        socket: this.socket,
        http: network.http(actor),
        clock,
        copyOf,
      },
      {
        onView: (_reset, _changes, foreign) => this.onView(foreign),
        onStatus: () => {},
        onRefused: (refusal) => this.refusals.push(refusal),
        onLeaving: () => this.writing,
        onSetAside: (edits) => {
          this.aside.push(...edits)
          this.onSetAside(edits)
        },
      },
    )
    this.sync.start()
  }

  get view(): State {
    return this.sync.replica.view
  }

  get pending(): number {
    return this.sync.replica.pending.size
  }

  run(...bodies: CommandBody[]): ReturnType<ProjectSync['run']> {
    return this.sync.run(bodies)
  }

  task(n: number): Task | undefined {
    return this.view.tasks.get(taskId(n))
  }

  column(status = 0): string[] {
    return this.view.order!.of(statuses[status]!).map((id) => this.view.tasks.get(id)!.title)
  }
}

/** A server, its network and some clients who have loaded the board. */
export async function world(options: { clients?: number; tasks?: number; seed?: number } = {}): Promise<{
  clock: FakeClock
  server: ReferenceServer
  network: Network
  clients: Client[]
}> {
  await learnToRecur()
  const clock = new FakeClock(options.seed)
  const server = new ReferenceServer(boardOf(options.tasks ?? 5), clock.now, clock.random)
  const network = new Network(server, clock, project)
  const clients = Array.from({ length: options.clients ?? 1 }, (_, i) => new Client(person(i + 1), network))
  await clock.pass(1000)
  return { clock, server, network, clients }
}

/** What everyone must agree on: everything but archived tasks and descriptions, which snapshots leave out. */
export function shared(state: State): unknown {
  const tasks = [...state.tasks.values()].filter((task) => !task.archivedAt)
  const lists = statuses.map((status) => {
    return tasks.filter((task) => task.status === status).toSorted(byRank)
  })
  return {
    labels: [...state.labels.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    fields: sortedFields(state),
    views: [...thingsOf<SavedView>(state, 'view')].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    lists: lists.map((list) => list.map((task) => ({ ...task, description: undefined }))),
  }
}

/** The view worked out from nothing: what C1 says that it is. */
export function replayed(sync: ProjectSync): State {
  const { confirmed, pending } = sync.replica
  const view = orderedCopy(confirmed)
  for (const { commands, by } of pending.items) {
    for (const command of commands) {
      for (const event of predict(view, command, by)) apply(view, { seq: null, at: by.at }, event)
    }
  }
  return view
}

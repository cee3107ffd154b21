import { WebSocket } from 'ws'
import type { CommandBody, Snapshot, Task } from '../../src/api/types'
import { byRank } from '../../src/project/order'
import { systemClock } from '../../src/sync/clock'
import { createHttp } from '../../src/sync/http'
import { newId } from '../../src/sync/id'
import { ProjectSync } from '../../src/sync/projectSync'
import { Socket } from '../../src/sync/socket'
import type { Server } from '../server'
import type { Line } from './line'

/** Who a client is: an account with a team and a project. */
export interface Account {
  readonly user: string
  readonly project: string
  readonly headers: Record<string, string>
}

/** The sync engine as a browser runs it, without a browser. */
export class Client {
  readonly sync: ProjectSync
  /** Commands wished, and those that have got an answer. */
  wished = 0
  answered = 0
  private readonly socket: Socket

  constructor(account: Account, line: Line) {
    const { headers, project, user } = account
    this.socket = new Socket({
      clock: systemClock,
      open(events) {
        const wire = new WebSocket(`${line.url.replace('http', 'ws')}/ws`, { headers })
        wire.on('open', () => events.onOpen())
        wire.on('message', (text) => events.onMessage(String(text)))
        wire.on('close', (code, reason) => events.onClose(code, String(reason)))
        wire.on('error', () => {}) // the close follows
        return { send: (text) => wire.send(text), close: () => wire.close() }
      },
    })
    const http = createHttp(async (path, init) => {
      const all = { ...(init!.headers as Record<string, string>), ...headers, Connection: 'close' }
      return fetch(line.url + String(path), { ...init, headers: all })
    }, systemClock)
    const nothing = (): void => {}
    const listener = {
      onView: nothing,
      onStatus: nothing,
      onRefused: nothing,
      onLeaving: () => [],
      onSetAside: nothing,
    }
    this.sync = new ProjectSync(
      { project, actor: () => user, socket: this.socket, http, clock: systemClock },
      listener,
    )
    this.sync.start()
  }

  get tasks(): Task[] {
    return [...this.sync.replica.view.tasks.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
  }

  get statuses(): string[] {
    return [...this.sync.replica.view.statuses.values()].toSorted(byRank).map(({ id }) => id)
  }

  run(...bodies: CommandBody[]): void {
    this.wished++
    void this.sync.run(bodies).done.then(() => this.answered++)
  }

  /** Something that a person may do, anywhere on the board. */
  doAnything(): void {
    const { tasks, statuses } = this
    const status = pick(statuses)
    const [task, other] = [pick(tasks)?.id, pick(tasks)?.id]
    const dice = Math.random()
    if (!task || !other || dice < 0.2)
      this.run({ kind: 'task.create', task: newId(), title: `New ${dice}`, status })
    else if (dice < 0.4) this.run({ kind: 'task.move', task, status, after: other })
    else if (dice < 0.5)
      this.run({ kind: 'task.move', task, status }, { kind: 'task.move', task: other, status })
    else if (dice < 0.55) this.run({ kind: 'task.delete', task })
    else if (dice < 0.6) this.sync.undo()
    else this.run({ kind: 'task.update', task, title: `Title ${dice}`, priority: 'high' })
  }

  /** The network is back, as a browser would tell. */
  online(): void {
    this.socket.retryNow()
    this.sync.resume()
  }
}

function pick<T>(list: readonly T[]): T {
  return list[Math.floor(Math.random() * list.length)]!
}

/** Registers someone and makes them a project. */
export async function register({ url }: Server): Promise<Account> {
  const account = { email: `${newId()}@example.org`, name: 'Ada', password: 'correct horse battery staple' }
  const headers: Record<string, string> = { 'Content-Type': 'application/json', Origin: url }
  async function post<T>(path: string, body: object): Promise<T> {
    const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
    const [cookie] = response.headers.getSetCookie()
    if (cookie) headers.Cookie = cookie.split(';')[0]!
    return (await response.json()) as T
  }
  const { user } = await post<{ user: { id: string } }>('/api/auth/register', account)
  const { team } = await post<{ team: { id: string } }>('/api/teams', { name: 'Team' })
  const { project } = await post<{ project: { id: string } }>('/api/projects', {
    team: team.id,
    name: 'Storm',
  })
  return { user: user.id, project: project.id, headers }
}

/** The board as the server has it. */
export async function snapshot({ url }: Server, { project, headers }: Account): Promise<Snapshot> {
  const response = await fetch(`${url}/api/projects/${project}/snapshot`, { headers })
  return (await response.json()) as Snapshot
}

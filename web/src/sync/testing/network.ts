import type { Id } from '@/api/types'
import type { Frame, Wish } from '../frame'
import type { Answer, Http } from '../http'
import type { Wire, WireEvents } from '../socket'
import type { FakeClock } from './fakeClock'
import type { ReferenceServer } from './referenceServer'

/** How often what goes wrong, from 0 to 1. */
export interface Weather {
  /** A request never arrives. */
  lostRequest: number
  /** A request takes effect and its answer is lost. */
  lostAnswer: number
  /** The server says "not now". */
  busy: number
  /** A connection breaks while an entry is under way. */
  broken: number
  /** An entry is delivered twice. */
  twice: number
  /** An entry is left out, which a server must never do: the client must notice. */
  skipped: number
  maxDelayMs: number
}

export const calm: Weather = {
  lostRequest: 0,
  lostAnswer: 0,
  busy: 0,
  broken: 0,
  twice: 0,
  skipped: 0,
  maxDelayMs: 20,
}

/** How far behind a cursor may lie, in entries, before the server says `reset`. */
const resetBehind = 30

/** What lies between the clients and a reference server. */
export class Network {
  weather: Weather = calm
  online = true
  private readonly lines = new Set<Line>()
  /** Who may not see the project. */
  private readonly outside = new Set<Id>()

  constructor(
    readonly server: ReferenceServer,
    readonly clock: FakeClock,
    readonly project: Id,
  ) {}

  http(actor: Id): Http {
    return {
      get: <T>(path: string) => this.call(actor, () => this.get(path) as Answer<T>),
      post: <T>(_path: string, body: string) =>
        this.call(actor, (): Answer<T> => ({ type: 'ok', value: this.server.submit(actor, body) as T })),
    }
  }

  /** Someone's access ends: they are told, and from now on it is as if there were no project (L3). */
  remove(actor: Id): void {
    this.outside.add(actor)
    for (const line of this.lines) if (line.actor === actor) line.unsubscribe(4403)
  }

  /** Someone may see the project again; their client hears of it elsewhere. */
  admit(actor: Id): void {
    this.outside.delete(actor)
  }

  isOutside(actor: Id): boolean {
    return this.outside.has(actor)
  }

  open(events: WireEvents, actor: Id = ''): Wire {
    const line = new Line(this, events, actor)
    this.lines.add(line)
    return line
  }

  /** All connections break. */
  break(code = 1006): void {
    for (const line of this.lines) line.end(code)
  }

  /** A frame to all connections, whatever they follow. */
  tell(frame: object): void {
    for (const line of this.lines) line.deliver({ stream: this.project, ...frame } as Frame)
  }

  heartbeat(): void {
    this.tell({ type: 'heartbeat', seq: this.server.head })
  }

  forget(line: Line): void {
    this.lines.delete(line)
  }

  chance(probability: number): boolean {
    return this.clock.random() < probability
  }

  delayMs(): number {
    return this.clock.random() * this.weather.maxDelayMs
  }

  /** The frames that answer a subscription. */
  greeting(since: string | undefined, connection: string): Frame[] {
    const { epoch, head } = this.server
    const stream = this.project
    const hello: Frame = { type: 'hello', stream, protocol: 1, epoch, seq: head, connection }
    const [theirs, seq] = [since?.split('.')[0], Number(since?.split('.')[1])]
    if (theirs !== epoch || seq > head || head - seq > resetBehind) {
      return [hello, { type: 'reset', stream, epoch, seq: head }]
    }
    const missed = this.server.after(seq).map((entry): Frame => ({ type: 'entry', stream, ...entry }))
    return [hello, ...structuredClone(missed)]
  }

  private get(path: string): Answer<unknown> {
    if (path.endsWith('/snapshot')) return { type: 'ok', value: this.server.snapshot() }
    const task = this.server.state.tasks.get(path.split('/').at(-1)!)
    return task ? { type: 'ok', value: { task: structuredClone(task) } } : { type: 'gone' }
  }

  private call<T>(actor: Id, work: () => Answer<T>): Promise<Answer<T>> {
    return new Promise((resolve) => {
      this.clock.after(this.delayMs(), () => {
        const answer = this.attempt(() => (this.isOutside(actor) ? { type: 'gone' } : work()))
        this.clock.after(this.delayMs(), () => resolve(answer))
      })
    })
  }

  private attempt<T>(work: () => Answer<T>): Answer<T> {
    const later: Answer<T> = { type: 'later', afterMs: null }
    if (!this.online || this.chance(this.weather.lostRequest)) return later
    if (this.chance(this.weather.busy)) return { type: 'later', afterMs: 1000 }
    const answer = work()
    return this.chance(this.weather.lostAnswer) ? later : answer
  }
}

/** One socket: frames arrive in order, late, or not any more. */
class Line implements Wire {
  private alive = true
  private unfollow: (() => void) | null = null
  private lastAt = 0

  constructor(
    private readonly network: Network,
    private readonly events: WireEvents,
    readonly actor: Id,
  ) {
    this.later(() => (network.online ? events.onOpen() : this.end(1006)))
  }

  send(text: string): void {
    const wish = JSON.parse(text) as Wish
    this.later(() => this.obey(wish))
  }

  close(): void {
    this.alive = false
    this.unfollow?.()
    this.network.forget(this)
  }

  end(code: number): void {
    if (!this.alive) return
    this.close()
    this.events.onClose(code, '')
  }

  private obey(wish: Wish): void {
    if (wish.type !== 'subscribe' && wish.type !== 'unsubscribe') return
    this.unfollow?.()
    this.unfollow = null
    if (wish.type === 'unsubscribe') return
    if (this.network.isOutside(this.actor)) return this.unsubscribe(4404)
    for (const frame of this.network.greeting(wish.since, 'c1')) this.deliver(frame)
    const { listeners } = this.network.server
    const follow = (entry: object): void =>
      this.deliver({ type: 'entry', stream: wish.stream, ...entry } as Frame)
    listeners.add(follow)
    this.unfollow = () => listeners.delete(follow)
  }

  unsubscribe(code: number): void {
    this.unfollow?.()
    this.unfollow = null
    this.deliver({ type: 'unsubscribed', stream: this.network.project, code })
  }

  deliver(frame: Frame): void {
    const { weather } = this.network
    if (frame.type === 'entry') {
      if (this.network.chance(weather.broken)) return this.later(() => this.end(1006))
      if (this.network.chance(weather.skipped)) return
      if (this.network.chance(weather.twice)) this.later(() => this.events.onMessage(JSON.stringify(frame)))
    }
    this.later(() => this.events.onMessage(JSON.stringify(frame)))
  }

  /** After what was said before. */
  private later(work: () => void): void {
    const { clock } = this.network
    this.lastAt = Math.max(this.lastAt, clock.now() + this.network.delayMs())
    clock.after(this.lastAt - clock.now(), () => this.alive && work())
  }
}

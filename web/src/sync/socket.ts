/**
 * The one connection of a browser tab, for all streams that are open in it. It comes back by itself: after silence,
 * after a close of any kind, at once when the network returns. Each stream resumes from its own cursor.
 */
import type { Id } from '@/api/types'
import { Backoff } from './backoff'
import type { Clock } from './clock'
import type { Frame, Wish } from './frame'

/** `signed-out` ends the attempts until `resume`; everything else is tried for ever. */
export type SocketState = 'connecting' | 'open' | 'offline' | 'signed-out'

export interface Subscriber {
  /** Where to go on: `epoch.seq`, asked at each (re)connection; null: not ready, `resubscribe` follows. */
  since(): string | null
  onFrame(frame: Frame): void
  onState(state: SocketState): void
}

/** Hears what a stream says from now on, whether or not somebody follows it. */
export interface Ear {
  /** A `hello` says that something may have been missed before. */
  onFrame(frame: Frame): void
}

/** Hears what is said of one task's description, and each `hello` of its project, since what was open is not any more. */
export interface Desk extends Ear {
  readonly stream: Id
  readonly task: Id
}

/** One connection, as far as it is used. */
export interface Wire {
  send(text: string): void
  close(): void
}

/** What a connection tells; after `onClose` nothing more. */
export interface WireEvents {
  onOpen(): unknown
  onMessage(text: string): unknown
  onClose(code: number, reason: string): unknown
}

export interface SocketOptions {
  /** Opens a connection to `/ws`; it tells nothing before it has been returned. */
  open(events: WireEvents): Wire
  readonly clock: Clock
}

// L6, L7: the server is heard every 20 s; a connection that lasted 30 s is a stable one.
const silenceMs = 45_000
const stableMs = 30_000
const openingMs = 15_000
const lingerMs = 5_000

const sessionEnded = 4401
const goingAway = 1001
const tooSlow = 4408

export class Socket {
  private readonly subscribers = new Map<Id, Subscriber>()
  private readonly ears = new Map<Id, Ear>()
  private readonly desks = new Set<Desk>()
  private readonly backoff: Backoff
  private wire: Wire | null = null
  private state: SocketState = 'connecting'
  private readonly timers: Record<'silence' | 'stable' | 'retry' | 'linger', unknown> = {
    silence: null,
    stable: null,
    retry: null,
    linger: null,
  }

  constructor(private readonly options: SocketOptions) {
    this.backoff = new Backoff(options.clock.random)
  }

  /** Follows a stream until the returned function is called. The first subscriber opens the connection. */
  subscribe(stream: Id, subscriber: Subscriber): () => void {
    this.clear('linger')
    this.subscribers.set(stream, subscriber)
    if (!this.isOn()) this.connect()
    else if (this.ears.has(stream)) this.resubscribe(stream)
    else this.greet(stream, subscriber)
    subscriber.onState(this.state)
    return () => this.leave(stream, subscriber)
  }

  /** Listens to a stream from now on, beside whoever follows it, until the returned function is called. */
  overhear(stream: Id, ear: Ear): () => void {
    this.clear('linger')
    this.ears.set(stream, ear)
    if (!this.isOn()) this.connect()
    else if (!this.subscribers.has(stream)) this.send({ type: 'subscribe', stream })
    return () => {
      if (this.ears.get(stream) !== ear) return
      this.ears.delete(stream)
      if (!this.subscribers.has(stream)) this.send({ type: 'unsubscribe', stream })
      this.rest()
    }
  }

  /** Listens to what is said of a task's description until the returned function is called; its project is followed by somebody. */
  attend(desk: Desk): () => void {
    this.desks.add(desk)
    return () => this.desks.delete(desk)
  }

  /** Follows a stream anew from its present cursor: after a snapshot, or when something was missed. */
  resubscribe(stream: Id): void {
    const subscriber = this.subscribers.get(stream)
    if (!subscriber || this.state !== 'open') return
    // Who is not ready yet says so later; until then an ear goes on hearing.
    if (this.ears.has(stream) && subscriber.since() === null) return
    this.send({ type: 'unsubscribe', stream })
    this.greet(stream, subscriber)
  }

  /** Sends if the connection is open; false if it is not. */
  send(wish: Wish): boolean {
    if (this.state !== 'open') return false
    this.wire!.send(JSON.stringify(wish))
    return true
  }

  /** The network is back: tries at once instead of waiting. */
  retryNow(): void {
    if (this.timers.retry === null) return
    this.clear('retry')
    this.connect()
  }

  /** Someone has signed in again. */
  resume(): void {
    if (this.state !== 'signed-out') return
    this.backoff.reset()
    this.connect()
  }

  private leave(stream: Id, subscriber: Subscriber): void {
    if (this.subscribers.get(stream) !== subscriber) return
    this.subscribers.delete(stream)
    this.send({ type: 'unsubscribe', stream })
    if (this.ears.has(stream)) this.send({ type: 'subscribe', stream })
    this.rest()
  }

  /** Going from one project to the next keeps the connection. */
  private rest(): void {
    if (this.isUnused()) this.wait('linger', lingerMs, () => this.close())
  }

  private isUnused(): boolean {
    return this.subscribers.size === 0 && this.ears.size === 0
  }

  /** Whether there is a connection, or there will be one without our doing. */
  private isOn(): boolean {
    return this.wire !== null || this.state === 'signed-out' || this.timers.retry !== null
  }

  private connect(): void {
    if (this.wire || this.isUnused()) return
    if (this.state !== 'offline') this.tell('connecting')
    const wire = this.options.open({
      onOpen: () => this.wire === wire && this.opened(),
      onMessage: (text) => this.wire === wire && this.heard(text),
      onClose: (code, reason) => this.lost(wire, code, reason),
    })
    this.wire = wire
    this.wait('silence', openingMs, () => this.lost(wire, 1006))
  }

  private opened(): void {
    this.tell('open')
    this.listen()
    this.wait('stable', stableMs, () => this.backoff.reset())
    for (const [stream, subscriber] of this.subscribers) this.greet(stream, subscriber)
    for (const stream of this.ears.keys()) {
      if (!this.subscribers.get(stream)?.since()) this.send({ type: 'subscribe', stream })
    }
  }

  private greet(stream: Id, subscriber: Subscriber): void {
    const since = this.state === 'open' ? subscriber.since() : null
    if (since !== null) this.send({ type: 'subscribe', stream, since })
  }

  private heard(text: string): void {
    this.listen()
    const frame = JSON.parse(text) as Frame
    for (const desk of this.desks) {
      if ('task' in frame ? frame.task === desk.task : frame.type === 'hello' && frame.stream === desk.stream)
        desk.onFrame(frame)
    }
    if (frame.stream === undefined || frame.stream === null) return
    this.subscribers.get(frame.stream)?.onFrame(frame)
    this.ears.get(frame.stream)?.onFrame(frame)
  }

  private listen(): void {
    const wire = this.wire!
    this.wait('silence', silenceMs, () => this.lost(wire, 1006))
  }

  private lost(wire: Wire, code: number, reason = ''): void {
    if (this.wire !== wire) return
    const wasOpen = this.state === 'open'
    this.close()
    if (code === sessionEnded) return this.tell('signed-out')
    this.tell(wasOpen ? 'connecting' : 'offline')
    this.wait('retry', this.delayMs(code, reason), () => this.retryNow())
  }

  private delayMs(code: number, reason: string): number {
    const { random } = this.options.clock
    if (code === goingAway) return random() * spreadMsOf(reason)
    return code === tooSlow ? random() * 500 : this.backoff.next()
  }

  private close(): void {
    const wire = this.wire
    this.wire = null
    this.state = 'connecting'
    this.clear('silence')
    this.clear('stable')
    wire?.close()
  }

  private tell(state: SocketState): void {
    this.state = state
    for (const subscriber of this.subscribers.values()) subscriber.onState(state)
  }

  private wait(timer: keyof typeof this.timers, delayMs: number, callback: () => void): void {
    this.clear(timer)
    this.timers[timer] = this.options.clock.after(delayMs, callback)
  }

  private clear(timer: keyof typeof this.timers): void {
    this.options.clock.clear(this.timers[timer])
    this.timers[timer] = null
  }
}

/** A server that is going down sends all its clients away at once, and says over how many seconds they should come back. */
function spreadMsOf(reason: string): number {
  const spread = /spread=(\d+)/.exec(reason)
  return spread ? Number(spread[1]) * 1000 : 5_000
}

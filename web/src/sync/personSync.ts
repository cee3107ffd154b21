/**
 * Follows the signed-in person's own stream: which projects they can see, and what these are called. It keeps no copy;
 * whatever the stream says, what is known is asked for anew, since it is little.
 */
import type { Entry, Notification } from '@/api/types'
import type { Clock } from './clock'
import type { Frame } from './frame'
import type { Socket, SocketState, Subscriber } from './socket'

const stream = 'me'
// Of an epoch that no journal has: the answer is a reset, which tells where the stream stands.
const nowhere = '0.0'
// One action often touches several projects.
const gatherMs = 100

/** How far the stream was heard. */
export interface Cursor {
  readonly epoch: string
  readonly seq: number
}

export interface Hearing {
  /** Something was told to the person, now or while nobody listened. */
  notified(told: Notification): void
  /** Where an earlier visit stopped. */
  readonly from: Cursor | null
  /** The cursor has moved. */
  at(cursor: Cursor): void
}

export class PersonSync implements Subscriber {
  private epoch = ''
  private seq = 0
  private timer: unknown = null
  private leave: (() => void) | null = null

  constructor(
    private readonly socket: Pick<Socket, 'subscribe' | 'resubscribe'>,
    private readonly clock: Clock,
    private readonly changed: () => void,
    private readonly hearing?: Hearing,
  ) {
    this.epoch = hearing?.from?.epoch ?? ''
    this.seq = hearing?.from?.seq ?? 0
  }

  start(): void {
    this.leave ??= this.socket.subscribe(stream, this)
  }

  stop(): void {
    this.clock.clear(this.timer)
    this.leave?.()
    this.leave = null
  }

  since(): string {
    return this.epoch === '' ? nowhere : `${this.epoch}.${this.seq}`
  }

  onState(state: SocketState): void {
    if (state === 'signed-out') this.tell()
  }

  onFrame(frame: Frame): void {
    if (frame.type === 'reset') {
      this.epoch = frame.epoch
      this.moved(frame.seq)
    } else if (frame.type === 'entry' && frame.seq > this.seq) {
      this.moved(frame.seq)
      this.hear(frame)
    } else if (frame.type === 'heartbeat' && frame.seq > this.seq) {
      this.socket.resubscribe(stream)
    }
  }

  private moved(seq: number): void {
    this.seq = seq
    this.hearing?.at({ epoch: this.epoch, seq })
    this.tell()
  }

  private hear({ events }: Entry): void {
    for (const { type, notification } of events)
      if (type === 'notification:created') this.hearing?.notified(notification as Notification)
  }

  private tell(): void {
    this.clock.clear(this.timer)
    this.timer = this.clock.after(gatherMs, this.changed)
  }
}

/**
 * Follows the signed-in person's own stream: which projects they can see, and what these are called. It keeps no copy;
 * whatever the stream says, what is known is asked for anew, since it is little.
 */
import type { Clock } from './clock'
import type { Frame } from './frame'
import type { Socket, SocketState, Subscriber } from './socket'

const stream = 'me'
// Of an epoch that no journal has: the answer is a reset, which tells where the stream stands.
const nowhere = '0.0'
// One action often touches several projects.
const gatherMs = 100

export class PersonSync implements Subscriber {
  private epoch = ''
  private seq = 0
  private timer: unknown = null
  private leave: (() => void) | null = null

  constructor(
    private readonly socket: Pick<Socket, 'subscribe' | 'resubscribe'>,
    private readonly clock: Clock,
    private readonly changed: () => void,
  ) {}

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
      this.seq = frame.seq
      this.tell()
    } else if (frame.type === 'entry' && frame.seq > this.seq) {
      this.seq = frame.seq
      this.tell()
    } else if (frame.type === 'heartbeat' && frame.seq > this.seq) {
      this.socket.resubscribe(stream)
    }
  }

  private tell(): void {
    this.clock.clear(this.timer)
    this.timer = this.clock.after(gatherMs, this.changed)
  }
}

import type { Id } from '@/api/types'
import type { Clock } from './clock'
import type { Activity } from './frame'

const atMostEveryMs = 3_000
// Presence expires after 45 s unless it is said again (L9).
const refreshMs = 20_000
// Who writes says so again well within the 6 s of L9.
const typingRefreshMs = 4_000

/**
 * Says where we are: at most once each 3 s, the latest counts; again every 20 s and after each connection. That we are
 * away is said once, at once.
 */
export class PresenceSender {
  private wanted: { task: Id | null; activity: Activity } | null = null
  private sentAt = -Infinity
  private timer: unknown = null

  constructor(
    private readonly clock: Clock,
    private readonly send: (task: Id | null, activity: Activity) => boolean,
  ) {}

  set(task: Id | null, activity: Activity): void {
    const isSame = this.wanted?.task === task && this.wanted.activity === activity
    if (isSame && activity === 'typing' && this.clock.now() - this.sentAt >= typingRefreshMs)
      return this.schedule(0)
    if (isSame) return
    this.wanted = { task, activity }
    this.schedule(activity === 'away' ? 0 : this.sentAt + atMostEveryMs - this.clock.now())
  }

  /** The connection is a new one: it knows nothing of us. */
  again(): void {
    if (this.wanted) this.schedule(0)
  }

  stop(): void {
    this.clock.clear(this.timer)
    this.wanted = null
  }

  private schedule(delayMs: number): void {
    this.clock.clear(this.timer)
    if (delayMs > 0) this.timer = this.clock.after(delayMs, () => this.say())
    else this.say()
  }

  private say(): void {
    if (!this.wanted) return
    if (this.send(this.wanted.task, this.wanted.activity)) this.sentAt = this.clock.now()
    if (this.wanted.activity === 'away') this.wanted = null
    else this.schedule(refreshMs)
  }
}

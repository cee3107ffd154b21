/**
 * Sends what is pending, one call at a time, so that the commands of this client reach the server in order (C4). A
 * refusal ends that one command and no other; as long as nothing comes back, or "not now", everything stays, and goes
 * out again byte for byte as it was (C3).
 */
import type { CommandResult, Id, Problem } from '@/api/types'
import { Backoff } from './backoff'
import type { Clock } from './clock'
import { type Answer, type Http, isTemporary } from './http'
import type { Flight, Pending, PendingList } from './pending'
import type { Said } from './replica'

export interface SenderOptions {
  readonly project: Id
  readonly pending: PendingList
  readonly http: Http
  readonly clock: Clock
  /** Receipts and refusals, in the order of the commands. */
  onSaid(said: Said): void
  /** The server does not take our commands any more; `start` tries again. */
  onStopped(why: 'signed-out' | 'gone'): void
  /** A call has come back, whatever it brought: what it did not answer is not under way any more. */
  onLanded?(): void
}

interface Results {
  readonly results: readonly CommandResult[]
}

export class Sender {
  private running = false
  private flight: Flight | null = null
  private timer: unknown = null
  private readonly backoff: Backoff
  // Items to send one by one, after a call was refused as a whole, to find the one that it was about.
  private careful = 0

  constructor(private readonly options: SenderOptions) {
    this.backoff = new Backoff(options.clock.random)
  }

  start(): void {
    this.running = true
    this.kick()
  }

  /** Sends nothing more; the answer to a call that is under way still counts. */
  stop(): void {
    this.running = false
    this.clearTimer()
  }

  /** Sends, unless a call is under way or a wait is on. */
  kick(): void {
    if (!this.running || this.flight || this.timer !== null) return
    this.flight = this.options.pending.take(this.careful > 0 ? 1 : Infinity)
    if (this.flight) void this.fly(this.flight)
  }

  /** The way is free again: ends a wait. */
  retryNow(): void {
    this.clearTimer()
    this.kick()
  }

  private async fly(flight: Flight): Promise<void> {
    const { http, project, pending } = this.options
    const answer = await http.post<Results>(`/projects/${project}/commands`, flight.body)
    this.flight = null
    this.careful = Math.max(0, this.careful - 1)
    // Whatever is not answered goes out again.
    pending.giveBack(flight.items)
    this.land(flight, answer)
    this.options.onLanded?.()
    this.kick()
  }

  private land({ items }: Flight, answer: Answer<Results>): void {
    switch (answer.type) {
      case 'ok':
        return this.settle(items, answer.value.results)
      case 'refused':
        if (items.length === 1) return this.refuse(items[0]!.commands[0]!.id, answer.problem)
        this.careful = items.length
        return
      case 'later':
        return this.wait(answer.afterMs)
      default:
        this.stop()
        this.options.onStopped(answer.type)
    }
  }

  private settle(items: readonly Pending[], results: unknown): void {
    // Something in between may answer 200 with a page of its own.
    if (!Array.isArray(results)) return this.wait(null)
    const byId = new Map((results as CommandResult[]).map((result) => [result.id, result]))
    const answered = items.filter((item) => this.settleItem(item, byId))
    if (answered.length < items.length) this.wait(null)
    else this.backoff.reset()
  }

  /** Whether the item is answered for good. */
  private settleItem(item: Pending, results: ReadonlyMap<Id, CommandResult>): boolean {
    const own = item.commands.map(({ id }) => results.get(id))
    const applied = own.find((result) => result?.status === 'applied')
    if (applied) {
      this.options.onSaid({ type: 'receipt', command: applied.id, seq: applied.seq ?? 0 })
      return true
    }
    const refused = reasonOf(own)
    if (!refused || isTemporary(refused.problem.status)) return false
    this.refuse(refused.id, refused.problem)
    return true
  }

  private refuse(command: Id, problem: Problem): void {
    this.options.onSaid({ type: 'refusal', command, outcome: { ok: false, command, problem } })
  }

  private wait(afterMs: number | null): void {
    this.clearTimer()
    const delayMs = Math.max(afterMs ?? 0, this.backoff.next())
    this.timer = this.options.clock.after(delayMs, () => this.retryNow())
  }

  private clearTimer(): void {
    this.options.clock.clear(this.timer)
    this.timer = null
  }
}

/** Of commands that fell together, the one that was at fault: for the others the server only says that one was (`409`). */
function reasonOf(results: readonly (CommandResult | undefined)[]): { id: Id; problem: Problem } | undefined {
  const refused = results.flatMap((result) =>
    result?.problem ? [{ id: result.id, problem: result.problem }] : [],
  )
  return refused.find(({ problem }) => problem.status !== 409) ?? refused[0]
}

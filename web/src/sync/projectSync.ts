/**
 * Keeps one project's replica in step with the server: snapshot, then entries; again from a snapshot where the server
 * says so; from the cursor where something was missed. What happens here is told to one listener, in order.
 */
import { ProblemError } from '@/api/problem'
import type { CommandBody, Entry, Id, PresenceUser, Snapshot, Task } from '@/api/types'
import { Backoff } from './backoff'
import { Discussions } from './discussions'
import type { Activity, Frame } from './frame'
import { Gestures, type Refusal, type Sent, type TakenBack } from './gestures'
import { problemIn } from './http'
import { newId } from './id'
import { Keeper } from './keeper'
import type { ConnectionState, LoadState, SyncListener, SyncOptions } from './listener'
import { PresenceSender } from './presence'
import type { Pending } from './pending'
import { emptyReplica, merge, type Merged, type Said } from './replica'
import { Sender } from './sender'
import { Leftovers, setAside } from './setAside'
import type { SocketState } from './socket'

export type { ConnectionState, LoadState, Refusal, TakenBack }

/** How many missed entries are merged together. */
const pieceOf = 500

export class ProjectSync {
  readonly replica = emptyReplica()
  load: LoadState = 'loading'
  connection: ConnectionState = 'connecting'
  presence: readonly PresenceUser[] = []
  private readonly keeper: Keeper
  private gestures: Gestures
  private sender: Sender
  private readonly presenceSender: PresenceSender
  private readonly discussions: Discussions
  private readonly backoff: Backoff
  private retry: unknown = null
  private leave: (() => void) | null = null
  private loading = false
  // Grows when access ends: what was asked for before does not count after.
  private life = 0
  // Access may end again before all calls from before have landed.
  private leftovers: readonly Leftovers[] = []
  // Between asking for entries from our cursor and the answering hello, entries of the old subscription are passed over.
  private greeted = false
  private lagsBehind = 0
  // While entries below the head of the hello come in, they wait here for the rest of their piece.
  private head = 0
  private missed: Entry[] = []
  // Tasks whose description somebody looks at: after a snapshot, which has none, they are fetched again.
  private readonly described = new Set<Id>()

  constructor(
    private readonly options: SyncOptions,
    private readonly listener: SyncListener,
  ) {
    const { project, http, clock, socket } = options
    this.keeper = new Keeper(options.copyOf?.(this.replica) ?? null, clock)
    this.replica.pending.isGuarded = this.keeper.isOn
    this.backoff = new Backoff(clock.random)
    this.presenceSender = new PresenceSender(clock, (task, activity) =>
      socket.send({ type: 'presence', stream: project, task, activity }),
    )
    this.discussions = new Discussions(this.replica, http, (discussion) => {
      if (this.load !== 'gone') this.said(discussion)
    })
    this.sender = this.newSender()
    this.gestures = this.newGestures()
  }

  private newSender(): Sender {
    const { project, http, clock } = this.options
    const { pending } = this.replica
    const { life } = this
    return new Sender({
      project,
      http,
      clock,
      pending,
      onSaid: (said) => {
        if (life === this.life) this.said(said)
        else for (const leftovers of this.leftovers) leftovers.hear(said)
      },
      onStopped: (why) => {
        if (life === this.life) this[why === 'gone' ? 'end' : 'signedOut']()
      },
      onLanded: () => this.handOver(),
    })
  }

  /** Loads and follows the project until `stop`. */
  start(): void {
    this.leave = this.options.socket.subscribe(this.options.project, {
      since: () => this.since(),
      onFrame: (frame) => this.frame(frame),
      onState: (state) => this.socketState(state),
    })
    if (this.keeper.isOn) void this.begin()
    else this.follow()
  }

  /** What is kept of an earlier visit shows first, and the server says what is new since; else, all of it. */
  private async begin(): Promise<void> {
    const { life } = this
    this.loading = true
    const { said, waiting } = await this.keeper.take((late) => this.adopt(late))
    if (!this.leave || life !== this.life) return
    this.loading = false
    this.adopt(waiting)
    this.keeper.restore(this.replica, said)
    if (this.replica.epoch !== '') this.load = 'ready'
    if (this.load === 'ready') this.listener.onView(true, [], [])
    this.listener.onStatus()
    this.follow()
  }

  private follow(): void {
    this.sender.start()
    if (this.load === 'ready') this.options.socket.resubscribe(this.options.project)
    else void this.fetchSnapshot()
  }

  /** Takes over what another tab has left. */
  async takeOver(): Promise<void> {
    this.adopt(await this.keeper.copy.adopt())
    this.sender.kick()
  }

  private adopt(items: readonly Pending[]): void {
    if (items.length === 0) return
    this.gestures.adopt(items)
    this.said({ type: 'waiting', items })
  }

  /** The page may be closed: what was heard is kept now. */
  flush(): void {
    this.keeper.copy.flush()
  }

  /** Follows no more. What is pending is not sent any more, and lost with this object. */
  stop(): void {
    this.leave?.()
    this.leave = null
    this.sender.stop()
    this.presenceSender.stop()
    this.options.clock.clear(this.retry)
    this.keeper.stop()
  }

  /** Goes on after someone has signed in again, or the network is back. */
  resume(): void {
    if (this.load === 'gone' || !this.leave) return
    this.connected(this.greeted ? 'live' : 'connecting')
    this.sender.start()
    this.sender.retryNow()
    if (this.load !== 'ready') void this.fetchSnapshot()
  }

  /** Access has come back: loads and follows the project again. What was set aside stays so. */
  revive(): void {
    if (this.load !== 'gone' || !this.leave) return
    this.load = 'loading'
    this.connection = 'connecting'
    this.sender = this.newSender()
    this.sender.start()
    this.listener.onStatus()
    void this.fetchSnapshot()
  }

  /** Shows commands at once and sends them, to be taken back as one; see `Gestures`. */
  run(bodies: readonly CommandBody[]): Sent {
    return this.gestures.run(bodies)
  }

  undo(): Promise<TakenBack | null> {
    return this.gestures.undo()
  }

  redo(): Promise<TakenBack | null> {
    return this.gestures.redo()
  }

  /** Tells the others where we are; `null` is the board. */
  setPresence(task: Id | null, activity: Activity): void {
    this.presenceSender.set(task, activity)
  }

  /** The description of a task, fetched if snapshots left it out. Throws ProblemError if it cannot be had. */
  async description(id: Id): Promise<string> {
    this.described.add(id)
    // An entry may pass while the answer is on its way and make it stale: then it is asked again.
    for (let tries = 0; tries < 3; tries++) {
      const known = this.replica.view.tasks.get(id)?.description
      if (known !== undefined) return known
      const answer = await this.options.http.get<{ task: Task }>(`/tasks/${id}`)
      if (answer.type !== 'ok') throw new ProblemError(problemIn(answer))
      const { seq, description = '' } = answer.value.task
      if (!this.replica.confirmed.tasks.has(id)) return description
      this.said({ type: 'description', task: id, seq, text: description })
    }
    return this.replica.view.tasks.get(id)?.description ?? ''
  }

  /** Has the latest comments on a task put into the view; see `Discussions`. */
  loadComments(task: Id): Promise<void> {
    return this.discussions.load(task)
  }

  loadEarlierComments(task: Id, to?: Id): Promise<void> {
    return this.discussions.loadEarlier(task, to)
  }

  private newGestures(): Gestures {
    const { actor, whyNot = () => null, clock } = this.options
    return new Gestures({
      replica: this.replica,
      actor,
      now: clock.now,
      whyNot,
      onProposed: (merged, item) => {
        this.tellView(merged)
        this.listener.onStatus()
        void this.keepAndSend(item)
      },
      onRefused: (refusal) => this.listener.onRefused(refusal),
    })
  }

  private async keepAndSend(item: Pending): Promise<void> {
    if (!item.kept) await this.keeper.keep(item)
    // Commands of one gesture are made and kept in one go: they leave together.
    queueMicrotask(() => this.sender.kick())
  }

  private since(): string | null {
    return this.replica.epoch && !this.loading ? `${this.replica.epoch}.${this.replica.seq}` : null
  }

  private said(said: Said): Merged {
    const merged = merge(this.replica, said)
    this.keeper.hear(said, merged)
    if (merged.reset) this.gestures.reset()
    this.discussions.hear(merged.fresh, merged.reset)
    this.gestures.hear(merged.fresh, merged.foreign)
    this.tellView(merged)
    this.listener.onStatus()
    return merged
  }

  private tellView({ reset, changes, foreign }: Pick<Merged, 'reset' | 'changes' | 'foreign'>): void {
    if (reset || changes.length > 0) this.listener.onView(reset, changes, foreign)
  }

  private frame(frame: Frame): void {
    if (this.load === 'gone') return
    switch (frame.type) {
      case 'hello':
        this.greeted = true
        this.head = frame.seq
        this.lagsBehind = 0
        this.missed = []
        this.connected('live')
        this.presenceSender.again()
        this.sender.retryNow()
        return void this.takeOver()
      case 'entry':
        return this.entry(frame)
      case 'reset':
        return void this.fetchSnapshot(frame.seq < this.replica.seq)
      case 'heartbeat':
        return this.heartbeat(frame.seq)
      case 'presence':
        this.presence = frame.users
        return this.listener.onStatus()
      case 'unsubscribed':
        return this.end()
    }
  }

  /** What was missed is gathered and merged in large pieces; what is new, at once. */
  private entry(entry: Entry): void {
    if (!this.greeted) return
    this.missed.push(entry)
    if (entry.seq < this.head && this.missed.length < pieceOf) return
    const entries = this.missed
    this.missed = []
    if (this.said({ type: 'entries', entries }).gap) this.catchUp()
  }

  /** Something was missed: everything after our cursor again. */
  private catchUp(): void {
    this.greeted = false
    this.options.socket.resubscribe(this.options.project)
  }

  /** Entries may still be on their way behind a heartbeat, but not until the next one. */
  private heartbeat(head: number): void {
    if (!this.greeted) return
    if (this.lagsBehind > this.replica.seq) this.catchUp()
    this.lagsBehind = head
  }

  private socketState(state: SocketState): void {
    if (state === 'open') return
    this.greeted = false
    this.presence = []
    if (state === 'signed-out') this.signedOut()
    else this.connected(state)
  }

  private connected(state: ConnectionState): void {
    if (this.connection === 'gone') return
    this.connection = state
    this.listener.onStatus()
  }

  private async fetchSnapshot(force = false): Promise<void> {
    if (this.loading) return
    this.loading = true
    this.greeted = false
    this.options.clock.clear(this.retry)
    const { life } = this
    const answer = await this.options.http.get<Snapshot>(`/projects/${this.options.project}/snapshot`)
    if (!this.leave || life !== this.life) return
    this.loading = false
    switch (answer.type) {
      case 'ok':
        this.backoff.reset()
        this.load = 'ready'
        this.said({ type: 'snapshot', snapshot: answer.value, force })
        this.describeAgain()
        return this.options.socket.resubscribe(this.options.project)
      case 'later':
        return this.fetchLater(Math.max(answer.afterMs ?? 0, this.backoff.next()), force)
      case 'signed-out':
        return this.signedOut()
      case 'gone':
        return this.end()
      case 'refused':
        this.load = 'failed'
        this.listener.onStatus()
    }
  }

  private describeAgain(): void {
    for (const id of this.described) {
      // Without an answer it stays "not loaded yet", which whoever looks can see and ask for again.
      if (this.replica.view.tasks.has(id)) this.description(id).catch(() => {})
      else this.described.delete(id)
    }
  }

  private fetchLater(delayMs: number, force: boolean): void {
    if (this.connection === 'connecting') this.connected('offline')
    this.retry = this.options.clock.after(delayMs, () => void this.fetchSnapshot(force))
  }

  private signedOut(): void {
    this.sender.stop()
    this.connected('signed-out')
  }

  /** Access was taken away, or the project is gone: our copy goes too, and what was not sent is set aside (L3). */
  end(): void {
    if (this.load === 'gone') return
    const at = new Date(this.options.clock.now()).toISOString()
    const written = this.listener.onLeaving().map((body) => setAside(this.replica, newId(), [body], at))
    this.leftovers = [...this.leftovers, new Leftovers(this.replica, this.replica.pending)]
    this.keeper.copy.drop()
    this.life++
    this.sender.stop()
    this.presenceSender.stop()
    this.options.clock.clear(this.retry)
    this.forget()
    this.listener.onView(true, [], [])
    if (written.length > 0) this.listener.onSetAside(written)
    this.handOver()
    this.listener.onStatus()
  }

  private forget(): void {
    this.connection = this.load = 'gone'
    this.loading = this.greeted = false
    this.presence = []
    this.missed = []
    this.described.clear()
    this.gestures = this.newGestures()
    Object.assign(this.replica, { ...emptyReplica(), pending: this.replica.pending })
  }

  private handOver(): void {
    const edits = this.leftovers.flatMap((leftovers) => leftovers.take())
    if (edits.length > 0) this.listener.onSetAside(edits)
    for (const { size, ids } of this.leftovers) if (size === 0) this.keeper.copy.forget(ids)
    this.leftovers = this.leftovers.filter(({ size }) => size > 0)
  }
}

import type { Clock } from './clock'
import { type Copy, type Kept, noCopy } from './copy'
import type { Pending } from './pending'
import { merge, type Merged, type Replica, type Said } from './replica'

/** A device that does not answer in this time is not waited for: neither the board nor an edit hangs on it. */
const storageMs = 2000

/** What of a project's life goes into its copy, and when. */
export class Keeper {
  copy: Copy = noCopy
  private hasStopped = false

  /** Without `opening` nothing is kept. */
  constructor(
    private readonly opening: Promise<Copy> | null,
    private readonly clock: Clock,
  ) {
    void opening?.then((copy) => {
      if (this.hasStopped) copy.stop()
      else this.copy = copy
    })
  }

  get isOn(): boolean {
    return this.opening !== null
  }

  /** What an earlier visit has left; commands that were found too late for that are told to `onLate`. */
  async take(onLate: (waiting: Kept['waiting']) => void): Promise<Kept> {
    const taken = this.opened((copy) => copy.take())
    if (await this.within(taken)) return taken
    void taken.then(({ waiting }) => onLate(waiting))
    return { said: [], waiting: [] }
  }

  /** Brings a replica to where an earlier visit has left it; a gap ends it, and what follows is asked for again. */
  restore(replica: Replica, said: readonly Said[]): void {
    for (const one of said) {
      const { done, gap } = merge(replica, one)
      this.copy.hear(null, done)
      if (gap) break
    }
  }

  /** Afterwards it can be sent: a crash does not lose it any more. Who changes it meanwhile keeps it anew. */
  async keep(item: Pending): Promise<void> {
    const { commands } = item
    await this.within(this.opened((copy) => copy.keep(item)))
    if (item.commands === commands) item.kept = true
  }

  hear(said: Said, { reset, fresh, done }: Merged): void {
    if (reset) return this.copy.begin(done)
    if (said.type === 'refusal') return this.copy.forget(done.map(({ commands }) => commands[0]!.id))
    if (said.type === 'entries') return this.copy.hear({ type: 'entries', entries: fresh }, done)
    const isNews = said.type === 'description' || said.type === 'comments'
    if (isNews || done.length > 0) this.copy.hear(isNews ? said : null, done)
  }

  stop(): void {
    this.hasStopped = true
    this.copy.stop()
  }

  /** Once it is open, what is asked of it is asked at once. */
  private opened<T>(ask: (copy: Copy) => Promise<T>): Promise<T> {
    return this.copy === noCopy && this.opening ? this.opening.then(ask) : ask(this.copy)
  }

  private within(answer: Promise<unknown>): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = this.clock.after(storageMs, () => resolve(false))
      void answer.then(() => {
        this.clock.clear(timer)
        resolve(true)
      })
    })
  }
}

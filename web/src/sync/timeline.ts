/**
 * A project's past, to move about in: the state at any seq. A window of the journal is held with the state before it,
 * and steps in it go both ways, since each change is kept with what was there before. Far jumps fetch another window.
 * What nobody may see any more stays out of it. No clock, no Vue.
 */
import type { Entry, Id, ProjectEvent, Snapshot } from '@/api/types'
import { applyEntry } from '@/project/apply'
import { type Change, emptyState, fromSnapshot, orderedCopy, type State, write } from '@/project/state'

export interface TimelineSource {
  /** The board as it was at a seq. */
  board(at: number): Promise<Snapshot>
  /** The entries after a seq, the oldest first. */
  entries(after: number, limit: number): Promise<readonly Entry[]>
}

export interface Moved {
  /** The state is another one: `changes` is empty. */
  readonly reset: boolean
  readonly changes: readonly Change[]
  /** The entry that was stepped over, where it was one step on. */
  readonly entry: Entry | null
}

/** Entries fetched at once, and between windows. */
export const windowSize = 500
/** More than so many are not held. */
const mostHeld = 5_000

export class Timeline {
  state: State = emptyState(true)
  /** Where one is: 0 is before the first entry. */
  seq = 0
  private base = 0
  private entries: Entry[] = []
  /** By entry of the window that has been applied. */
  private readonly steps: Change[][] = []
  private turn = 0

  constructor(
    private readonly source: TimelineSource,
    readonly head: number,
    private readonly gone: ReadonlySet<Id> = new Set(),
  ) {}

  /** An entry of the window. */
  entry(seq: number): Entry | undefined {
    return this.entries[seq - this.base - 1]
  }

  /** Whether going there needs no fetching. */
  holds(seq: number): boolean {
    return seq >= this.base && seq <= this.end && (seq > 0 || this.base === 0)
  }

  private get end(): number {
    return this.base + this.entries.length
  }

  /** Goes to a moment; null where another call has come after this one. Rejects as the source does. */
  async seek(wanted: number): Promise<Moved | null> {
    const to = Math.min(Math.max(wanted, 0), this.head)
    const own = ++this.turn
    let reset = false
    if (!this.holds(to)) {
      if (this.isNext(to)) await this.goOn(own)
      else reset = await this.jump(to, own)
      if (own !== this.turn) return null
    }
    return this.step(to, reset)
  }

  /** At once, within what is held. */
  step(to: number, reset = false): Moved {
    const from = this.seq
    const changes: Change[] = []
    while (this.seq < to) changes.push(...this.forward())
    while (this.seq > to) changes.push(...this.backward())
    const entry = !reset && to === from + 1 ? (this.entry(to) ?? null) : null
    return { reset, changes: reset ? [] : changes, entry }
  }

  private forward(): Change[] {
    const entry = this.entry(this.seq + 1)!
    const changes = applyEntry(this.state, this.visible(entry))
    this.steps.push(changes)
    this.seq++
    return changes
  }

  private backward(): Change[] {
    const changes = this.steps.pop()!.toReversed()
    for (const { kind, id, before } of changes) write(this.state, kind, id, before)
    this.seq--
    return changes.map(({ kind, id, before, after }) => ({ kind, id, before: after, after: before }))
  }

  private visible(entry: Entry): Entry {
    if (this.gone.size === 0) return entry
    const isSeen = ({ id, task }: ProjectEvent): boolean =>
      !this.gone.has(id ?? '') && !this.gone.has((task as { id?: Id } | undefined)?.id ?? '')
    return { ...entry, events: entry.events.filter(isSeen) }
  }

  private isNext(to: number): boolean {
    const isNear = to > this.end && to <= this.end + windowSize
    return isNear && this.entries.length > 0 && this.entries.length + windowSize <= mostHeld
  }

  private async goOn(own: number): Promise<void> {
    const after = this.end
    const more = await this.source.entries(after, windowSize)
    if (own === this.turn && after === this.end) this.entries.push(...more)
  }

  /** Another window: the one that begins at or before the moment. */
  private async jump(to: number, own: number): Promise<boolean> {
    const base = Math.floor(Math.max(to - 1, 0) / windowSize) * windowSize
    const [board, entries] = await Promise.all([
      base === 0 ? null : this.source.board(base),
      this.source.entries(base, windowSize),
    ])
    if (own !== this.turn) return false
    this.state = board ? orderedCopy(fromSnapshot(board)) : emptyState(true)
    this.base = this.seq = base
    this.entries = [...entries]
    this.steps.length = 0
    return true
  }
}

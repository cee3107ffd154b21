import type { Id } from '@/api/types'
import type { Pending } from './pending'
import type { Said } from './replica'

/** What an earlier visit has left of a project. */
export interface Kept {
  /** What the server had said, to be merged in order: a snapshot first; empty where no board is kept. */
  readonly said: readonly Said[]
  /** Commands without an answer, oldest first. */
  readonly waiting: readonly Pending[]
}

/**
 * What this device keeps of one project between visits. Nothing here rejects: where nothing can be kept, a project
 * lives as long as its page.
 */
export interface Copy {
  /** What is kept; `waiting` is ours from now on. */
  take(): Promise<Kept>
  /** More that waits: of tabs that have ended meanwhile. */
  adopt(): Promise<readonly Pending[]>
  /** Keeps commands as they are now; settles once a crash does not lose them (C2), or nothing can be kept. */
  keep(item: Pending): Promise<void>
  /** The replica has begun anew, from a snapshot. */
  begin(done: readonly Pending[]): void
  /** This was merged, and what it answers does not wait any more. Written soon, together, and never before (C2). */
  hear(said: Said | null, done: readonly Pending[]): void
  /** These wait no more: refused, or set aside. */
  forget(ids: readonly Id[]): void
  /** Writes now what was heard. */
  flush(): void
  /** Access has ended: nothing of the board stays (L3). */
  drop(): void
  /** Nobody follows the project any more. */
  stop(): void
}

const nothing: Kept = { said: [], waiting: [] }

/** Where nothing is to be kept. */
export const noCopy: Copy = {
  take: () => Promise.resolve(nothing),
  adopt: () => Promise.resolve([]),
  keep: () => Promise.resolve(),
  begin() {},
  hear() {},
  forget() {},
  flush() {},
  drop() {},
  stop() {},
}

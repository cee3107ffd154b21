/** What this browser keeps of a person's projects and edits between visits, and how it is reached. */
import type { Id } from '@/api/types'
import type { Clock } from '../clock'
import type { Copy } from '../copy'
import type { Replica } from '../replica'
import { asked } from '../browserDatabase'
import { Database, type WaitingRow } from './database'
import { LocalCopy } from './localCopy'
import { type Locks, Queue } from './queue'
import { prune } from './trim'

export interface LocalOptions {
  readonly factory: IDBFactory | undefined
  readonly locks: Locks
  readonly clock: Clock
  /** The shapes that this program knows. */
  readonly form: string
  idle(): Promise<void>
  /** Another tab has ended, and may have left edits. */
  onFreed(): void
}

export class Local {
  private readonly database: Database
  private readonly queue: Queue

  constructor(private readonly options: LocalOptions) {
    const { factory, locks, clock, onFreed } = options
    this.database = new Database(factory)
    this.queue = new Queue({ database: this.database, locks, now: clock.now, onFreed })
  }

  copyOf(person: Id, project: Id, replica: Replica): Copy {
    return new LocalCopy(
      { ...this.options, project, person, database: this.database, queue: this.queue },
      replica,
    )
  }

  /** The projects for which edits of this person wait, of whatever tab. */
  async waiting(person: Id): Promise<Id[]> {
    const rows = await this.database
      .run(['waiting'], 'readonly', (transaction) =>
        asked<WaitingRow[]>(transaction.objectStore('waiting').getAll()),
      )
      .catch((): WaitingRow[] => [])
    return [...new Set(rows.filter((row) => row.person === person).map(({ project }) => project))]
  }

  /** Lets go of projects that the person does not see any more (L3). */
  async prune(seen: readonly Id[]): Promise<void> {
    await this.database
      .run(['copies', 'boards', 'heard', 'waiting'], 'readwrite', (transaction) => prune(transaction, seen))
      .catch(() => {})
  }

  /** Somebody has signed in, maybe after everything was deleted. */
  reopen(): void {
    this.database.reopen()
  }
}

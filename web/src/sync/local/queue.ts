/**
 * The commands of this tab that wait for an answer, kept until they have one. A tab holds a lock of its queue's name as
 * long as it lives; what a dead tab has left is taken over by whoever gets that lock (C7), and sent as it was (C3).
 */
import type { Command, Id } from '@/api/types'
import { newId } from '../id'
import type { Pending } from '../pending'
import { asked } from '../browserDatabase'
import { type Database, type WaitingRow } from './database'

export type Locks = Pick<LockManager, 'request'>

export interface QueueOptions {
  readonly database: Database
  readonly locks: Locks
  /** Ms since 1970. */
  now(): number
  /** Another tab has ended: what it has left can be taken over. */
  onFreed(): void
}

export class Queue {
  private readonly id = newId()
  private readonly held: Promise<void>
  private order: number
  // What is to be written, with the last wish for each row: null takes it away.
  private readonly unwritten = new Map<Id, WaitingRow | null>()
  private next: Promise<void> | null = null
  private readonly awaited = new Set<Id>()

  constructor(private readonly options: QueueOptions) {
    this.order = options.now() * 1000
    this.held = new Promise((resolve) => {
      const forEver = new Promise<never>(() => {})
      void options.locks.request(lockOf(this.id), () => (resolve(), forEver)).catch(() => resolve())
    })
  }

  /** Settles once it is on the disk, or could not be kept. Calls of one moment are one transaction. */
  keep(person: Id, project: Id, { commands, by, atomic }: Pending): Promise<void> {
    const { id } = commands[0]!
    const texts = commands.map((command) => JSON.stringify(command))
    const { queue, order } = { queue: this.id, order: ++this.order }
    return this.write(id, { id, person, project, queue, order, ...by, atomic, commands: texts })
  }

  /** These do not wait any more. */
  forget(ids: readonly Id[]): void {
    for (const id of ids) void this.write(id, null)
  }

  /** What dead tabs have left for a project, oldest first, ours from now on. Rejects where it cannot be read. */
  async adopt(person: Id, project: Id): Promise<Pending[]> {
    const { database } = this.options
    const rows = await database.run(['waiting'], 'readonly', (transaction) => rowsOf(transaction, project))
    const left = rows.filter((row) => row.person === person && row.queue !== this.id)
    const taken: WaitingRow[] = []
    for (const queue of new Set(left.map((row) => row.queue)))
      taken.push(...(await this.adoptFrom(queue, project)))
    this.order = Math.max(this.order, ...taken.map(({ order }) => order))
    return taken.toSorted((a, b) => a.order - b.order).map(pendingOf)
  }

  /** Of tabs that live, their end is waited for. */
  private async adoptFrom(queue: Id, project: Id): Promise<WaitingRow[]> {
    const { locks } = this.options
    await this.held
    const taken = await locks.request(lockOf(queue), { ifAvailable: true }, (lock) =>
      lock ? this.claim(queue, project) : null,
    )
    if (!taken) this.awaitEnd(queue)
    return taken ?? []
  }

  private claim(queue: Id, project: Id): Promise<WaitingRow[]> {
    return this.options.database.run(['waiting'], 'readwrite', async (transaction) => {
      const rows = (await rowsOf(transaction, project)).filter((row) => row.queue === queue)
      for (const row of rows) transaction.objectStore('waiting').put({ ...row, queue: this.id })
      return rows
    })
  }

  private awaitEnd(queue: Id): void {
    if (this.awaited.has(queue)) return
    this.awaited.add(queue)
    const { locks, onFreed } = this.options
    const freed = (): void => {
      this.awaited.delete(queue)
      // After the lock is let go again.
      setTimeout(onFreed)
    }
    void locks.request(lockOf(queue), freed).catch(() => {})
  }

  private write(id: Id, row: WaitingRow | null): Promise<void> {
    this.unwritten.set(id, row)
    this.next ??= Promise.resolve().then(() => this.writeNow())
    return this.next
  }

  private async writeNow(): Promise<void> {
    this.next = null
    const rows = [...this.unwritten]
    this.unwritten.clear()
    await this.held
    // Where nothing can be kept, commands go out nevertheless.
    await this.options.database
      .run(['waiting'], 'readwrite', (transaction) => put(transaction, rows), 'strict')
      .catch(() => {})
  }
}

const lockOf = (queue: Id): string => `tandem queue ${queue}`

function put(transaction: IDBTransaction, rows: readonly [Id, WaitingRow | null][]): void {
  const waiting = transaction.objectStore('waiting')
  for (const [id, row] of rows) {
    if (row) waiting.put(row)
    else waiting.delete(id)
  }
}

function rowsOf(transaction: IDBTransaction, project: Id): Promise<WaitingRow[]> {
  return asked<WaitingRow[]>(transaction.objectStore('waiting').index('project').getAll(project))
}

function pendingOf({ actor, at, atomic, commands }: WaitingRow): Pending {
  return {
    commands: commands.map((text) => JSON.parse(text) as Command),
    by: { actor, at },
    atomic,
    frozen: [...commands],
    kept: true,
    flying: false,
    seq: null,
    settled: [],
  }
}

/**
 * One project's copy on this device: a board as texts, and what was said since as it came. Of several tabs one writes,
 * the holder of a lock; a version that moved on tells it that what it knows is not what is there, and it begins anew.
 * A tab that dies leaves what its last transaction left, which is as old as it is consistent.
 */
import type { Id } from '@/api/types'
import type { Clock } from '../clock'
import type { Copy, Kept } from '../copy'
import { newId } from '../id'
import type { Pending } from '../pending'
import type { Replica, Said } from '../replica'
import { partsOf, saidBy } from './board'
import { asked } from '../browserDatabase'
import { type CopyRow, type Database, heardOf } from './database'
import type { Locks, Queue } from './queue'
import { dropCopy, trim } from './trim'

export interface LocalCopyOptions {
  readonly project: Id
  readonly person: Id
  /** The shapes that this program knows. */
  readonly form: string
  readonly database: Database
  readonly queue: Queue
  readonly locks: Locks
  readonly clock: Clock
  /** Settles when there is nothing else to do. */
  idle(): Promise<void>
}

// What is heard together is written together.
const gatherMs = 400
/** After so many entries the board is written anew: replaying them takes as long as reading it. */
const mostEntries = 1000

export class LocalCopy implements Copy {
  /** Of what is stored, as far as we know. */
  private version: Id | null = null
  private count = 0
  private entries = 0
  private unwritten: Said[] = []
  private done: Id[] = []
  /** What is stored does not lead to where we are: the board is to be written anew. */
  private isStale = true
  private isWriter = false
  /** Nothing more can be kept, or is to be. */
  private isOver = false
  private isWriting = false
  /** Grows when what was begun does not count any more. */
  private life = 0
  private timer: unknown = null
  private readonly left = new AbortController()
  private release: () => void = () => {}

  constructor(
    private readonly options: LocalCopyOptions,
    private readonly replica: Replica,
  ) {
    const { locks, project } = options
    const hold = (): Promise<void> => {
      this.isWriter = true
      this.schedule()
      return new Promise((resolve) => (this.release = resolve))
    }
    const { signal } = this.left
    void locks.request(`tandem copy ${project}`, { signal }, hold).catch(() => {})
  }

  async take(): Promise<Kept> {
    const [waiting, said] = await Promise.all([this.adopt(), this.read().catch((): Said[] => [])])
    return { said, waiting }
  }

  adopt(): Promise<Pending[]> {
    const { queue, person, project } = this.options
    return queue.adopt(person, project).catch(() => [])
  }

  keep(item: Pending): Promise<void> {
    const { queue, person, project } = this.options
    return queue.keep(person, project, item)
  }

  begin(done: readonly Pending[]): void {
    this.life++
    this.isStale = true
    this.hear(null, done)
  }

  hear(said: Said | null, done: readonly Pending[]): void {
    const ids = done.map(({ commands }) => commands[0]!.id)
    if (this.isOver) return this.forget(ids)
    if (said) this.add(said)
    this.done.push(...ids)
    this.schedule()
  }

  forget(ids: readonly Id[]): void {
    this.options.queue.forget(ids)
  }

  flush(): void {
    if (this.timer !== null) void this.write()
  }

  drop(): void {
    this.life++
    this.unwritten = []
    this.isStale = true
    const { database, project } = this.options
    void database
      .run(['copies', 'boards', 'heard'], 'readwrite', (transaction) => dropCopy(transaction, project))
      .catch(() => {})
  }

  stop(): void {
    void this.write().finally(() => {
      this.isOver = true
      this.options.clock.clear(this.timer)
      this.left.abort()
      this.release()
    })
  }

  private async read(): Promise<Said[]> {
    const { database, project, person, form } = this.options
    const [row, texts, heard] = await database.run(['copies', 'boards', 'heard'], 'readonly', (transaction) =>
      Promise.all([
        asked<CopyRow | undefined>(transaction.objectStore('copies').get(project)),
        asked<string[] | undefined>(transaction.objectStore('boards').get(project)),
        asked<Said[]>(transaction.objectStore('heard').getAll(heardOf(project))),
      ]),
    )
    if (row?.person !== person || row.form !== form || !texts) return []
    const said = [...saidBy(texts), ...heard]
    this.version = row.version
    this.count = heard.length
    this.isStale = false
    return said
  }

  /** Entries that follow each other are one row. */
  private add(said: Said): void {
    if (this.isStale) return // the board will say it
    const last = this.unwritten.at(-1)
    if (said.type !== 'entries' || last?.type !== 'entries') this.unwritten.push(said)
    else this.unwritten.splice(-1, 1, { type: 'entries', entries: [...last.entries, ...said.entries] })
    if (said.type === 'entries') this.entries += said.entries.length
    if (this.entries > mostEntries) this.isStale = true
  }

  private schedule(): void {
    if (this.timer !== null || this.isOver) return
    this.timer = this.options.clock.after(gatherMs, () => void this.options.idle().then(() => this.write()))
  }

  private async write(): Promise<void> {
    this.options.clock.clear(this.timer)
    this.timer = null
    if (this.isWriting || this.isOver) return
    this.isWriting = true
    try {
      if (this.needsBoard()) await this.writeBoard()
      else if (this.hasNews()) await this.append()
    } catch {
      this.fail()
    }
    this.isWriting = false
    if (this.needsBoard() || (this.hasNews() && this.isWriter)) this.schedule()
  }

  private needsBoard(): boolean {
    return this.isStale && this.isWriter && this.replica.epoch !== ''
  }

  private hasNews(): boolean {
    return this.unwritten.length + this.done.length > 0
  }

  private async writeBoard(): Promise<void> {
    const { life } = this
    const { idle, database, project, person, form, clock } = this.options
    const [done, version] = [this.done, newId()]
    this.done = []
    this.unwritten = []
    this.entries = this.count = 0
    this.isStale = false
    const texts: string[] = []
    for (const part of partsOf(this.replica)) {
      texts.push(part())
      await idle()
    }
    if (life !== this.life) return void this.done.push(...done)
    const size = texts.reduce((sum, { length }) => sum + length, 0)
    const row: CopyRow = { project, person, form, version, at: clock.now(), size }
    await database.run(['copies', 'boards', 'heard', 'waiting'], 'readwrite', async (transaction) => {
      await trim(transaction, row)
      dropCopy(transaction, project)
      transaction.objectStore('copies').put(row)
      transaction.objectStore('boards').put(texts, project)
      forgetIn(transaction, done)
    })
    this.version = version
  }

  /** What was heard, and that those commands wait no more, in one transaction (C2). */
  private async append(): Promise<void> {
    const said = this.isWriter && !this.isStale ? this.unwritten : []
    const [done, version, { count }] = [this.done, newId(), this]
    if (said.length > 0) this.unwritten = []
    this.done = []
    this.count += said.length
    const { database, project, clock } = this.options
    const fits = await database.run(['copies', 'heard', 'waiting'], 'readwrite', async (transaction) => {
      forgetIn(transaction, done)
      if (said.length === 0) return true
      const row = await asked<CopyRow | undefined>(transaction.objectStore('copies').get(project))
      if (!row || row.version !== this.version) return false
      transaction.objectStore('copies').put({ ...row, version, at: clock.now() })
      for (const [i, one] of said.entries()) transaction.objectStore('heard').put(one, [project, count + i])
      return true
    })
    if (!fits) this.isStale = true
    else if (said.length > 0) this.version = version
  }

  /** Full, or taken away: what is there is left as it is, for what follows it is missing. */
  private fail(): void {
    this.isOver = true
    this.unwritten = []
    this.done = []
  }
}

function forgetIn(transaction: IDBTransaction, ids: readonly Id[]): void {
  for (const id of ids) transaction.objectStore('waiting').delete(id)
}

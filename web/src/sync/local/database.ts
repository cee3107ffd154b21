/**
 * What a browser keeps of a person's projects between visits, in IndexedDB. Of each project: a board as of some seq, and
 * what the server has said since; so the cursor is never stored, but follows from what is there (C2).
 */
import type { Id, Instant } from '@/api/types'

/** Which boards are kept. */
export interface CopyRow {
  readonly project: Id
  /** Whose copy it is. */
  readonly person: Id
  /** In which shapes; another program's are not read. */
  readonly form: string
  /** New with each write: of two tabs that write, each notices the other. */
  readonly version: Id
  /** Ms since 1970. */
  readonly at: number
  /** Characters. */
  readonly size: number
}

/** Commands that stand or fall together, and have no answer yet. */
export interface WaitingRow {
  /** Of the first command. */
  readonly id: Id
  readonly person: Id
  readonly project: Id
  /** The tab that sends it. */
  readonly queue: Id
  readonly order: number
  readonly actor: Id
  readonly at: Instant
  readonly atomic: boolean
  /** Each as the JSON that is sent (C3). */
  readonly commands: readonly string[]
}

/**
 * copies: CopyRow by project · boards: texts by project, see `board.ts` · heard: what was said since, by project and
 * number · waiting: WaitingRow by id
 */
export type Store = 'copies' | 'boards' | 'heard' | 'waiting'

export const databaseName = 'tandem'

export class Database {
  private opened: Promise<IDBDatabase> | null = null

  constructor(private readonly factory: IDBFactory | undefined) {}

  /** One transaction: all of it, or nothing. `work` may wait for its own requests only. Rejects where it fails. */
  async run<T>(
    stores: readonly Store[],
    mode: IDBTransactionMode,
    work: (transaction: IDBTransaction) => Promise<T> | T,
    durability: IDBTransactionDurability = 'relaxed',
  ): Promise<T> {
    const database = await this.open()
    const transaction = database.transaction(stores, mode, { durability })
    const done = new Promise<void>((resolve, reject) => {
      transaction.addEventListener('complete', () => resolve())
      transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('aborted')))
    })
    const doing = (async () => work(transaction))()
    try {
      const [result] = await Promise.all([doing, done])
      return result
    } catch (error) {
      abort(transaction)
      throw error
    }
  }

  /** Begins anew after it was deleted. */
  reopen(): void {
    this.opened = null
  }

  private open(): Promise<IDBDatabase> {
    this.opened ??= new Promise<IDBDatabase>((resolve, reject) => {
      // In some private windows there is none.
      if (!this.factory) throw new Error('no IndexedDB')
      const request = this.factory.open(databaseName, 1)
      request.addEventListener('upgradeneeded', () => create(request.result))
      request.addEventListener('success', () => {
        // Signing out deletes it, also while another tab has it open (C8); then nothing more is written there.
        request.result.addEventListener('versionchange', () => request.result.close())
        resolve(request.result)
      })
      request.addEventListener('error', () => reject(request.error as Error))
    })
    return this.opened
  }
}

/** Nothing of it counts; it may have ended already. */
function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort()
  } catch {
    // It has.
  }
}

function create(database: IDBDatabase): void {
  database.createObjectStore('copies', { keyPath: 'project' })
  database.createObjectStore('boards')
  database.createObjectStore('heard')
  database.createObjectStore('waiting', { keyPath: 'id' }).createIndex('project', 'project')
}

/** The answer to a request. */
export function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error as Error))
  })
}

/** The keys of what was heard of a project. */
export function heardOf(project: Id): IDBKeyRange {
  return IDBKeyRange.bound([project], [project, []])
}

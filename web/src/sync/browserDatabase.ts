/** What a database of this browser is made of. */
export interface DatabaseOptions {
  readonly name: string
  /** Makes the stores of a new one. */
  create(database: IDBDatabase): void
  /** Where it is; this window's own unless given, which some private windows do not have. */
  readonly factory?: IDBFactory | undefined
  /** Whether it is opened again by itself after it was deleted; otherwise by `reopen`. */
  readonly comesBack?: boolean
}

/** A database that is opened when it is first asked. Signing out deletes it, also while another tab has it open (C8). */
export class BrowserDatabase<Store extends string> {
  private opened: Promise<IDBDatabase> | null = null

  constructor(private readonly options: DatabaseOptions) {}

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
    const { name, create, factory = globalThis.indexedDB, comesBack } = this.options
    this.opened ??= new Promise<IDBDatabase>((resolve, reject) => {
      if (!factory) throw new Error('no IndexedDB')
      const request = factory.open(name, 1)
      request.addEventListener('upgradeneeded', () => create(request.result))
      request.addEventListener('success', () => {
        request.result.addEventListener('versionchange', () => {
          if (comesBack) this.reopen()
          request.result.close()
        })
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

/** The answer to a request. */
export function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error as Error))
  })
}

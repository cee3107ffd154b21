import type { Id } from '@/api/types'

/** A file that is on its way, kept by the browser so that a reload does not end it. */
export interface KeptFile {
  readonly id: Id
  readonly person: Id
  readonly project: Id
  readonly task: Id
  readonly file: File
  readonly address: string
  readonly isPaused: boolean
  /** It is to come with a comment. */
  readonly waits?: boolean
}

const store = 'uploads'
let opened: Promise<IDBDatabase> | null = null

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('tandem-files', 1)
    request.addEventListener('upgradeneeded', () =>
      request.result.createObjectStore(store, { keyPath: 'id' }),
    )
    request.addEventListener('success', () => {
      // Signing out empties it, also while another tab has it open (C8).
      request.result.addEventListener('versionchange', () => {
        opened = null
        request.result.close()
      })
      resolve(request.result)
    })
    request.addEventListener('error', () => reject(request.error as Error))
  })
  return opened
}

async function run<T>(mode: IDBTransactionMode, ask: (files: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open()
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode)
    const request = ask(transaction.objectStore(store))
    transaction.addEventListener('complete', () => resolve(request.result))
    transaction.addEventListener('abort', () => reject(transaction.error as Error))
  })
}

/** All of them fail where the browser keeps nothing; then an upload ends with its page. */
export const keptFiles = {
  put: (kept: KeptFile) => run('readwrite', (files) => files.put(kept)),
  drop: (id: Id) => run('readwrite', (files) => files.delete(id)),
  /** Those of a person; what others have left in this browser is let go. */
  async of(person: Id): Promise<KeptFile[]> {
    const all = await run<KeptFile[]>('readonly', (files) => files.getAll() as IDBRequest<KeptFile[]>)
    for (const other of all) if (other.person !== person) void keptFiles.drop(other.id)
    return all.filter((one) => one.person === person)
  },
}

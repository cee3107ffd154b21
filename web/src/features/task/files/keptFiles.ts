import type { Id } from '@/api/types'
import { asked, BrowserDatabase } from '@/sync/browserDatabase'

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
const database = new BrowserDatabase<typeof store>({
  name: 'tandem-files',
  create: (made) => void made.createObjectStore(store, { keyPath: 'id' }),
  comesBack: true,
})

function run<T>(mode: IDBTransactionMode, ask: (files: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return database.run([store], mode, (transaction) => asked(ask(transaction.objectStore(store))))
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

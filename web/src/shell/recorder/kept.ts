import type { Id } from '@/api/types'
import { asked, BrowserDatabase } from '@/sync/browserDatabase'
import type { Film } from './film/film'

/** A recording that is not attached yet, kept by the browser so that a crash costs its last seconds at most. */
export interface Kept {
  /** Of the attachment that it will be. */
  readonly id: Id
  readonly person: Id
  readonly project: Id
  readonly task: Id
  /** What people call the task. */
  readonly about: string
  readonly title: string
  /** Where its body is being sent; empty: nowhere yet. */
  readonly address: string
  readonly film: Film
}

/** What has been recorded since the part before. */
interface Part {
  readonly recording: Id
  /** Bytes from the beginning of the body. */
  readonly at: number
  readonly bytes: Blob
}

const database = new BrowserDatabase<'recordings' | 'parts'>({
  name: 'tandem-recordings',
  create(made) {
    made.createObjectStore('recordings', { keyPath: 'id' })
    made.createObjectStore('parts', { keyPath: ['recording', 'at'] })
  },
  comesBack: true,
})

function run<T>(
  mode: IDBTransactionMode,
  ask: (recordings: IDBObjectStore, parts: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  return database.run(['recordings', 'parts'], mode, (transaction) =>
    asked(ask(transaction.objectStore('recordings'), transaction.objectStore('parts'))),
  )
}

const partsOf = (id: Id, from = 0, to = Number.MAX_SAFE_INTEGER): IDBKeyRange =>
  IDBKeyRange.bound([id, from], [id, to], false, true)

/** All of them fail where the browser keeps nothing; then a recording ends with its page. */
export const kept = {
  put: (recording: Kept) => run('readwrite', (recordings) => recordings.put(recording)),

  /** A part, with what is known of the recording once it is there. */
  add: (recording: Kept, at: number, bytes: Blob) =>
    run('readwrite', (recordings, parts) => {
      parts.put({ recording: recording.id, at, bytes } satisfies Part)
      return recordings.put(recording)
    }),

  /** Lets go of the parts that begin before a byte. */
  dropParts: (id: Id, before: number) => run('readwrite', (_, parts) => parts.delete(partsOf(id, 0, before))),

  drop: (id: Id) =>
    run('readwrite', (recordings, parts) => {
      parts.delete(partsOf(id))
      return recordings.delete(id)
    }),

  /** What is here of a body, and the byte at which that begins. */
  async body(id: Id): Promise<{ at: number; bytes: Blob }> {
    const all = await run<Part[]>('readonly', (_, parts) => parts.getAll(partsOf(id)) as IDBRequest<Part[]>)
    return { at: all[0]?.at ?? 0, bytes: new Blob(all.map(({ bytes }) => bytes)) }
  },

  /** Those of a person; what others have left in this browser is let go. */
  async of(person: Id): Promise<Kept[]> {
    const all = await run<Kept[]>('readonly', (recordings) => recordings.getAll() as IDBRequest<Kept[]>)
    for (const other of all) if (other.person !== person) void kept.drop(other.id)
    return all.filter((one) => one.person === person)
  },
}

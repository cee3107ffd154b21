/**
 * What a browser keeps of a person's projects between visits, in IndexedDB. Of each project: a board as of some seq, and
 * what the server has said since; so the cursor is never stored, but follows from what is there (C2).
 */
import type { Id, Instant } from '@/api/types'
import { BrowserDatabase } from '../browserDatabase'

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

export class Database extends BrowserDatabase<Store> {
  constructor(factory: IDBFactory | undefined) {
    // Once it was deleted nothing more is written there until somebody has signed in again.
    super({ name: databaseName, create, factory })
  }
}

function create(database: IDBDatabase): void {
  database.createObjectStore('copies', { keyPath: 'project' })
  database.createObjectStore('boards')
  database.createObjectStore('heard')
  database.createObjectStore('waiting', { keyPath: 'id' }).createIndex('project', 'project')
}

/** The keys of what was heard of a project. */
export function heardOf(project: Id): IDBKeyRange {
  return IDBKeyRange.bound([project], [project, []])
}

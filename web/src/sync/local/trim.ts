import type { Id } from '@/api/types'
import { asked } from '../browserDatabase'
import { type CopyRow, heardOf } from './database'

// Copies are a convenience: those that were used last are kept.
const mostCopies = 12
const mostCharacters = 32e6

/** Makes room for a copy: those of other people go, and of this person's the ones that were used longest ago. */
export async function trim(transaction: IDBTransaction, row: CopyRow): Promise<void> {
  const others = await copiesIn(transaction)
  let [count, size] = [1, row.size]
  for (const other of others.toSorted((a, b) => b.at - a.at)) {
    if (other.project === row.project) continue
    count++
    size += other.size
    const fits = count <= mostCopies && size <= mostCharacters
    if (other.person !== row.person || !fits) dropCopy(transaction, other.project)
  }
}

/** What is left of projects that the person does not see any more; where edits wait, they are set aside first. */
export async function prune(transaction: IDBTransaction, seen: readonly Id[]): Promise<void> {
  const waiting = transaction.objectStore('waiting').index('project')
  for (const { project } of await copiesIn(transaction)) {
    if (!seen.includes(project) && (await asked(waiting.count(project))) === 0) dropCopy(transaction, project)
  }
}

export function dropCopy(transaction: IDBTransaction, project: Id): void {
  transaction.objectStore('copies').delete(project)
  transaction.objectStore('boards').delete(project)
  transaction.objectStore('heard').delete(heardOf(project))
}

function copiesIn(transaction: IDBTransaction): Promise<CopyRow[]> {
  return asked<CopyRow[]>(transaction.objectStore('copies').getAll())
}

import { randomBytes } from 'node:crypto'
import type { Board, Person } from '../test'

const taskCount = 10_000
const batch = 500

/** Name, value, budget of interface.md at CPU ×1 and ×4 (null: none). */
export type Line = [name: string, value: number, atOne: number | null, atFour: number | null]

/** How much slower the processor is made, in turn; `RATE=1` measures it as it is, alone. */
export const rates = process.env.RATE ? [Number(process.env.RATE)] : [1, 4]

/** Makes ten thousand tasks. */
export async function fill(person: Person, made: Board): Promise<void> {
  const words = 'rework the billing page so that invoices can be downloaded again after the switch'.split(' ')
  for (let from = 0; from < taskCount; from += batch) {
    const commands = Array.from({ length: batch }, (_, i) => {
      const n = from + i
      return {
        id: uuid(),
        kind: 'task.create',
        task: uuid(),
        title: `Task ${n} ${words.slice(n % 7, (n % 7) + 2 + (n % 9)).join(' ')}`,
        status: made.statuses[n % made.statuses.length]!.id,
        priority: ['none', 'low', 'medium', 'high', 'urgent'][n % 5],
        ...(n % 3 === 0 ? { dueDate: `2026-12-${String(1 + (n % 28)).padStart(2, '0')}` } : {}),
        assignees: n % 2 === 0 ? [person.id] : [],
      }
    })
    await person.call('POST', `/api/projects/${made.id}/commands`, { commands })
  }
}

export function print(rate: number, lines: readonly Line[], what = `${taskCount} tasks`): void {
  const rows = lines.map(([name, value, atOne, atFour]) => {
    const budget = rate === 1 ? atOne : atFour
    const verdict = budget === null ? '' : value <= budget ? 'within' : 'OVER'
    return `  ${name.padEnd(36)} ${value.toFixed(1).padStart(8)}  ${String(budget ?? '').padStart(5)}  ${verdict}`
  })
  process.stdout.write(`\nCPU ×${rate}, ${what}\n${rows.join('\n')}\n`)
}

/** UUIDv7: the server takes no other ids. */
function uuid(): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(Date.now(), 0, 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

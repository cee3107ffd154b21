/**
 * The commands that the server has not confirmed yet, oldest first. Once one was handed out for sending it is frozen:
 * what is resent is byte for byte the same (C3). Only the newest may be merged with, and only while nobody has seen it.
 */
import type { Command, CommandBody, Id, Problem } from '@/api/types'
import type { By } from '@/project/state'

/** What became of a command; `command` is the one that was at fault. */
export type Outcome = { ok: true; seq: number } | { ok: false; command: Id; problem: Problem }

/** One command, or several that stand or fall together. */
export interface Pending {
  commands: Command[]
  by: By
  readonly atomic: boolean
  /** This device keeps it as it is, or cannot; before, it is not handed out. */
  kept: boolean
  /** The JSON of its commands, once it was handed out; null before. */
  frozen: string[] | null
  /** On its way: handed out, and neither answered nor given back. */
  flying: boolean
  /** Where it took effect, once the receipt says so. */
  seq: number | null
  /** Told once: taken effect, or refused. */
  readonly settled: ((outcome: Outcome) => void)[]
}

/** What goes out in one call. */
export interface Flight {
  readonly items: readonly Pending[]
  /** The whole body of the request. */
  readonly body: string
}

/** The most commands that go in one call (contract, `POST …/commands`). */
export const maxCommands = 500
// The server takes 1 MiB a call; some room is left for what surrounds the commands.
const maxBytes = (1 << 20) - 1024

export class PendingList {
  readonly items: Pending[] = []
  /** Whether what is added is handed out only once somebody has kept it. */
  isGuarded = false

  /** The number of commands that wait. */
  get size(): number {
    return this.items.reduce((sum, item) => sum + item.commands.length, 0)
  }

  /** The item to which a command belongs. */
  find(command: Id): Pending | undefined {
    return this.items.find((item) => item.commands.some(({ id }) => id === command))
  }

  /** Puts commands at the end; one that only repeats the newest, unseen one takes its place there. */
  add(bodies: readonly CommandBody[], by: By, atomic: boolean, newId: () => Id): Pending {
    const newest = this.items.at(-1)
    if (newest && bodies.length === 1 && mergeable(newest, bodies[0]!)) {
      newest.commands = [{ ...newest.commands[0]!, ...bodies[0]! } as Command]
      newest.by = by
      newest.kept = !this.isGuarded
      return newest
    }
    const commands = bodies.map((body): Command => ({ id: newId(), ...body }))
    const item: Pending = {
      commands,
      by,
      atomic,
      kept: !this.isGuarded,
      frozen: null,
      flying: false,
      seq: null,
      settled: [],
    }
    this.items.push(item)
    return item
  }

  remove(item: Pending): void {
    const at = this.items.indexOf(item)
    if (at >= 0) this.items.splice(at, 1)
  }

  /** Hands out the oldest that wait, as many as fit in one call and never more than `most` items; null if none does. */
  take(most = Infinity): Flight | null {
    const items: Pending[] = []
    let commands = 0
    let bytes = 0
    for (const item of this.items) {
      if (item.flying || item.seq !== null) continue
      if (!item.kept) break
      item.frozen ??= item.commands.map((command) => JSON.stringify(command))
      const size = item.frozen.reduce((sum, json) => sum + bytesOf(json) + 1, 0)
      const fits = commands + item.commands.length <= maxCommands && bytes + size <= maxBytes
      if (items.length > 0 && (!fits || item.atomic || items[0]!.atomic || items.length >= most)) break
      items.push(item)
      commands += item.commands.length
      bytes += size
    }
    if (items.length === 0) return null
    for (const item of items) item.flying = true
    return { items, body: bodyOf(items) }
  }

  /** They are to go out again, as they are: nobody knows whether they have taken effect. */
  giveBack(items: readonly Pending[]): void {
    for (const item of items) item.flying = false
  }
}

function bodyOf(items: readonly Pending[]): string {
  const commands = items.flatMap((item) => item.frozen!).join(',')
  return `{"commands":[${commands}]${items[0]!.atomic ? ',"atomic":true' : ''}}`
}

const encoder = new TextEncoder()

function bytesOf(text: string): number {
  return encoder.encode(text).length
}

/** An update of the same thing that sets the same fields; lists that grow and shrink are never merged. */
function mergeable(newest: Pending, body: CommandBody): boolean {
  if (newest.frozen || newest.atomic || !body.kind.endsWith('.update') || changesLists(body)) return false
  const { id: _, ...before } = newest.commands[0]!
  return shapeOf(before as CommandBody) === shapeOf(body)
}

function changesLists(body: CommandBody): boolean {
  return Object.keys(body).some((member) => /^(add|remove)[A-Z]/.test(member))
}

/** The kind, the thing and the names of all fields: what must be equal to merge. */
function shapeOf(body: CommandBody): string {
  const members = body as unknown as Record<string, unknown>
  const thing = body.kind.split('.')[0]!
  const values = Object.keys((members.fields as object | undefined) ?? {}).toSorted()
  return [body.kind, members[thing], members.baseSeq, ...Object.keys(body).toSorted(), ...values].join(' ')
}

/**
 * What one person can take back in a project, newest first. Undoing is an ordinary command, so it survives
 * reconnecting and is seen by all. What someone else has changed since is left as they made it: only fields that still
 * say what we wrote are put back.
 */
import type { CommandBody } from '@/api/types'
import { equal, read, type State, type Thing } from '@/project/state'

/** How one gesture is taken back. */
export interface Step {
  /** The commands that do it, in order. */
  readonly back: readonly CommandBody[]
  /** What the gesture wrote: each record that `back` is about, as it was right after. */
  readonly wrote: readonly (Thing | undefined)[]
}

const mostSteps = 100

export class History {
  private readonly undos: Step[] = []
  private readonly redos: Step[] = []

  /** A new gesture: what had been undone before cannot be redone any more. */
  did(step: Step): void {
    this.undos.push(step)
    if (this.undos.length > mostSteps) this.undos.shift()
    this.redos.length = 0
  }

  undid(step: Step): void {
    this.redos.push(step)
  }

  redid(step: Step): void {
    this.undos.push(step)
  }

  /** The gesture was refused: there is nothing to take back. */
  forget(step: Step): void {
    for (const list of [this.undos, this.redos]) {
      const at = list.indexOf(step)
      if (at >= 0) list.splice(at, 1)
    }
  }

  /** The commands that take the newest gesture back which others have left anything of; null if there is none. */
  nextUndo(state: State): CommandBody[] | null {
    return next(this.undos, state)
  }

  /** The commands that take this gesture back, if it was not yet; null if others have left nothing of it. */
  undoOf(step: Step, state: State): CommandBody[] | null {
    if (!this.undos.includes(step)) return null
    this.forget(step)
    return next([step], state)
  }

  nextRedo(state: State): CommandBody[] | null {
    return next(this.redos, state)
  }
}

/** A step for what was just written. */
export function stepOf(state: State, back: readonly CommandBody[]): Step {
  return { back, wrote: back.map((body) => recordOf(state, body)) }
}

function next(steps: Step[], state: State): CommandBody[] | null {
  for (let step = steps.pop(); step; step = steps.pop()) {
    const { back, wrote } = step
    const still = back.map((body, i) => untouched(state, body, wrote[i])).filter((body) => body !== null)
    if (still.length > 0) return still
  }
  return null
}

/** The command without what would run over somebody else's change; null if nothing is left of it. */
function untouched(state: State, body: CommandBody, wrote: Thing | undefined): CommandBody | null {
  const now = recordOf(state, body)
  const [thing, verb] = body.kind.split('.') as [string, string]
  if (verb === 'create') return body
  if (verb === 'restore') return now ? null : body
  if (!now) return wrote ? null : body
  if (verb === 'move') return !wrote || now.status === wrote.status ? body : null
  return verb === 'update' && wrote ? onlyOurs(body, thing, now, wrote) : body
}

function onlyOurs(body: CommandBody, thing: string, now: Thing, wrote: Thing): CommandBody | null {
  const members = Object.entries(body).flatMap(([member, value]) => {
    if (member === 'fields') return valuesOfOurs(value as Thing, now.fields as Thing, wrote.fields as Thing)
    return equal(now[fieldOf(member)], wrote[fieldOf(member)]) ? [[member, value] as const] : []
  })
  const kept = { ...Object.fromEntries(members), kind: body.kind, [thing]: (body as unknown as Thing)[thing] }
  if (kept[thing] === undefined) delete kept[thing]
  const fields = Object.keys(kept).filter((member) => member !== 'kind' && member !== thing)
  return fields.length > 0 ? (kept as unknown as CommandBody) : null
}

/** Custom fields are judged one by one. */
function valuesOfOurs(values: Thing, now: Thing, wrote: Thing): (readonly [string, Thing])[] {
  const ours = Object.entries(values).filter(([id]) => equal(now[id], wrote[id]))
  return ours.length > 0 ? [['fields', Object.fromEntries(ours)]] : []
}

function fieldOf(member: string): string {
  return member === 'archived' ? 'archivedAt' : member
}

function recordOf(state: State, body: CommandBody): Thing | undefined {
  const thing = body.kind.split('.')[0]!
  return read(state, thing, (body as unknown as Record<string, string>)[thing] ?? '')
}

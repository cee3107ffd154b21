/**
 * What one person can take back in a project, newest first. Undoing is an ordinary command, so it survives
 * reconnecting and is seen by all. One undo is one step: where others have changed since what it would put back, that
 * stays as they made it, and the answer says so.
 */
import type { CommandBody, Entry, Id, ProjectEvent } from '@/api/types'
import { updated } from '@/project/apply'
import type { State, Thing } from '@/project/state'
import { aboutWhat, placeOf } from './place'
import type { Touches } from './touches'

/** What was done in one call, and how it is taken back. */
export interface Piece {
  /** Of the commands that did it. */
  readonly ids: readonly Id[]
  /** The commands that take it back, in order. */
  readonly back: readonly CommandBody[]
  /** What was written: each record that `back` is about, as it was right after. */
  readonly wrote: (Thing | undefined)[]
  /** A snapshot has come since: nobody knows what others did before that. */
  isBlind: boolean
  /** The last foreign change before it, as `Touches` counts them. */
  since: number
}

/** What a gesture was, to tell people: the first of its commands, and what that was about. */
export interface About {
  readonly kind: CommandBody['kind']
  readonly record: Thing | undefined
}

/** One gesture; its pieces stand or fall each by itself. */
export interface Step {
  readonly about: About
  readonly pieces: Piece[]
}

const mostSteps = 100
/** After so many entries of others, what nobody can ask for any more is forgotten. */
const forgetEvery = 1000

export class History {
  private readonly lists = { undo: [] as Step[], redo: [] as Step[] }
  /** Counts gestures: what was undone before one cannot be redone after it. */
  gestures = 0
  /** Counts foreign entries: what has a greater number came after. */
  private now = 0
  private unread: Entry[] = []
  private touches: Touches | null = null

  /** A new gesture: what had been undone before cannot be redone any more. */
  did(step: Step): void {
    this.gestures++
    this.add('undo', step)
    this.lists.redo.length = 0
  }

  /** What is done by an undo can be redone, and the other way round. */
  add(list: 'undo' | 'redo', step: Step): void {
    this.lists[list].push(step)
    if (this.lists[list].length > mostSteps) this.lists[list].shift()
  }

  /** What was just written, to be taken back by these commands. */
  pieceOf(state: State, ids: readonly Id[], back: readonly CommandBody[]): Piece {
    const wrote = back.map((body) => placeOf(state, body).record)
    return { ids, back, wrote, isBlind: false, since: this.now }
  }

  /** A piece was refused: there is nothing of it to take back. */
  forget(piece: Piece): void {
    for (const step of [...this.lists.undo, ...this.lists.redo]) {
      const at = step.pieces.indexOf(piece)
      if (at >= 0) step.pieces.splice(at, 1)
      if (step.pieces.length === 0) this.take(step)
    }
  }

  newest(list: 'undo' | 'redo'): Step | undefined {
    return this.lists[list].at(-1)
  }

  /** Takes a step out, to be done; false if it is not there (any more). */
  take(step: Step): boolean {
    const list = Object.values(this.lists).find((one) => one.includes(step))
    list?.splice(list.indexOf(step), 1)
    return list !== undefined
  }

  /** A step that was taken out and came to nothing: the next to be done again, unless that is known no more. */
  putBack(list: 'undo' | 'redo', step: Step, gestures: number): void {
    if (list === 'undo' || gestures === this.gestures) this.add(list, step)
  }

  /** Whether a gesture can still be undone by name. */
  holds(step: Step): boolean {
    return this.lists.undo.includes(step)
  }

  /** Entries that have come in: those of others are noted, of our own is learnt what the server made of them. */
  hear(fresh: readonly Entry[], foreign: readonly Entry[]): void {
    if (this.lists.undo.length + this.lists.redo.length === 0) return
    for (const entry of fresh) {
      if (foreign.includes(entry)) this.note(entry)
      else this.confirm(entry)
    }
  }

  /** A snapshot has come: what others did before it went by unheard. */
  reset(): void {
    for (const step of [...this.lists.undo, ...this.lists.redo])
      for (const piece of step.pieces) piece.isBlind = true
  }

  private note(entry: Entry): void {
    this.now++
    if (this.touches) this.touches.hear(entry)
    else this.unread.push(entry)
    if (this.now % forgetEvery === 0) this.touches?.forget(this.oldest())
  }

  /** The last foreign change before all that can be taken back. */
  private oldest(): number {
    const pieces = Object.values(this.lists).flatMap((list) => list.flatMap((step) => step.pieces))
    return Math.min(this.now, ...pieces.map(({ since }) => since))
  }

  /** What has been heard so far is told to `touches`, and from now on all. */
  tell(touches: Touches): Touches {
    this.touches ??= touches
    for (const entry of this.unread.splice(0)) this.touches.hear(entry)
    return this.touches
  }

  /** Times, places and texts may differ from our guess; and what others did before it is not done since. */
  private confirm({ command, events }: Entry): void {
    const pieces = [...this.lists.undo, ...this.lists.redo].flatMap((step) => step.pieces)
    // Of several that became one command, the last has written what it says.
    const piece = pieces.findLast(({ ids }) => ids.includes(command ?? ''))
    if (!piece) return
    piece.since = this.now
    piece.isBlind = false
    const byId = new Map<string, ProjectEvent[]>()
    for (const event of events) byId.set(event.id ?? '', [...(byId.get(event.id ?? '') ?? []), event])
    for (const [i, body] of piece.back.entries()) {
      const { kind, id } = aboutWhat(body)
      const own = byId.get(id) ?? []
      piece.wrote[i] = own.reduce((record, event) => after(record, kind, event), piece.wrote[i])
    }
  }
}

/** A record after an event about it. */
function after(record: Thing | undefined, kind: string, event: ProjectEvent): Thing | undefined {
  if (event.type === `${kind}:deleted`) return undefined
  return record && event.type === `${kind}:updated` ? updated(record, event) : record
}

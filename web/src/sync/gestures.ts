/**
 * What a person does in a project, and takes back. A gesture is shown at once, and sent; each has one undo, in however
 * many calls it goes.
 */
import type { CommandBody, Entry, Id, Problem } from '@/api/types'
import { inverse } from '@/project/inverse'
import { withNext } from '@/project/recur'
import type { Thing } from '@/project/state'
import { type About, History, type Piece, type Step } from './history'
import { newId } from './id'
import { maxCommands, type Outcome, type Pending } from './pending'
import { type Merged, propose, type Replica } from './replica'
import { placeOf } from './place'
import type { Plan, planOf } from './takeBack'
import type { Touches } from './touches'

/** What a command is part of. */
export type How = 'gesture' | 'undo' | 'redo'

/** Why a command did not take effect. */
export interface Refusal {
  readonly command: CommandBody
  readonly problem: Problem
  readonly how: How
}

/** What became of taking a gesture back, or of doing it again. */
export interface TakenBack extends Plan {
  readonly how: 'undo' | 'redo'
  /** What was to be taken back. */
  readonly about: About
  /** Why this person may not, now; null if they may. The step stays then, for when they may again. */
  readonly whyNot: string | null
  /** Takes back this very taking back; null if there was nothing of it, or it was already. */
  undo(): Promise<TakenBack | null>
}

/** A gesture that is on its way. */
export interface Sent {
  /** Of its first command. */
  readonly id: Id
  /** In how many calls it goes. */
  readonly parts: number
  /** Of several parts the first refusal, else how the last one went. */
  readonly done: Promise<Outcome>
  /** Takes this very gesture back, whatever came after it; null if it was already, or was refused. */
  undo(): Promise<TakenBack | null>
}

export interface GesturesOptions {
  readonly replica: Replica
  actor(): Id
  /** Ms since 1970. */
  now(): number
  /** Why this person may not do that, null if they may; asked before something is taken back. */
  whyNot(command: CommandBody): string | null
  /** Something shows that is to be sent. */
  onProposed(merged: Merged, item: Pending): void
  onRefused(refusal: Refusal): void
}

/** Refusals that say that it does not fit what there is, whoever asks, and whenever. */
const never: ReadonlySet<number> = new Set([409, 410, 422])

export class Gestures {
  private readonly history = new History()

  constructor(private readonly options: GesturesOptions) {}

  /** As many commands as fit in a call stand or fall together; more go in several parts. */
  run(bodies: readonly CommandBody[], how: How = 'gesture', about = this.aboutOf(bodies[0]!)): Sent {
    const step: Step = { about, pieces: [] }
    const parts: { id: Id; done: Promise<Outcome> }[] = []
    for (let at = 0; at < bodies.length; at += maxCommands)
      parts.push(this.runPart(bodies.slice(at, at + maxCommands), how, step))
    if (step.pieces.length > 0) this.remember(step, how)
    // Offline it is tried again when it is needed.
    this.learn().catch(() => {})
    const done = Promise.all(parts.map((part) => part.done)).then(
      (all) => all.find(({ ok }) => !ok) ?? all.at(-1)!,
    )
    const held = (): Step | undefined => (this.history.holds(step) ? step : undefined)
    const undo = (): Promise<TakenBack | null> => this.takeBack('undo', held)
    return { id: parts[0]!.id, parts: parts.length, done, undo }
  }

  /** Takes the newest gesture back, as far as others have left it; null if there is none. */
  undo(): Promise<TakenBack | null> {
    return this.takeBack('undo', () => this.history.newest('undo'))
  }

  /** Does again what was undone last, as far as that was. */
  redo(): Promise<TakenBack | null> {
    return this.takeBack('redo', () => this.history.newest('redo'))
  }

  /** All is new, from a snapshot. */
  reset(): void {
    this.history.reset()
  }

  /** What has come in, and which of it from others. */
  hear(fresh: readonly Entry[], foreign: readonly Entry[]): void {
    this.history.hear(fresh, foreign)
  }

  /** What an earlier visit has left: it cannot be taken back any more, but a refusal of it is told. */
  adopt(items: readonly Pending[]): void {
    for (const item of items) {
      item.settled.push((outcome) => {
        if (outcome.ok) return
        const command = item.commands.find(({ id }) => id === outcome.command) ?? item.commands[0]!
        this.options.onRefused({ command, problem: outcome.problem, how: 'gesture' })
      })
    }
  }

  private runPart(bodies: readonly CommandBody[], how: How, step: Step): { id: Id; done: Promise<Outcome> } {
    const { replica, actor, now, onProposed } = this.options
    const back: CommandBody[] = []
    const named = bodies.map((body) => withNext(replica.view, body, newId))
    const by = { actor: actor(), at: new Date(now()).toISOString() }
    const { item, ...merged } = propose(replica, named, by, newId, {
      atomic: bodies.length > 1,
      before: (body) => back.unshift(...(inverse(replica.view, body, newId) ?? [])),
    })
    const ids = item.commands.map(({ id }) => id)
    const piece = this.history.pieceOf(replica.view, ids, back)
    if (back.length > 0) step.pieces.push(piece)
    const done = this.follow(item, { bodies, how, piece })
    onProposed(merged, item)
    return { id: ids[0]!, done }
  }

  private follow(
    item: Pending,
    { bodies, how, piece }: { bodies: readonly CommandBody[]; how: How; piece: Piece },
  ): Promise<Outcome> {
    const first = item.settled.length === 0 // else it was merged with one that tells already
    const done = new Promise<Outcome>((resolve) => item.settled.push(resolve))
    item.settled.push((outcome) => {
      if (outcome.ok) return
      this.history.forget(piece)
      const at = item.commands.findIndex(({ id }) => id === outcome.command)
      const command = bodies[at] ?? bodies[0]!
      if (first) this.options.onRefused({ command, problem: outcome.problem, how })
    })
    return done
  }

  private async takeBack(how: 'undo' | 'redo', find: () => Step | undefined): Promise<TakenBack | null> {
    const rules = await this.learn()
    // Looked for only now: somebody may press quickly.
    const step = find()
    if (!step) return null
    const plan = rules.planOf(this.options.replica.view, step, rules.touches)
    const reasons = plan.commands.map((command) => this.options.whyNot(command))
    const whyNot = reasons.find((reason) => reason !== null) ?? null
    let undo: TakenBack['undo'] = () => Promise.resolve(null)
    if (whyNot === null) {
      this.history.take(step)
      if (plan.commands.length > 0) ({ undo } = this.tryToTake(plan.commands, how, step))
    }
    return { ...plan, how, about: step.about, whyNot, undo }
  }

  /**
   * Where the server refuses it for now, the step stays the newest: the next undo must not take an older one. What can
   * never be done is not tried again, or it would stand before all others.
   */
  private tryToTake(commands: readonly CommandBody[], how: 'undo' | 'redo', step: Step): Sent {
    const { gestures } = this.history
    const sent = this.run(commands, how, step.about)
    const { done, parts } = sent
    // Of several parts others may have taken effect.
    void done.then((outcome) => {
      if (outcome.ok || parts > 1 || never.has(outcome.problem.status)) return
      this.history.putBack(how, step, gestures)
    })
    return sent
  }

  /** Fetches the rules of taking back: before the first gesture nobody needs them. */
  private async learn(): Promise<{ planOf: typeof planOf; touches: Touches }> {
    const rules = await import('./takeBack')
    return { planOf: rules.planOf, touches: this.history.tell(new rules.Touches()) }
  }

  private remember(step: Step, how: How): void {
    if (how === 'gesture') this.history.did(step)
    else this.history.add(how === 'undo' ? 'redo' : 'undo', step)
  }

  /** A task that is being made has its key only when the server has counted: it is looked up when somebody asks. */
  private aboutOf(body: CommandBody): About {
    const { replica } = this.options
    const { record } = placeOf(replica.view, body)
    const now = (): Thing | undefined => placeOf(replica.view, body).record
    return {
      kind: body.kind,
      get record() {
        return now() ?? record
      },
    }
  }
}

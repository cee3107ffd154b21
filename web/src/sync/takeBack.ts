/**
 * What of a step can be taken back on a state that others may have changed since: only what still says what we wrote,
 * field by field. The rest stays as they made it.
 */
import type { CommandBody, Id } from '@/api/types'
import { equal, type State, type Thing } from '@/project/state'
import type { Piece, Step } from './history'
import { placeOf } from './place'
import { Touches } from './touches'

export { Touches }

/** Something that stays, at least in part, as others have made it. */
export interface Kept {
  readonly kind: string
  readonly id: Id
  /** As it is now, else as it was; undefined where neither is known. */
  readonly record: Thing | undefined
  /** Changed or deleted since; `gone`: that is gone to which it would go back. */
  readonly why: 'changed' | 'deleted' | 'gone'
  /** By whom; null where that is not known. */
  readonly by: Id | null
}

export interface Plan {
  readonly commands: readonly CommandBody[]
  /** How many things are put back, wholly. */
  readonly done: number
  readonly kept: readonly Kept[]
}

/** What is asked about one command. */
interface Case {
  readonly state: State
  readonly body: CommandBody
  readonly now: Thing | undefined
  readonly wrote: Thing | undefined
  /** Made by the same step, before this. */
  readonly made: ReadonlySet<Id>
  readonly by: (fields?: readonly string[]) => Id | null | undefined
  /** Who has changed another thing since. */
  readonly byOf: (thing: string) => Id | null | undefined
}

interface Verdict {
  readonly body: CommandBody | null
  readonly kept?: Pick<Kept, 'why' | 'by'>
}

export function planOf(state: State, { pieces }: Step, touches: Touches): Plan {
  const made = new Set<Id>()
  const things = new Map<string, Kept | null>()
  const commands: CommandBody[] = []
  for (const piece of pieces.toReversed()) {
    for (const [i, body] of piece.back.entries()) {
      const { kind, id, record } = placeOf(state, body)
      const { body: still, kept } = judge(caseOf(state, piece, i, { made, touches }))
      const key = `${kind} ${id}`
      if (still) commands.push(still)
      if (still?.kind.endsWith('.create')) made.add(id)
      if (kept) things.set(key, { kind, id, record: record ?? piece.wrote[i], ...kept })
      else if (!things.has(key)) things.set(key, null)
    }
  }
  // Back they go the other way round; people think of them in their order.
  const kept = [...things.values()].filter((one) => one !== null).toReversed()
  return { commands, done: things.size - kept.length, kept }
}

function caseOf(
  state: State,
  { back, wrote, since }: Piece,
  i: number,
  { made, touches }: { made: ReadonlySet<Id>; touches: Touches },
): Case {
  const body = back[i]!
  const { kind, id, record } = placeOf(state, body)
  const key = `${kind} ${id}`
  return {
    state,
    body,
    now: record,
    wrote: wrote[i],
    made,
    by: (fields) => touches.since(since, key, fields),
    byOf: (thing) => touches.since(since, thing),
  }
}

function judge(one: Case): Verdict {
  const { body, now, wrote, by } = one
  const [, verb] = body.kind.split('.')
  if (verb === 'create') return { body }
  if (verb === 'restore') return now ? keep('changed', by()) : { body }
  if (!now) return wrote ? keep('deleted', by()) : { body }
  if (verb === 'update') return wrote ? onlyOurs(one, now, wrote) : { body }
  if (body.kind === 'task.move') return moved(one, body, now)
  // Whoever has used it since would lose that with it.
  const fields = body.kind.startsWith('member.') ? ['role', 'ownRole'] : undefined
  const whose = verb === 'react' ? undefined : by(fields)
  return whose === undefined ? { body } : keep('changed', whose)
}

function keep(why: Kept['why'], by: Id | null | undefined): Verdict {
  return { body: null, kept: { why, by: by ?? null } }
}

function moved(
  { state, body, wrote, made, by, byOf }: Case,
  { status }: Extract<CommandBody, { kind: 'task.move' }>,
  now: Thing,
): Verdict {
  const whose = by(['status', 'rank'])
  if (whose !== undefined || (wrote && now.status !== wrote.status)) return keep('changed', whose)
  return state.statuses.has(status) || made.has(status) ? { body } : keep('gone', byOf(`status ${status}`))
}

function onlyOurs(one: Case, now: Thing, wrote: Thing): Verdict {
  const { body, by } = one
  const [thing] = body.kind.split('.') as [string]
  const { kind, [thing]: id, ...members } = body as unknown as Thing
  const left: string[] = []
  const kept: Thing = {}
  for (const [member, value] of Object.entries(members)) {
    const ours = valueOfOurs(one, { member, value, now, wrote })
    if (ours !== undefined) kept[member] = ours
    if (ours === undefined || isLess(ours, value)) left.push(fieldOf(member))
  }
  const still = { kind, ...(id !== undefined && { [thing]: id }), ...kept } as unknown as CommandBody
  return {
    body: Object.keys(kept).length > 0 ? still : null,
    ...(left.length > 0 && { kept: { why: 'changed', by: by(left) ?? null } }),
  }
}

interface Member {
  readonly member: string
  readonly value: unknown
  readonly now: Thing
  readonly wrote: Thing
}

/** The value without what others have changed; undefined if nothing is left of it. */
function valueOfOurs({ state, made, by }: Case, { member, value, now, wrote }: Member): unknown {
  const field = fieldOf(member)
  if (member === 'fields') return valuesOfOurs(value as Thing, now.fields as Thing, wrote.fields as Thing)
  if (field === member || member === 'archived')
    return equal(now[field], wrote[field]) && by([field]) === undefined ? value : undefined
  const list = now[field] as readonly Id[]
  // To add again what is gone would be refused, and the rest with it.
  const exists = (id: Id): boolean => field !== 'labels' || state.labels.has(id) || made.has(id)
  const ids = (value as readonly Id[])
    .filter((id) => (member.startsWith('add') ? !list.includes(id) && exists(id) : list.includes(id)))
    .filter((id) => by([`${field} ${id}`]) === undefined)
  return ids.length > 0 ? ids : undefined
}

/** Custom fields are judged one by one. */
function valuesOfOurs(values: Thing, now: Thing, wrote: Thing): Thing | undefined {
  const ours = Object.entries(values).filter(([id]) => equal(now[id], wrote[id]))
  return ours.length > 0 ? Object.fromEntries(ours) : undefined
}

function isLess(ours: unknown, value: unknown): boolean {
  const size = (one: unknown): number => Object.keys((one as object | null) ?? {}).length
  return ours !== value && size(ours) < size(value)
}

/** The field that a member of a command changes: `addLabels` is about `labels`. */
function fieldOf(member: string): string {
  if (member === 'archived') return 'archivedAt'
  const list = /^(?:add|remove)([A-Z].*)$/.exec(member)?.[1]
  return list ? list[0]!.toLowerCase() + list.slice(1) : member
}

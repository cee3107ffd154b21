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

/** What a thing can refer to, and would be refused with where that is gone. */
export type Gone = 'status' | 'label' | 'member' | 'task' | 'field' | 'option'

/** Something that stays, at least in part, as others have made it. */
export interface Kept {
  readonly kind: string
  readonly id: Id
  /** As it is now, else as it was; undefined where neither is known. */
  readonly record: Thing | undefined
  /** Changed or deleted since; `gone`: that is gone to which it would go back. */
  readonly why: 'changed' | 'deleted' | 'gone'
  /** What it is that is gone. */
  readonly gone?: Gone
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
  /** What others did since may have gone by unheard. */
  readonly isBlind: boolean
  /** Made by the same step, before this. */
  readonly made: ReadonlySet<Id>
  readonly by: (fields?: readonly string[]) => Id | null | undefined
  /** Who has changed another thing since. */
  readonly byOf: (thing: string) => Id | null | undefined
}

interface Verdict {
  readonly body: CommandBody | null
  readonly kept?: Pick<Kept, 'why' | 'gone' | 'by'>
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
      if (still) for (const one of madeBy(still, id)) made.add(one)
      if (kept) things.set(key, { kind, id, record: record ?? piece.wrote[i], ...kept })
      else if (!things.has(key)) things.set(key, null)
    }
  }
  // Back they go the other way round; people think of them in their order.
  const kept = [...things.values()].filter((one) => one !== null).toReversed()
  return { commands, done: things.size - kept.length, kept }
}

/** What there is after a command that may not have been there before. */
function madeBy(body: CommandBody, id: Id): Id[] {
  const options = 'options' in body ? (body.options ?? []).flatMap((option) => option.id ?? []) : []
  return /\.(create|restore)$/.test(body.kind) ? [id, ...options] : options
}

function caseOf(
  state: State,
  { back, wrote, isBlind, since }: Piece,
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
    isBlind,
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
  if (verb === 'delete' && one.isBlind) return keep('changed', null)
  // Whoever has used it since would lose that with it.
  const fields = body.kind.startsWith('member.') ? ['role', 'ownRole'] : undefined
  const whose = verb === 'react' ? undefined : by(fields)
  return whose === undefined ? { body } : keep('changed', whose)
}

function keep(why: Kept['why'], by: Id | null | undefined): Verdict {
  return { body: null, kept: { why, by: by ?? null } }
}

function isGone({ byOf }: Case, gone: Gone, id: Id): Verdict {
  const thing = gone === 'option' ? 'field' : gone
  return { body: null, kept: { why: 'gone', gone, by: byOf(`${thing} ${id}`) ?? null } }
}

function moved(one: Case, { status }: Extract<CommandBody, { kind: 'task.move' }>, now: Thing): Verdict {
  const { state, body, wrote, made, by } = one
  const whose = by(['status', 'rank'])
  if (whose !== undefined || (wrote && now.status !== wrote.status)) return keep('changed', whose)
  const isOpen = state.statuses.get(status)?.archivedAt === null
  return isOpen || made.has(status) ? { body } : isGone(one, 'status', status)
}

function onlyOurs(one: Case, now: Thing, wrote: Thing): Verdict {
  const { body, by } = one
  const [thing] = body.kind.split('.') as [string]
  const { kind, [thing]: id, ...members } = body as unknown as Thing
  const left: string[] = []
  const kept: Thing = {}
  let lost: Lost | null = null
  for (const [member, value] of Object.entries(members)) {
    const ours = valueOfOurs(one, { member, value, now, wrote })
    const here = ours === undefined ? { value: ours, lost: null } : thatIsHere(one, member, ours)
    if (here.value !== undefined) kept[member] = here.value
    lost ??= here.lost
    if (ours === undefined || isLess(ours, value)) left.push(fieldOf(member))
  }
  const still = { kind, ...(id !== undefined && { [thing]: id }), ...kept } as unknown as CommandBody
  const whose = left.length > 0 ? by(left) : undefined
  const why = lost && whose === undefined ? isGone(one, lost.gone, lost.id).kept : undefined
  return {
    body: Object.keys(kept).length > 0 ? still : null,
    ...(why && { kept: why }),
    ...(left.length > 0 && !why && { kept: { why: 'changed', by: whose ?? null } }),
  }
}

interface Member {
  readonly member: string
  readonly value: unknown
  readonly now: Thing
  readonly wrote: Thing
}

/** The value without what others have changed; undefined if nothing is left of it. */
function valueOfOurs({ by }: Case, { member, value, now, wrote }: Member): unknown {
  const field = fieldOf(member)
  if (member === 'fields') return valuesOfOurs(value as Thing, now.fields as Thing, wrote.fields as Thing)
  // The server has a time of its own.
  if (member === 'archived')
    return !now[field] === !wrote[field] && by([field]) === undefined ? value : undefined
  if (field === member)
    return equal(now[field], wrote[field]) && by([field]) === undefined ? value : undefined
  const list = now[field] as readonly Id[]
  const ids = (value as readonly Id[])
    .filter((id) => (member.startsWith('add') ? !list.includes(id) : list.includes(id)))
    .filter((id) => by([`${field} ${id}`]) === undefined)
  return ids.length > 0 ? ids : undefined
}

/** Custom fields are judged one by one. */
function valuesOfOurs(values: Thing, now: Thing, wrote: Thing): Thing | undefined {
  const ours = Object.entries(values).filter(([id]) => equal(now[id], wrote[id]))
  return ours.length > 0 ? Object.fromEntries(ours) : undefined
}

interface Lost {
  readonly gone: Gone
  readonly id: Id
}

/** What is referred to by these fields of a task. */
const referring: Readonly<Record<string, Gone>> = {
  labels: 'label',
  assignees: 'member',
  blockedBy: 'task',
  related: 'task',
  parent: 'task',
  duplicateOf: 'task',
}

/** The value without what is gone: to refer to that would be refused, and all the rest with it. */
function thatIsHere(one: Case, member: string, value: unknown): { value: unknown; lost: Lost | null } {
  if (!one.body.kind.startsWith('task.') || value === null) return { value, lost: null }
  if (member === 'fields') return valuesThatFit(one, value as Thing)
  const field = fieldOf(member)
  const gone = referring[field]
  if (!gone || member.startsWith('remove')) return { value, lost: null }
  const ids = Array.isArray(value) ? (value as Id[]) : [value as Id]
  const left = ids.filter((id) => exists(one, field, id))
  const id = ids.find((other) => !left.includes(other))
  if (id === undefined) return { value, lost: null }
  return { value: left.length > 0 ? left : undefined, lost: { gone, id } }
}

function exists({ state, made, now }: Case, field: string, id: Id): boolean {
  if (made.has(id)) return true
  if (field === 'labels') return state.labels.has(id)
  if (field === 'assignees') return state.members.has(id)
  // What it is blocked by already may be gone, and stays.
  if (Array.isArray(now?.[field]) && (now[field] as Id[]).includes(id)) return true
  // These may lie in other projects, of which nothing is known here.
  if (field === 'related' || field === 'duplicateOf') return !state.deleted.has(id)
  return state.tasks.has(id)
}

function valuesThatFit(one: Case, values: Thing): { value: unknown; lost: Lost | null } {
  const all = Object.entries(values).map(([id, value]) => ({ id, value, lost: lostOf(one, id, value) }))
  const fit = all.filter(({ lost }) => !lost).map(({ id, value }) => [id, value] as const)
  const lost = all.find((other) => other.lost)?.lost ?? null
  return { value: fit.length > 0 ? Object.fromEntries(fit) : undefined, lost }
}

/** What is not there any more for a value in a custom field: the field itself, its option, a person. */
function lostOf({ state, made }: Case, field: Id, value: unknown): Lost | null {
  const found = state.fields.get(field)
  if (made.has(field)) return null
  if (!found) return { gone: 'field', id: field }
  const id = value as Id | null
  if (id === null || made.has(id)) return null
  if (found.type === 'person' && !state.members.has(id)) return { gone: 'member', id }
  const isOption = found.type !== 'select' || found.options.some((option) => option.id === id)
  return isOption ? null : { gone: 'option', id: field }
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

/** A filter while it is being built: groups within groups, with conditions that may still lack their value. */
import { type Condition, type CustomKinds, type Filter, isCondition } from '@/project/filter'
import { isFilter } from '@/project/filterCheck'

export type Joint = 'and' | 'or'

export interface Group {
  readonly joint: Joint
  readonly parts: readonly Part[]
}
export type Part = Condition | Group

export const isGroup = (part: Part): part is Group => 'joint' in part

/** The group that a filter is; a single condition is a group of one. */
export function groupOf(filter: Filter | null): Group {
  if (!filter) return { joint: 'and', parts: [] }
  if (isCondition(filter)) return { joint: 'and', parts: [filter] }
  const [joint, list] = 'and' in filter ? (['and', filter.and] as const) : (['or', filter.or] as const)
  return { joint, parts: list.map((part) => (isCondition(part) ? part : groupOf(part))) }
}

/** What of a group can be put to tasks: without unfinished conditions and groups of nothing; null where nothing is left. */
export function filterOf({ joint, parts }: Group, custom: CustomKinds): Filter | null {
  const whole = parts.flatMap((part): Filter[] => {
    if (isGroup(part)) return [filterOf(part, custom)].filter((inner) => inner !== null)
    return isFilter(part, custom) ? [part] : []
  })
  if (whole.length === 0) return null
  if (whole.length === 1) return whole[0]!
  return joint === 'and' ? { and: whole } : { or: whole }
}

/** The group with another part at a place; without one there where `part` is null. */
export function withPart(group: Group, at: number, part: Part | null): Group {
  return {
    ...group,
    parts: part === null ? group.parts.toSpliced(at, 1) : group.parts.toSpliced(at, 1, part),
  }
}

/** Whether a filter makes sense; twin of Go's filter.Parse, which has the last word. */
import { isDay } from './filterDay'
import { type CustomKinds, type Filter, isBare, kindOf, type Kind, operatorsOf, periods } from './filter'

const maxDepth = 8
const maxConditions = 100
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const names: Record<string, readonly string[]> = {
  category: ['backlog', 'todo', 'active', 'done', 'cancelled'],
  priority: ['none', 'low', 'medium', 'high', 'urgent'],
}

type Json = Record<string, unknown>

/** Reads a filter as it stands in an address; null where it makes no sense, as a whole or in any part. */
export function parseFilter(text: string, custom: CustomKinds): Filter | null {
  try {
    const filter: unknown = JSON.parse(text)
    return isFilter(filter, custom) ? filter : null
  } catch {
    return null
  }
}

/** Whether something that was read is a filter of this project. */
export function isFilter(filter: unknown, custom: CustomKinds): filter is Filter {
  let conditions = 0

  function isPart(part: unknown, depth: number): boolean {
    if (typeof part !== 'object' || part === null || depth > maxDepth) return false
    const names = Object.keys(part)
    const record = part as Json
    for (const by of ['and', 'or']) {
      if (names.length === 1 && Array.isArray(record[by]))
        return record[by].every((inner) => isPart(inner, depth + 1))
    }
    conditions++
    return conditions <= maxConditions && isCondition(record, names, custom)
  }

  return isPart(filter, 1)
}

function isCondition(record: Json, members: readonly string[], custom: CustomKinds): boolean {
  const { field, op, value } = record
  if (typeof field !== 'string' || typeof op !== 'string') return false
  if (members.some((member) => !['field', 'op', 'value'].includes(member))) return false
  const kind = kindOf(field, custom)
  if (!kind || !(operatorsOf(kind) as readonly string[]).includes(op)) return false
  if (isBare(op as 'none')) return value === undefined
  return isValue(kind, field, op, value)
}

function isValue(kind: Kind, field: string, op: string, value: unknown): boolean {
  switch (kind) {
    case 'choice':
    case 'set':
      if (op === 'is' || op === 'isNot') return isName(field, value)
      return (
        Array.isArray(value) &&
        value.length > 0 &&
        value.length <= 500 &&
        value.every((one) => isName(field, one))
      )
    case 'text':
      return typeof value === 'string' && value.trim() !== '' && value.trim().split(/\s+/).length <= 20
    case 'day':
    case 'instant':
      if (op !== 'within') return isDay(value)
      return isRange(value, isDay) || (periods as readonly unknown[]).includes(value)
    case 'number':
      return op === 'within' ? isRange(value, Number.isFinite) : Number.isFinite(value)
    case 'bool':
      return typeof value === 'boolean'
  }
}

function isName(field: string, value: unknown): boolean {
  if (typeof value !== 'string') return false
  const list = names[field]
  if (list) return list.includes(value)
  const isPerson = field === 'assignee' || field === 'createdBy' || field.startsWith('field:')
  return uuid.test(value) || (isPerson && value === 'me')
}

function isRange(value: unknown, isBound: (bound: unknown) => boolean): boolean {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 2) return false
  const { from, to } = value as Json
  return isBound(from) && isBound(to)
}

/**
 * The language in which views choose tasks: conditions on fields, nested with AND and OR. It stands in addresses,
 * saved views and requests as it is written here. Its twin is Go's package filter; golden/filter.json runs through
 * both, through SQL and by brute force.
 */
import type { Id } from '@/api/types'

/** Holds where all of `and` do, where one of `or` does, or where its condition does. */
export type Filter = { readonly and: readonly Filter[] } | { readonly or: readonly Filter[] } | Condition

export interface Condition {
  /** `status`, or `field:<id>` for a custom field. */
  readonly field: string
  readonly op: Op
  /** An id or name or list of them, words, a day or period or `{from, to}`, a number or `{from, to}`, true or false. */
  readonly value?: unknown
}

export type Kind = 'choice' | 'set' | 'text' | 'day' | 'instant' | 'number' | 'bool'

const operators = {
  choice: ['is', 'isNot', 'anyOf', 'noneOf', 'none', 'notNone'],
  set: ['is', 'isNot', 'anyOf', 'noneOf', 'allOf', 'none', 'notNone'],
  text: ['contains', 'notContains', 'none', 'notNone'],
  day: ['is', 'isNot', 'before', 'after', 'within', 'none', 'notNone'],
  instant: ['is', 'isNot', 'before', 'after', 'within', 'none', 'notNone'],
  number: ['is', 'isNot', 'lessThan', 'moreThan', 'within', 'none', 'notNone'],
  bool: ['is'],
} as const satisfies Record<Kind, readonly string[]>

export type Op = (typeof operators)[Kind][number]

/** The operators of a kind, in the order in which they are offered. */
export const operatorsOf = (kind: Kind): readonly Op[] => operators[kind]

/** The fields that every task has. The key counts as a part of the title. */
export const fieldKinds = {
  title: 'text',
  status: 'choice',
  category: 'choice',
  priority: 'choice',
  assignee: 'set',
  label: 'set',
  parent: 'choice',
  createdBy: 'choice',
  startDate: 'day',
  dueDate: 'day',
  createdAt: 'instant',
  updatedAt: 'instant',
  completedAt: 'instant',
  estimateSeconds: 'number',
  spentSeconds: 'number',
} as const satisfies Record<string, Kind>

/** What sort of values a custom field of a type has. */
export const kindOfType = {
  text: 'text',
  number: 'number',
  date: 'day',
  select: 'choice',
  checkbox: 'bool',
  person: 'choice',
} as const satisfies Record<string, Kind>

/** Ranges of days by name, around today. */
export const periods = [
  'today',
  'yesterday',
  'tomorrow',
  'thisWeek',
  'lastWeek',
  'nextWeek',
  'thisMonth',
  'lastMonth',
  'nextMonth',
  'last7Days',
  'next7Days',
  'last30Days',
  'next30Days',
] as const

export type Period = (typeof periods)[number]

/** A person in a condition who is whoever looks. */
export const me = 'me'

/** Tells the kind of a custom field by its id; undefined where the project has none of this id. */
export type CustomKinds = (id: Id) => Kind | undefined

const customPrefix = 'field:'

/** The id of the custom field that a condition is about; null where it is about one that every task has. */
export const customField = (field: string): Id | null =>
  field.startsWith(customPrefix) ? field.slice(customPrefix.length) : null

export function kindOf(field: string, custom: CustomKinds): Kind | undefined {
  const id = customField(field)
  if (id !== null) return custom(id)
  return Object.hasOwn(fieldKinds, field) ? fieldKinds[field as keyof typeof fieldKinds] : undefined
}

export const isCondition = (filter: Filter): filter is Condition => 'field' in filter

/** Whether an operator stands without a value. */
export const isBare = (op: Op): boolean => op === 'none' || op === 'notNone'

// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { Filter } from '@/project/filter'
import { filterOf, groupOf, withPart } from './tree'

const none = () => undefined
const due: Filter = { field: 'dueDate', op: 'within', value: 'thisWeek' }
const mine: Filter = { field: 'assignee', op: 'is', value: 'me' }
const nested: Filter = { and: [due, { or: [mine, { field: 'label', op: 'none' }] }] }

describe('a filter being built', () => {
  it.each<[string, Filter]>([
    ['one condition', due],
    ['several', { or: [due, mine] }],
    ['groups', nested],
  ])('comes back as it was: %s', (_name, filter) => {
    expect(filterOf(groupOf(filter), none)).toEqual(filter)
  })

  it('leaves out what is not finished, and groups of nothing', () => {
    const group = groupOf(nested)
    const begun = withPart(group, 0, { field: 'priority', op: 'anyOf', value: [] })
    expect(filterOf(begun, none)).toEqual({ or: [mine, { field: 'label', op: 'none' }] })
    expect(filterOf(withPart(groupOf(mine), 0, { joint: 'or', parts: [] }), none)).toBeNull()
  })

  it('takes a part away', () => {
    expect(filterOf(withPart(groupOf(nested), 1, null), none)).toEqual(due)
  })
})

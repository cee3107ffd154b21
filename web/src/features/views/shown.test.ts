// @vitest-environment node
import { expect, it } from 'vitest'
import { looksLike, type Shown } from './shown'

const mine: Shown = {
  layout: 'list',
  filter: { and: [{ field: 'assignee', op: 'is', value: 'me' }] },
  group: 'priority',
  sort: '-dueDate',
}

it.each([
  [
    'the same filter, written in another order',
    { filter: { and: [{ value: 'me', op: 'is', field: 'assignee' }] } },
    true,
  ],
  ['another filter', { filter: null }, false],
  ['another layout', { layout: 'board' }, false],
  ['another grouping', { group: null }, false],
  ['another order', { sort: null }, false],
] as const)('tells what looks the same: %s', (_name, other, same) => {
  expect(looksLike(mine, { ...mine, ...other })).toBe(same)
})

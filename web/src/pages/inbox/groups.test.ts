import { expect, it } from 'vitest'
import type { InboxItem } from '@/api/types'
import { groupsOf } from './groups'

const item = (id: string, task: string, readAt: string | null) => ({ id, task, readAt }) as InboxItem

it('puts together what is about one task, in the order of the newest', () => {
  const groups = groupsOf([
    item('4', 'a', 'read'),
    item('3', 'b', 'read'),
    item('2', 'a', null),
    item('1', 'c', null),
  ])
  expect(
    groups.map(({ task, items, isUnread }) => [task, items.map(({ id }) => id).join(''), isUnread]),
  ).toEqual([
    ['a', '42', true],
    ['b', '3', false],
    ['c', '1', true],
  ])
})

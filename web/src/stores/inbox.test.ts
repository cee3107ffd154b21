import { expect, it } from 'vitest'
import type { InboxItem } from '@/api/types'
import { changed } from './inbox'

const item = (more: Partial<InboxItem> = {}): InboxItem =>
  ({ id: 'a', readAt: null, doneAt: null, snoozedUntil: null, ...more }) as InboxItem
const of = (change: Parameters<typeof changed>[1]['change'], before = item()) => {
  const { readAt, doneAt, snoozedUntil } = changed(before, { ids: new Set(['a']), change })
  return [readAt && 'read', doneAt && 'done', snoozedUntil && 'snoozed'].filter(Boolean).join(' ')
}

it('shows what the server will say', () => {
  expect(of({ read: true })).toBe('read')
  expect(of({ read: false }, item({ readAt: 'then' }))).toBe('')
  expect(of({ done: true }, item({ snoozedUntil: 'soon' }))).toBe('read done')
  expect(of({ done: false }, item({ readAt: 'then', doneAt: 'then' }))).toBe('read')
  expect(of({ snoozedUntil: 'soon' }, item({ doneAt: 'then' }))).toBe('snoozed')
  expect(of({ snoozedUntil: null }, item({ snoozedUntil: 'soon' }))).toBe('')
})

it('leaves the others as they are', () => {
  const other = item({ id: 'b' })
  expect(changed(other, { ids: new Set(['a']), change: { done: true } })).toBe(other)
})

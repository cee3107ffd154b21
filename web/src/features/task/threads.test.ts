import { expect, it } from 'vitest'
import type { Comment } from '@/api/types'
import { firstUnread, latestOf, quoted, threadsOf } from './threads'

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()
const say = (id: string, parent: string | null = null, minute = 0, author = 'ann'): Comment =>
  ({ id, parent, author, createdAt: at(minute) }) as Comment

const shape = (comments: Comment[], isComplete = true, since = '') =>
  threadsOf({ comments, since, isGone: () => isComplete }).map(({ id, root, replies }) => [
    id,
    !!root,
    replies.map((one) => one.id),
  ])

it('answers stand below what they answer, one level deep', () => {
  expect(shape([say('a'), say('b'), say('c', 'a'), say('d', 'c')])).toEqual([
    ['a', true, ['c', 'd']],
    ['b', true, []],
  ])
})

it('what was deleted keeps its place for its answers, and goes without any', () => {
  expect(shape([say('b'), say('c', 'gone'), say('d', 'c')])).toEqual([
    ['b', true, []],
    ['gone', false, ['c', 'd']],
  ])
  expect(shape([say('c', 'not here yet')], false)).toEqual([])
})

it('what is from before the latest stands where it was gone on with', () => {
  const all = [
    say('old', null, 1),
    say('mid', 'old', 2),
    say('a', null, 5),
    say('b', 'old', 6),
    say('c', null, 7),
  ]
  expect(shape(all, false, at(5))).toEqual([
    ['a', true, []],
    ['old', true, ['mid', 'b']],
    ['c', true, []],
  ])
})

it('answers in a ring, which no server makes, do not hang the page', () => {
  expect(threadsOf({ comments: [say('a', 'b'), say('b', 'a')], since: '', isGone: () => true })).toHaveLength(
    2,
  )
})

it('the first that others said since one has looked', () => {
  const all = [say('a', null, 1, 'ben'), say('b', null, 2), say('c', null, 3, 'ben')]
  expect(firstUnread(all, at(1), 'ann')?.id).toBe('c')
  expect(firstUnread(all, null, 'ann')?.id).toBe('a')
  expect(firstUnread(all, at(3), 'ann')).toBeUndefined()
  expect(latestOf(all)?.id).toBe('c')
})

it('quotes every line', () => {
  expect(quoted('one\n\ntwo\n')).toBe('> one\n>\n> two\n\n')
})

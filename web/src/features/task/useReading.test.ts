import { beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, shallowRef, type EffectScope } from 'vue'
import type { Comment } from '@/api/types'
import type { CommentList, ProjectStore } from '@/stores/project'
import { useReading } from './useReading'

const marks = new Map<string, string | null>()
const marked: string[] = []
const sight = shallowRef<DocumentVisibilityState>('visible')
vi.mock('@/stores/unread', () => ({
  useUnread: () => ({
    ready: async () => marks,
    has: (task: string) => marks.has(task),
    mark(task: string, comment: string) {
      marks.delete(task)
      marked.push(comment)
    },
  }),
}))
vi.mock('@vueuse/core', () => ({ useDocumentVisibility: () => sight }))

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()
const say = (id: string, minute: number, author = 'ben'): Comment =>
  ({ id, author, createdAt: at(minute), parent: null }) as Comment
const listOf = (...comments: Comment[]): CommentList => ({
  comments,
  pending: new Set(),
  isLoaded: true,
  isComplete: true,
  since: '',
  isGone: () => true,
})
const list = shallowRef(listOf())
let scope: EffectScope

beforeEach(() => {
  marks.clear()
  marked.length = 0
  sight.value = 'visible'
  scope?.stop()
  scope = effectScope()
})

async function open(...comments: Comment[]) {
  list.value = listOf(...comments)
  const { newFrom } = scope.run(() =>
    useReading({ id: 'p' } as ProjectStore, 't', { list, me: () => 'ann' }),
  )!
  await nextTick()
  await nextTick()
  return newFrom
}

it('draws the line at the first that was not read, and takes all for read', async () => {
  marks.set('t', at(1))
  const newFrom = await open(say('a', 1), say('b', 2), say('c', 3))
  expect([newFrom.value, marked]).toEqual(['b', ['c']])
  list.value = listOf(say('a', 1), say('b', 2), say('c', 3), say('d', 4))
  await nextTick()
  expect([newFrom.value, marked], 'what comes while one looks on is read, and not new').toEqual([
    'b',
    ['c', 'd'],
  ])
})

it('draws none where nothing was unread, but keeps from when on it is', async () => {
  const newFrom = await open(say('a', 1), say('b', 2))
  expect([newFrom.value, marked]).toEqual([null, ['b']])
})

it('what comes while the page is out of sight is new, and read once it is back', async () => {
  marks.set('t', at(1))
  const newFrom = await open(say('a', 1), say('b', 2))
  sight.value = 'hidden'
  list.value = listOf(say('a', 1), say('b', 2), say('c', 3), say('d', 4))
  await nextTick()
  expect([newFrom.value, marked]).toEqual(['c', ['b']])
  sight.value = 'visible'
  await nextTick()
  expect([newFrom.value, marked]).toEqual(['c', ['b', 'd']])
})

it('one’s own words are no news', async () => {
  marks.set('t', at(1))
  const newFrom = await open(say('a', 1), say('b', 2, 'ann'))
  expect([newFrom.value, marked]).toEqual([null, []])
})

it('the line goes up with what is loaded of the time before', async () => {
  marks.set('t', at(1))
  const newFrom = await open(say('c', 3), say('d', 4))
  expect([newFrom.value, marked]).toEqual(['c', ['d']])
  list.value = listOf(say('a', 1), say('b', 2), say('c', 3), say('d', 4))
  await nextTick()
  expect([newFrom.value, marked]).toEqual(['b', ['d']])
})

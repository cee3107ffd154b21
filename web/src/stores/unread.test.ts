import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ProblemError } from '@/api/problem'
import { unread as api } from '@/api/unread'
import { heard } from './heard'
import { useUnread } from './unread'
import { unreadMarks } from './unreadMarks'

vi.mock('@/api/unread', () => ({ unread: { of: vi.fn(), mark: vi.fn() } }))
const of = vi.mocked(api.of)
const mark = vi.mocked(api.mark)

beforeEach(() => {
  vi.useFakeTimers()
  vi.resetAllMocks()
  mark.mockResolvedValue(undefined)
  unreadMarks.value = new Map()
  setActivePinia(createPinia())
})
afterEach(() => void vi.useRealTimers())

it('asks once, and again when something was read elsewhere', async () => {
  const unread = useUnread()
  of.mockResolvedValue([{ task: 't', seen: null }])
  await Promise.all([unread.ready('p'), unread.ready('p')])
  expect([of.mock.calls.length, unread.has('t')]).toEqual([1, true])
  of.mockResolvedValue([])
  heard.value++
  await vi.advanceTimersByTimeAsync(1_000)
  expect([of.mock.calls.length, unread.has('t')]).toEqual([2, false])
})

it('what is read is so at once, before the server knows', async () => {
  const unread = useUnread()
  of.mockResolvedValue([{ task: 't', seen: null }])
  await unread.ready('p')
  unread.mark('t', 'c')
  expect([unread.has('t'), mark.mock.calls]).toEqual([false, [['t', 'c']]])
})

it('without a connection what is known stays, and is asked for again', async () => {
  const unread = useUnread()
  const problem = { type: 'about:blank', title: 'Away', status: 503, detail: '' }
  of.mockRejectedValueOnce(new ProblemError(problem))
  expect((await unread.ready('p')).size).toBe(0)
  of.mockResolvedValue([{ task: 't', seen: '2026-01-01T00:00:00.000Z' }])
  heard.value++
  await vi.advanceTimersByTimeAsync(1_000)
  expect((await unread.ready('p')).get('t')).toBe('2026-01-01T00:00:00.000Z')
  of.mockRejectedValueOnce(new ProblemError(problem))
  heard.value++
  await vi.advanceTimersByTimeAsync(1_000)
  expect(unread.has('t')).toBe(true)
})

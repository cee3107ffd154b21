import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { ProblemError } from '@/api/problem'
import type { Me, SavedView } from '@/api/types'
import { useSession } from './session'

const calls: { what: string; settle: (value?: unknown) => void; refuse: (error: Error) => void }[] = []

// The server: calls wait until they are answered by hand.
vi.mock('@/api/ownViews', () => {
  const call = (what: string) => () =>
    new Promise((settle, refuse) => calls.push({ what, settle: settle as () => void, refuse }))
  return {
    ownViews: { list: call('list'), create: call('create'), change: call('change'), remove: call('remove') },
  }
})

const { useOwnViews } = await import('./ownViews')

const refused = new ProblemError({ type: 'about:blank', title: 'x', status: 409, detail: 'Too many.' })
const view = (id: string, name = id): SavedView => ({
  id,
  project: 'p',
  name,
  layout: 'list',
  filter: null,
  group: null,
  sort: null,
  createdBy: 'ann',
  createdAt: '2026-11-26T12:00:00.000Z',
})

async function take(what: string): Promise<(typeof calls)[number]> {
  await vi.waitFor(() => expect(calls[0]?.what).toBe(what))
  return calls.shift()!
}

beforeEach(() => {
  setActivePinia(createPinia())
  calls.length = 0
})

it('shows a change at once, and asks how things are when it was made', async () => {
  const own = useOwnViews()
  void own.load('p')
  ;(await take('list')).settle([view('a')])
  await vi.waitFor(() => expect(own.of('p')).toHaveLength(1))
  const done = own.change(view('a'), { name: 'new' })
  expect(own.of('p')[0]!.name).toBe('new')
  ;(await take('change')).settle()
  await done
  ;(await take('list')).settle([view('a', 'new')])
  await vi.waitFor(() => expect(own.of('p')).toEqual([view('a', 'new')]))
})

it('what is refused goes back, and says so', async () => {
  const own = useOwnViews()
  const done = own.add(view('b'))
  expect(own.of('p')).toHaveLength(1)
  ;(await take('create')).refuse(refused)
  await expect(done).rejects.toThrow('Too many.')
  ;(await take('list')).settle([])
  await vi.waitFor(() => expect(own.of('p')).toHaveLength(0))
})

it('what is refused goes back where nobody can be asked, too', async () => {
  const own = useOwnViews()
  const done = own.add(view('b'))
  ;(await take('create')).refuse(refused)
  await expect(done).rejects.toThrow('Too many.')
  ;(await take('list')).refuse(refused)
  await vi.waitFor(() => expect(own.of('p')).toHaveLength(0))
})

it('what was asked for before a change does not undo it', async () => {
  const own = useOwnViews()
  void own.load('p')
  const asked = await take('list')
  void own.add(view('b'))
  asked.settle([])
  await nextTick()
  expect(own.of('p')).toHaveLength(1)
})

it('the next person to sign in sees nothing of it', async () => {
  const session = useSession()
  const own = useOwnViews()
  const signIn = (id: string) =>
    session.$patch((state) => {
      state.me = { user: { id }, teams: [], projects: [] } as unknown as Me
    })
  signIn('ann')
  await nextTick()
  void own.load('p')
  ;(await take('list')).settle([view('a')])
  await vi.waitFor(() => expect(own.of('p')).toHaveLength(1))
  void own.load('p')
  const asked = await take('list')
  signIn('bob')
  await nextTick()
  expect(own.of('p')).toHaveLength(0)
  asked.settle([view('a')])
  await nextTick()
  expect(own.of('p')).toHaveLength(0)
})

import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Me } from '@/api/types'
import { useSession } from './session'

type Answer = { status: number; body?: unknown } | 'no connection'

const me = { user: { id: 'u', name: 'Ada' }, teams: [], projects: [{ id: 'p', key: 'WEB' }] } as unknown as Me
let answers: Record<string, Answer> = {}

beforeEach(() => {
  localStorage.clear()
  answers = {}
  setActivePinia(createPinia())
  vi.stubGlobal(
    'fetch',
    vi.fn<typeof fetch>(async (path) => {
      const answer = answers[String(path)] ?? { status: 404 }
      if (answer === 'no connection') throw new TypeError('failed')
      const body = answer.body === undefined ? null : JSON.stringify(answer.body)
      return new Response(body, { status: answer.status, headers: { 'Content-Type': 'application/json' } })
    }),
  )
})
afterEach(() => vi.unstubAllGlobals())

describe('session', () => {
  it('asks who is signed in, and remembers it for the next start', async () => {
    answers['/api/me'] = { status: 200, body: me }
    await useSession().ready()
    expect(useSession().state).toBe('signed-in')
    setActivePinia(createPinia())
    expect(useSession().user?.name).toBe('Ada')
    expect(useSession().projectByKey('web')?.id).toBe('p')
  })

  it('keeps what it remembers without a connection', async () => {
    localStorage.setItem('tandem:me', JSON.stringify(me))
    answers['/api/me'] = 'no connection'
    await useSession().refresh()
    expect(useSession().state).toBe('signed-in')
  })

  it('fails without a connection when nothing is remembered, and asks again the next time', async () => {
    answers['/api/me'] = 'no connection'
    await expect(useSession().ready()).rejects.toMatchObject({ status: 0 })
    answers['/api/me'] = { status: 200, body: me }
    await useSession().ready()
    expect(useSession().state).toBe('signed-in')
  })

  it('forgets everything when the session has ended', async () => {
    localStorage.setItem('tandem:me', JSON.stringify(me))
    answers['/api/me'] = { status: 401 }
    await useSession().refresh()
    expect(useSession().state).toBe('signed-out')
    expect(localStorage.getItem('tandem:me')).toBeNull()
  })

  it('[C8] counts what is unsent, and empties local data when signing out', async () => {
    localStorage.setItem('tandem:me', JSON.stringify(me))
    answers['/api/auth/logout'] = { status: 204 }
    const clear = vi.fn<() => Promise<void>>(async () => {})
    useSession().keepsLocalData({ unsent: () => 2, clear })
    useSession().keepsLocalData({ unsent: async () => 1, clear })
    expect(await useSession().unsent()).toBe(3)
    await useSession().logout()
    expect(clear).toHaveBeenCalledTimes(2)
    expect(useSession().state).toBe('signed-out')
  })

  it('[C8] keeps local data when the server could not end the session', async () => {
    localStorage.setItem('tandem:me', JSON.stringify(me))
    answers['/api/auth/logout'] = 'no connection'
    const clear = vi.fn<() => Promise<void>>(async () => {})
    useSession().keepsLocalData({ unsent: () => 0, clear })
    await expect(useSession().logout()).rejects.toMatchObject({ status: 0 })
    expect(clear).not.toHaveBeenCalled()
    expect(useSession().state).toBe('signed-in')
  })
})

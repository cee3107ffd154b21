import { afterEach, describe, expect, it, vi } from 'vitest'
import { onSignedOut, request } from './client'
import { ProblemError } from './problem'

type Fetch = typeof fetch

function answer(status: number, body: unknown, type = 'application/json'): ReturnType<typeof vi.fn<Fetch>> {
  const text = body === undefined ? null : JSON.stringify(body)
  const mock = vi.fn<Fetch>(async () => new Response(text, { status, headers: { 'Content-Type': type } }))
  vi.stubGlobal('fetch', mock)
  return mock
}

const sent = (mock: ReturnType<typeof vi.fn<Fetch>>): Headers => new Headers(mock.mock.calls[0]![1]!.headers)

afterEach(() => vi.unstubAllGlobals())

describe('request', () => {
  it('gives every write a command id, the one given where there is one', async () => {
    const mock = answer(200, {})
    await request('POST', '/teams', { name: 'A' })
    expect(sent(mock).get('Idempotency-Key')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
    const again = answer(200, {})
    await request('POST', '/teams', { name: 'A' }, { key: 'k' })
    expect(sent(again).get('Idempotency-Key')).toBe('k')
  })

  it('gives none to a read', async () => {
    const mock = answer(200, { user: {} })
    await request('GET', '/me')
    expect(sent(mock).has('Idempotency-Key')).toBe(false)
  })

  it('throws the problem with its fields by name', async () => {
    const problem = {
      type: 'about:blank',
      title: 'Invalid',
      status: 422,
      detail: 'No.',
      errors: [{ pointer: '/email', detail: 'taken' }],
    }
    answer(422, problem, 'application/problem+json')
    const error = await request('POST', '/auth/register', {}).catch((e: unknown) => e as ProblemError)
    expect(error).toBeInstanceOf(ProblemError)
    expect((error as ProblemError).fields).toEqual({ email: 'taken' })
    expect((error as ProblemError).message).toBe('No.')
  })

  it('keeps the status of an answer that is no problem', async () => {
    answer(502, '<html>', 'text/html')
    await expect(request('GET', '/me')).rejects.toMatchObject({ status: 502 })
  })

  it('says status 0 when no answer comes', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn<Fetch>(async () => Promise.reject(new TypeError('failed'))),
    )
    await expect(request('GET', '/me')).rejects.toMatchObject({ status: 0 })
  })

  it('tells that the session has ended, but not of a wrong password', async () => {
    const listener = vi.fn<() => void>()
    const off = onSignedOut(listener)
    answer(401, { status: 401 }, 'application/problem+json')
    await request('POST', '/auth/login', {}).catch(() => undefined)
    expect(listener).not.toHaveBeenCalled()
    await request('GET', '/me').catch(() => undefined)
    expect(listener).toHaveBeenCalledOnce()
    off()
  })

  it('answers undefined for 204', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn<Fetch>(async () => new Response(null, { status: 204 })),
    )
    expect(await request('POST', '/auth/logout')).toBeUndefined()
  })
})

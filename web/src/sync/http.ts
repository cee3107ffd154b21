import { problemOf, unreachable } from '@/api/problem'
import type { Problem } from '@/api/types'
import type { Clock } from './clock'

/** What became of a call, sorted by what there is to do. */
export type Answer<T> =
  | { readonly type: 'ok'; readonly value: T }
  /** For good: the same call would be refused again. */
  | { readonly type: 'refused'; readonly problem: Problem }
  /** Not now: offline, overloaded, a proxy's page in between. Nobody knows whether it took effect. */
  | { readonly type: 'later'; readonly afterMs: number | null }
  | { readonly type: 'signed-out' }
  | { readonly type: 'gone' }

export interface Http {
  get<T>(path: string): Promise<Answer<T>>
  /** `body` is JSON already, sent as it is. */
  post<T>(path: string, body: string): Promise<Answer<T>>
}

const timeoutMs = 30_000
// What is on its way when a tab closes still arrives; browsers do that for 64 KiB at most.
const maxKeptCharacters = 16_000

/** Calls below `base`, never throwing. A call without an answer after 30 s counts as failed. */
export function createHttp(fetch: typeof globalThis.fetch, clock: Clock, base = '/api'): Http {
  async function call<T>(path: string, init: RequestInit): Promise<Answer<T>> {
    const abort = new AbortController()
    const timer = clock.after(timeoutMs, () => abort.abort())
    try {
      const response = await fetch(base + path, {
        ...init,
        signal: abort.signal,
        credentials: 'same-origin',
      })
      return response.ok ? { type: 'ok', value: (await response.json()) as T } : await refusal(response)
    } catch {
      return { type: 'later', afterMs: null }
    } finally {
      clock.clear(timer)
    }
  }
  const json = { Accept: 'application/json' }
  return {
    get: (path) => call(path, { headers: json }),
    post: (path, body) =>
      call(path, {
        method: 'POST',
        headers: { ...json, 'Content-Type': 'application/json' },
        body,
        keepalive: body.length < maxKeptCharacters,
      }),
  }
}

async function refusal<T>(response: Response): Promise<Answer<T>> {
  const { status } = response
  if (status === 401) return { type: 'signed-out' }
  if (status === 404 || status === 410) return { type: 'gone' }
  if (isTemporary(status)) return { type: 'later', afterMs: retryAfterMs(response) }
  return { type: 'refused', problem: await problemOf(response) }
}

/** Whether the same call may succeed later. */
export function isTemporary(status: number): boolean {
  return status === 408 || status === 429 || status >= 500
}

function retryAfterMs(response: Response): number | null {
  const header = response.headers.get('Retry-After')
  const seconds = Number(header)
  return header && seconds >= 0 ? seconds * 1000 : null
}

/** What there is to say to people when a call did not succeed. */
export function problemIn(answer: Exclude<Answer<unknown>, { type: 'ok' }>): Problem {
  if (answer.type === 'refused') return answer.problem
  if (answer.type === 'later') return unreachable
  const signedOut = answer.type === 'signed-out'
  return {
    type: 'about:blank',
    title: signedOut ? 'Signed out' : 'Not found',
    status: signedOut ? 401 : 404,
    detail: signedOut ? 'Sign in again to go on.' : 'This is gone, or not for you to see.',
  }
}

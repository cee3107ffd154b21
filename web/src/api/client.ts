import { ProblemError, problemOf, unreachable } from './problem'

export interface RequestOptions {
  /** The command id of a write; the same id again has the same effect once (J4). Made anew where left out. */
  key?: string
  signal?: AbortSignal
  /** A JSON document sent as it is, in place of `body`. */
  file?: Blob
  /** In place of `/api`. */
  base?: string
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

const signedOut = new Set<() => void>()

/** Is told whenever the server no longer knows who we are (`401`), but not of a refused sign-in. Gives the way out. */
export function onSignedOut(listener: () => void): () => void {
  signedOut.add(listener)
  return () => signedOut.delete(listener)
}

/**
 * One call of the API. `path` is below `/api`. Answers the body, `undefined` for `204`.
 * Throws ProblemError for every refusal and when no answer comes.
 */
export async function request<T>(
  method: Method,
  path: string,
  body?: unknown,
  options: RequestOptions = {},
): Promise<T> {
  const response = await send(method, path, body, options)
  if (!response.ok) {
    const problem = await problemOf(response)
    if (problem.status === 401 && path !== '/auth/login') signedOut.forEach((listener) => listener())
    throw new ProblemError(problem)
  }
  if (response.status === 204) return undefined as T
  return (await response.json()) as T
}

/** A whole list, however many pages it has. Throws ProblemError. */
export async function list<T>(path: string): Promise<T[]> {
  const items: T[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const rest: string = `${path.includes('?') ? '&' : '?'}limit=500${cursor && `&cursor=${encodeURIComponent(cursor)}`}`
    const page: { items: T[]; nextCursor: string | null } = await request('GET', path + rest)
    items.push(...page.items)
    cursor = page.nextCursor
  }
  return items
}

async function send(
  method: Method,
  path: string,
  body: unknown,
  { key, signal, file, base = '/api' }: RequestOptions,
): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (method !== 'GET') headers['Idempotency-Key'] = key ?? commandId()
  if (body !== undefined || file) headers['Content-Type'] = 'application/json'
  const init: RequestInit = { method, headers, signal: signal ?? null, credentials: 'same-origin' }
  if (file) init.body = file
  else if (body !== undefined) init.body = JSON.stringify(body)
  try {
    return await fetch(base + path, init)
  } catch (error) {
    if (signal?.aborted) throw error
    throw new ProblemError(unreachable)
  }
}

/** A random UUID; `crypto.randomUUID` is missing where the page came over plain HTTP from another machine. */
function commandId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

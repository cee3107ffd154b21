import { ProblemError } from '@/api/problem'
import type { files } from '@/api/files'
import { Backoff } from './backoff'

/** In bytes: what a broken connection costs at most, and what a phone can hold. */
export const partBytes = 4 << 20

export interface PatienceOptions {
  readonly signal: AbortSignal
  /** The connection is away; it is tried again by itself. */
  onWaiting(): void
  /** Resolves after a while, in milliseconds, or when the connection is back. */
  pause(ms: number): Promise<void>
}

export interface SendFileOptions extends PatienceOptions {
  readonly wire: Pick<typeof files, 'offset' | 'send'>
  /** How many bytes the server has. */
  onSent(bytes: number): void
}

/** Gives what comes next from a byte on, at most `partBytes`; null: there is no more. One that still grows lets wait. */
export type Source = (at: number) => Promise<Blob | null>

export const sourceOf =
  (file: Blob): Source =>
  async (at) =>
    at < file.size ? file.slice(at, at + partBytes) : null

/**
 * Sends what the server does not have yet of a file. What passes by itself is waited for; what does not is thrown as
 * ProblemError.
 */
export async function sendFile(from: Source, address: string, options: SendFileOptions): Promise<void> {
  const { wire, signal, onSent } = options
  let at: number | null = null
  let part: Blob | null = null
  async function step(): Promise<boolean> {
    try {
      if (at !== null) part = await from(at)
      if (at !== null && part === null) return false
      at = at === null ? await wire.offset(address, signal) : await wire.send(address, at, part!, signal)
    } catch (error) {
      at = null // the server is asked how much of it has arrived
      throw error
    }
    onSent(at)
    return true
  }
  while (await patiently(step, options));
}

/** Does something as often as it takes. What does not pass by itself is thrown. */
export async function patiently<T>(step: () => Promise<T>, options: PatienceOptions): Promise<T> {
  const { signal, onWaiting, pause } = options
  const backoff = new Backoff(Math.random)
  for (;;) {
    try {
      return await step()
    } catch (error) {
      signal.throwIfAborted()
      if (!passes(error)) throw error
      onWaiting()
      await pause(backoff.next())
      signal.throwIfAborted()
    }
  }
}

/** No answer, a busy or broken server, a part that was sent already or arrived damaged. */
function passes(error: unknown): boolean {
  if (!(error instanceof ProblemError)) return false
  const { status } = error
  return [0, 409, 429, 460].includes(status) || (status >= 500 && status !== 507)
}

/** After a while, or as soon as there is a connection again. */
export function untilBack(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms)
    window.addEventListener('online', done)
    function done(): void {
      clearTimeout(timer)
      window.removeEventListener('online', done)
      resolve()
    }
  })
}

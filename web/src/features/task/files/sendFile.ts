import { ProblemError } from '@/api/problem'
import type { files } from '@/api/files'
import { Backoff } from '@/sync/backoff'

/** In bytes: what a broken connection costs at most, and what a phone can hold. */
const partBytes = 4 << 20

export interface SendFileOptions {
  readonly wire: Pick<typeof files, 'offset' | 'send'>
  readonly signal: AbortSignal
  /** How many bytes the server has. */
  onSent(bytes: number): void
  /** The connection is away; it is tried again by itself. */
  onWaiting(): void
  /** Resolves after a while, in milliseconds, or when the connection is back. */
  pause(ms: number): Promise<void>
}

/**
 * Sends what the server does not have yet of a file. What passes by itself is waited for; what does not is thrown as
 * ProblemError.
 */
export async function sendFile(file: Blob, address: string, options: SendFileOptions): Promise<void> {
  const { wire, signal, onSent, onWaiting, pause } = options
  const backoff = new Backoff(Math.random)
  let at: number | null = null
  while (at === null || at < file.size) {
    try {
      at =
        at === null
          ? await wire.offset(address, signal)
          : await wire.send(address, at, file.slice(at, at + partBytes), signal)
      backoff.reset()
      onSent(at)
    } catch (error) {
      signal.throwIfAborted()
      if (!passes(error)) throw error
      onWaiting()
      await pause(backoff.next())
      signal.throwIfAborted()
      at = null // the server is asked how much of it has arrived
    }
  }
}

/** No answer, a busy or broken server, a part that was sent already or arrived damaged. */
function passes(error: unknown): boolean {
  if (!(error instanceof ProblemError)) return false
  const { status } = error
  return [0, 409, 429, 460].includes(status) || (status >= 500 && status !== 507)
}

import { list } from './client'
import { ProblemError, problemOf, unreachable } from './problem'
import type { Attachment, Id } from './types'

/** Files on tasks and comments. Their bytes go the way of tus 1.0: in parts, gone on with where they broke off. */
export const files = {
  /** A task's and those of its comments, the oldest first. Throws ProblemError. */
  of: (task: Id) => list<Attachment>(`/tasks/${task}/attachments`),

  /** Begins an upload; gives the address at which it goes on. Throws ProblemError. */
  async begin(task: Id, name: string, bytes: number, signal: AbortSignal): Promise<string> {
    const headers = {
      'Upload-Length': String(bytes),
      'Upload-Metadata': `filename ${toBase64(new TextEncoder().encode(name))}`,
    }
    const response = await send('POST', `/api/tasks/${task}/uploads`, headers, signal)
    return response.headers.get('Location')!
  },

  /** How many bytes the server has. Throws ProblemError: 404 where it knows no such upload any more. */
  async offset(address: string, signal: AbortSignal): Promise<number> {
    return offsetOf(await send('HEAD', address, {}, signal))
  },

  /** Sends a part, with its checksum where the browser can make one; gives how many bytes the server then has. Throws ProblemError. */
  async send(address: string, at: number, part: Blob, signal: AbortSignal): Promise<number> {
    const bytes = await part.arrayBuffer()
    const headers: Record<string, string> = {
      'Content-Type': 'application/offset+octet-stream',
      'Upload-Offset': String(at),
    }
    // Over plain HTTP from another machine there is no crypto.subtle.
    const sum = await globalThis.crypto.subtle?.digest('SHA-256', bytes)
    if (sum) headers['Upload-Checksum'] = `sha256 ${toBase64(new Uint8Array(sum))}`
    return offsetOf(await send('PATCH', address, headers, signal, bytes))
  },

  /** Throws ProblemError. */
  async cancel(address: string): Promise<void> {
    await send('DELETE', address, {}, new AbortController().signal)
  },
}

export const contentOf = ({ id }: Pick<Attachment, 'id'>): string => `/api/attachments/${id}/content`

export const previewOf = ({ id }: Pick<Attachment, 'id'>, size: 'small' | 'large'): string =>
  `/api/attachments/${id}/preview?size=${size}`

async function send(
  method: string,
  address: string,
  headers: Record<string, string>,
  signal: AbortSignal,
  body: BodyInit | null = null,
): Promise<Response> {
  let response: Response
  try {
    const all = { Accept: 'application/json', 'Tus-Resumable': '1.0.0', ...headers }
    response = await fetch(address, { method, headers: all, body, signal, credentials: 'same-origin' })
  } catch (error) {
    if (signal.aborted) throw error
    throw new ProblemError(unreachable)
  }
  if (!response.ok) throw new ProblemError(await problemOf(response))
  return response
}

const offsetOf = (response: Response): number => Number(response.headers.get('Upload-Offset'))

const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))

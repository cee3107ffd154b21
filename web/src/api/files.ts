import { list } from './client'
import { ProblemError, problemOf, unreachable } from './problem'
import type { Attachment, Id } from './types'

/** Files on tasks and comments. Their bytes go the way of tus 1.0: in parts, gone on with where they broke off. */
export const files = {
  /** A task's and those of its comments, the oldest first. Throws ProblemError. */
  of: (task: Id) => list<Attachment>(`/tasks/${task}/attachments`),

  /** Begins an upload; gives the address at which it goes on. Throws ProblemError. */
  async begin(task: Id, name: string, bytes: number, signal: AbortSignal): Promise<string> {
    const headers = { 'Upload-Length': String(bytes), 'Upload-Metadata': named(name) }
    const response = await send('POST', `/api/tasks/${task}/uploads`, headers, signal)
    return response.headers.get('Location')!
  },

  /** Begins one that is sent while it is made; `settle` says its length. Throws ProblemError. */
  async beginOpen(task: Id, signal: AbortSignal): Promise<string> {
    const response = await send('POST', `/api/tasks/${task}/uploads`, { 'Upload-Defer-Length': '1' }, signal)
    return response.headers.get('Location')!
  },

  /** Says how long one is that was begun open, once all of it has been sent. Throws ProblemError. */
  async settle(address: string, bytes: number, signal: AbortSignal): Promise<void> {
    const headers = { 'Upload-Offset': String(bytes), 'Upload-Length': String(bytes) }
    await send('PATCH', address, { 'Content-Type': mediaType, ...headers }, signal, new ArrayBuffer())
  },

  /** Makes one of whole ones, in this order; gives its address. Throws ProblemError. */
  async join(task: Id, name: string, parts: readonly string[], signal: AbortSignal): Promise<string> {
    const headers = { 'Upload-Concat': `final;${parts.join(' ')}`, 'Upload-Metadata': named(name) }
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
      'Content-Type': mediaType,
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

const mediaType = 'application/offset+octet-stream'
const named = (name: string): string => `filename ${toBase64(new TextEncoder().encode(name))}`

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

import { request } from './client'
import type { Id, Instant, Link } from './types'

/** What is left out stays as it is; null takes it away. */
export interface LinkChanges {
  password?: string | null
  expiresAt?: Instant | null
}

export const links = {
  /** Makes a project public, at a new address: it is in this answer only, and the one before ends. */
  set: (project: Id, body: LinkChanges) =>
    request<{ seq: number; link: Link; secret: string; url: string }>(
      'PUT',
      `/projects/${project}/link`,
      body,
    ),
  /** Keeps the address, and shuts out whoever is in. */
  change: (project: Id, body: LinkChanges) =>
    request<{ seq: number; link: Link }>('PATCH', `/projects/${project}/link`, body),
  remove: (project: Id) => request<{ seq: number }>('DELETE', `/projects/${project}/link`),
}

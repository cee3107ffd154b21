import { list, request } from './client'
import type { AuditRecord, Id, Person, Waiting } from './types'

export interface AuditFilter {
  kinds: readonly string[]
  actor: Id | null
  /** RFC 3339: at this moment or later; before this moment. */
  after: string | null
  before: string | null
}

export interface AuditPage {
  items: AuditRecord[]
  nextCursor: string | null
}

/** Of a team, or of the whole instance. */
const pathOf = (team: Id | null): string => (team ? `/teams/${team}/audit` : '/audit')

function queryOf({ kinds, actor, after, before }: AuditFilter): URLSearchParams {
  const query = new URLSearchParams(kinds.map((kind) => ['kind', kind]))
  for (const [name, value] of Object.entries({ actor, after, before })) if (value) query.set(name, value)
  return query
}

export const admin = {
  people: () => list<Person>('/people'),
  /** Shuts somebody out everywhere at once, or lets them in again. */
  setDisabled: (user: Id, disabled: boolean) =>
    request<{ person: Person }>('PATCH', `/people/${user}`, { disabled }),
  /** What could not be sent and waits for somebody to decide; the oldest first. */
  parked: () => list<Waiting>('/admin/outbox'),
  retry: (message: string) => request<void>('POST', `/admin/outbox/${message}/retry`),
  giveUp: (message: string) => request<void>('DELETE', `/admin/outbox/${message}`),
  /** The newest first. */
  audit(team: Id | null, filter: AuditFilter, cursor: string | null): Promise<AuditPage> {
    const query = queryOf(filter)
    query.set('limit', '50')
    if (cursor) query.set('cursor', cursor)
    return request<AuditPage>('GET', `${pathOf(team)}?${query}`)
  },
  /** Where all that match are had as a file, a record in each line. */
  exportHref(team: Id | null, filter: AuditFilter): string {
    const query = queryOf(filter)
    query.set('format', 'jsonl')
    return `/api${pathOf(team)}?${query}`
  },
}

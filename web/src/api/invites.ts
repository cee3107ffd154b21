import { list, request } from './client'
import type { Id, Instant, Invite, InviteOffer, Team, TeamRole } from './types'

export interface NewInvite {
  email: string | null
  role: TeamRole
  expiresAt: Instant
}

export const invites = {
  pending: (team: Id) => list<Invite>(`/teams/${team}/invites`),
  /** Secret and address are in this answer only. */
  create: (team: Id, body: NewInvite) =>
    request<{ invite: Invite; secret: string; url: string }>('POST', `/teams/${team}/invites`, body),
  revoke: (team: Id, invite: Id) => request<void>('DELETE', `/teams/${team}/invites/${invite}`),
  read: (secret: string) => request<{ invite: InviteOffer }>('GET', `/invites/${encodeURIComponent(secret)}`),
  accept: (secret: string) =>
    request<{ team: Team }>('POST', `/invites/${encodeURIComponent(secret)}/accept`),
  decline: (secret: string) => request<void>('POST', `/invites/${encodeURIComponent(secret)}/decline`),
}

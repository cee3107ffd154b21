import { list, request } from './client'
import type { Instance, Me, Project, Session, Token, User } from './types'

export interface Registration {
  name: string
  email: string
  password: string
  /** The secret of an invitation: joins its team in the same step. */
  invite?: string
}

export type AccountChanges = Partial<
  Pick<Me['user'], 'name' | 'handle' | 'timeZone' | 'locale'> & Pick<Me, 'weekStart'>
>

export const account = {
  instance: () => request<Instance>('GET', '/instance'),
  me: () => request<Me>('GET', '/me'),
  register: (body: Registration) => request<{ user: User }>('POST', '/auth/register', body),
  login: (email: string, password: string) =>
    request<{ user: User }>('POST', '/auth/login', { email, password }),
  logout: () => request<void>('POST', '/auth/logout'),
  update: (changes: AccountChanges) => request<Me>('PATCH', '/me', changes),
  startDemo: () => request<{ user: User; project: Project }>('POST', '/demo'),
  /** Ends all other sessions. */
  changePassword: (currentPassword: string, password: string) =>
    request<void>('POST', '/me/password', { currentPassword, password }),
  sessions: () => list<Session>('/me/sessions'),
  endSession: (id: string) => request<void>('DELETE', `/me/sessions/${id}`),
  endOtherSessions: () => request<void>('DELETE', '/me/sessions'),
  tokens: () => request<{ items: Token[] }>('GET', '/tokens'),
  /** The secret is in this answer only. */
  createToken: (name: string, expiresAt: string | null) =>
    request<{ token: Token; secret: string }>('POST', '/tokens', expiresAt ? { name, expiresAt } : { name }),
  deleteToken: (id: string) => request<void>('DELETE', `/tokens/${id}`),
}

import { request } from './client'
import type { Id, InboxItem, Instant } from './types'

/** A part of the inbox. */
export type InboxState = 'inbox' | 'snoozed' | 'done'

/** What becomes of notifications; what is left out stays. */
export interface InboxChange {
  read?: boolean
  done?: boolean
  /** Null: it waits no more. */
  snoozedUntil?: Instant | null
}

const mostIds = 500

/** One's own notifications; all of it throws ProblemError. */
export const notifications = {
  /** The newest of a part, so many at most, and whether there are more. */
  async list(state: InboxState, count: number): Promise<{ items: InboxItem[]; more: boolean }> {
    const items: InboxItem[] = []
    let cursor: string | null = ''
    while (cursor !== null && items.length < count) {
      const limit = Math.min(500, count - items.length)
      const rest: string = cursor && `&cursor=${encodeURIComponent(cursor)}`
      const page: { items: InboxItem[]; nextCursor: string | null } = await request(
        'GET',
        `/notifications?state=${state}&limit=${limit}${rest}`,
      )
      items.push(...page.items)
      cursor = page.nextCursor
    }
    return { items, more: cursor !== null }
  },
  /** Answers how many are unread then. */
  async change(ids: readonly Id[], change: InboxChange): Promise<number> {
    let unread = 0
    for (let at = 0; at < ids.length; at += mostIds) {
      const body = { ids: ids.slice(at, at + mostIds), ...change }
      unread = (await request<{ unread: number }>('POST', '/notifications/update', body)).unread
    }
    return unread
  },
  readAll: async () =>
    (await request<{ unread: number }>('POST', '/notifications/read', { all: true })).unread,
}

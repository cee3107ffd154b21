import type { Instant } from './types'

const dayMs = 86_400_000
const slackMs = 60_000

/** So many days from now, less a minute: by a clock that is behind ours it is not more than the server allows. */
export function inDays(days: number, nowMs = Date.now()): Instant {
  return new Date(nowMs + days * dayMs - slackMs).toISOString()
}

/** The signed-in person's own stream, followed as long as the shell is on the screen. */
import type { Notification } from '@/api/types'
import { type Cursor, PersonSync } from '@/sync/personSync'
import { heard } from './heard'
import { clock, socket } from './hub'
import { useOwnViews } from './ownViews'
import { useSession } from './session'

/** Keeps teams, projects and own views up to date, live, and tells notifications, also those missed since; ends with the returned function. */
export function followPerson(notified: (told: Notification) => void): () => void {
  const session = useSession()
  const key = `tandem:heard:${session.user?.id ?? ''}`
  const views = useOwnViews()
  function changed(): void {
    // Without a connection what is known stays.
    void session.refresh().catch(() => null)
    views.refresh()
    heard.value++
  }
  const sync = new PersonSync(socket, clock, changed, {
    notified,
    from: remembered(key),
    at: (cursor) => remember(key, cursor),
  })
  // Whoever sees the shell is signed in, also where the connection has ended with the session before.
  socket.resume()
  sync.start()
  return () => sync.stop()
}

/** How far this browser has heard; what came while it was closed is told when it opens again. */
function remembered(key: string): Cursor | null {
  try {
    const text = localStorage.getItem(key)
    return text ? (JSON.parse(text) as Cursor) : null
  } catch {
    return null
  }
}

function remember(key: string, cursor: Cursor): void {
  try {
    localStorage.setItem(key, JSON.stringify(cursor))
  } catch {
    // Storage may be blocked or full: then only what comes while one looks on is told.
  }
}

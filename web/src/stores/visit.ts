import { onScopeDispose, watch } from 'vue'
import { sharedBase } from '@/api/shared'
import type { Id } from '@/api/types'
import { createHttp, type Http } from '@/sync/http'
import { Socket, type WireEvents } from '@/sync/socket'
import { clock, connect } from './hub'
import type { ProjectStore } from './project'
import { openProject } from './projectSession'

const sessionEnded = 4401
const accessEnded = 4403

/**
 * A project as a visitor of its public link sees it, live and read-only, until the current scope ends. When the link
 * ends, so does the store: its status is `gone`, and nothing of the project is left (L3).
 */
export function useVisit(project: Id): ProjectStore {
  const http = createHttp((input, init) => fetch(input, init), clock, sharedBase)
  const socket = new Socket({ open: (events) => connect('/shared/ws', watched(events, http)), clock })
  const { store, sync } = openProject(project, {
    me: () => null,
    role: 'visitor',
    ways: { http, socket },
    onSetAside: () => {},
  })
  // There is no session to come back to: without the link there is nothing.
  watch(store.connection, (now) => now === 'signed-out' && sync.end())
  sync.start()
  onScopeDispose(() => sync.stop())
  return store
}

/** A browser hides why a connection was refused, so the server is asked whether the link still leads anywhere. */
function watched(events: WireEvents, http: Http): WireEvents {
  async function onClose(code: number, reason: string): Promise<void> {
    const isOver = code === accessEnded || (code !== sessionEnded && (await hasEnded(http)))
    events.onClose(isOver ? sessionEnded : code, reason)
  }
  return { ...events, onClose }
}

async function hasEnded(http: Http): Promise<boolean> {
  const answer = await http.get('/tasks/none')
  return answer.type === 'signed-out'
}

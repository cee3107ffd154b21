import { effectScope, watch, type EffectScope } from 'vue'
import type { Id, Project } from '@/api/types'
import { useAside } from './aside'
import { socket } from './hub'
import { localCopies } from './localCopies'
import type { ProjectStore } from './project'
import { openProject, type ProjectSession } from './projectSession'
import { useSession } from './session'

interface Open {
  readonly session: ProjectSession
  readonly scope: EffectScope
  users: number
  closing: ReturnType<typeof setTimeout> | undefined
}

// A way back within this time finds the board as it was left, still live.
const lingerMs = 30_000

const open = new Map<Id, Open>()
// Whose projects these are: what was not sent is theirs, also when somebody else has signed in since.
let owner: Id | null = null
let watching: EffectScope | null = null

/** Holds a project open until it is released; projects are shared. */
export function acquire(id: Id): { store: ProjectStore; release: () => void } {
  watchSession()
  const project = open.get(id) ?? create(id)
  project.users++
  clearTimeout(project.closing)
  let held = true
  function release(): void {
    if (!held) return
    held = false
    if (--project.users === 0) project.closing = setTimeout(() => closeWhenSent(id, project), lingerMs)
  }
  return { store: project.session.store, release }
}

function create(id: Id): Open {
  const scope = effectScope(true)
  const me = useSession()
  const session = scope.run(() =>
    openProject(id, {
      me: () => me.user?.id ?? null,
      copyOf: (replica) => localCopies.of(me.user?.id ?? null, id, replica),
      onSetAside: (known, edits) => useAside().add(known, edits, owner),
    }),
  )!
  // The socket, or the answer to a command, may be the first to know that the session has ended.
  scope.run(() =>
    watch(session.store.connection, (now) => {
      if (now === 'signed-out') void me.refresh().catch(() => null)
    }),
  )
  const project: Open = { session, scope, users: 0, closing: undefined }
  open.set(id, project)
  session.sync.start()
  return project
}

/** Nobody looks any more, but what they changed still goes out. */
function closeWhenSent(id: Id, project: Open): void {
  const { session } = project
  if (session.pending.value > 0 && session.store.status.value !== 'gone') {
    project.closing = setTimeout(() => closeWhenSent(id, project), lingerMs)
    return
  }
  open.delete(id)
  close(project)
}

function close({ session, scope }: Open): void {
  session.sync.stop()
  scope.stop()
}

/** Signing in goes on where signing out has stopped; as another person, from nothing. */
function watchSession(): void {
  if (watching) return
  watching = effectScope(true)
  watching.run(() => {
    const me = useSession()
    me.keepsLocalData({ unsent, clear: async () => closeAll() })
    owner = me.user?.id ?? null
    watch(
      () => me.user?.id ?? null,
      (user) => {
        if (user === null) return
        if (owner !== null && user !== owner) leaveAll()
        owner = user
        void localCopies.reopen()
        socket.resume()
        for (const { session } of open.values()) session.sync.resume()
      },
      { flush: 'sync' },
    )
    watch(
      () => me.projects,
      (projects) => {
        if (me.user) void localCopies.prune(projects)
        reviveThese(projects)
      },
    )
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) for (const { session } of open.values()) session.sync.flush()
    })
    window.addEventListener('online', () => {
      socket.retryNow()
      for (const { session } of open.values()) session.sync.resume()
    })
  })
}

/** Sends what waits from earlier visits and from tabs that have ended, also where nobody looks at the project. */
export function sendWaiting(): void {
  watchSession()
  void localCopies.onWaiting(
    () => owner,
    (projects) => {
      for (const id of projects) {
        const { release } = acquire(id)
        void open.get(id)!.session.sync.takeOver()
        release()
      }
    },
  )
}

/** Projects that the person may see again come alive where they stand. */
function reviveThese(projects: readonly Project[]): void {
  for (const { id } of projects) open.get(id)?.session.sync.revive()
}

/** Changes that the server does not have yet, of all open projects (C8). */
function unsent(): number {
  let count = 0
  for (const { session } of open.values()) count += session.pending.value
  return count
}

/** Somebody else has signed in: they see and send nothing of it; whoever made it finds it when they come back (C8). */
function leaveAll(): void {
  for (const { session } of open.values()) session.sync.end()
  closeAll()
}

function closeAll(): void {
  for (const project of open.values()) close(project)
  open.clear()
}

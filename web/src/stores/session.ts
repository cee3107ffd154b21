import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { account, type AccountChanges, type Registration } from '@/api/account'
import { onSignedOut } from '@/api/client'
import { ProblemError } from '@/api/problem'
import type { Id, Instance, Me, Project, Team } from '@/api/types'

type SessionState = 'unknown' | 'signed-in' | 'signed-out'

/** Work that is kept on this device until the server has it. */
export interface LocalData {
  /** Changes not sent yet. */
  unsent(): number | Promise<number>
  clear(): Promise<void>
}

const key = 'tandem:me'

/** Who is signed in, and the teams and projects that they see. */
export const useSession = defineStore('session', () => {
  const me = shallowRef<Me | null>(remembered())
  const state = shallowRef<SessionState>(me.value ? 'signed-in' : 'unknown')
  const instance = shallowRef<Instance | null>(null)

  const user = computed(() => me.value?.user ?? null)
  const teams = computed<readonly Team[]>(() => me.value?.teams ?? [])
  const projects = computed<readonly Project[]>(() => me.value?.projects ?? [])
  /** Sees no project yet, and can make one; a guest waits to be added. */
  const isNew = computed(
    () =>
      projects.value.length === 0 &&
      !(teams.value.length > 0 && teams.value.every(({ role }) => role === 'guest')),
  )

  function set(value: Me | null): void {
    me.value = value
    state.value = value ? 'signed-in' : 'signed-out'
    remember(value)
  }

  /** Asks the server. Without a connection what is remembered stays; throws only when nothing is. */
  async function refresh(): Promise<void> {
    try {
      set(await account.me())
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      if (error.status === 401) set(null)
      else if (!me.value) throw error
    }
  }

  let first: Promise<void> | null = null
  /** Resolves when it is known whether someone is signed in: at once, and confirmed later, where it is remembered. */
  function ready(): Promise<void> {
    first ??= refresh().catch((error: unknown) => {
      first = null
      throw error
    })
    return state.value === 'signed-in' ? Promise.resolve() : first
  }

  async function loadInstance(): Promise<Instance> {
    instance.value ??= await account.instance()
    return instance.value
  }

  async function login(email: string, password: string): Promise<void> {
    await account.login(email, password)
    await refresh()
  }

  async function register(body: Registration): Promise<void> {
    await account.register(body)
    instance.value = null
    await refresh()
  }

  /** Fills an empty instance with the demonstration and signs in as one of its people. */
  async function startDemo(): Promise<Project> {
    const { project } = await account.startDemo()
    instance.value = null
    await refresh()
    return project
  }

  const kept = new Set<LocalData>()
  /** Makes known what this device holds of the person's work. */
  function keepsLocalData(data: LocalData): void {
    kept.add(data)
  }

  /** How many changes would be lost by signing out now (C8). */
  async function unsent(): Promise<number> {
    const counts = await Promise.all([...kept].map((data) => data.unsent()))
    return counts.reduce((sum, count) => sum + count, 0)
  }

  /** Ends the session and empties what is kept on this device (C8). */
  async function logout(): Promise<void> {
    await account.logout()
    await Promise.all([...kept].map((data) => data.clear()))
    globalThis.indexedDB?.deleteDatabase('tandem') // boards and edits, see sync/local
    globalThis.indexedDB?.deleteDatabase('tandem-files') // files on their way, see features/task/files
    globalThis.indexedDB?.deleteDatabase('tandem-recordings') // recordings that are not attached, see shell/recorder
    set(null)
  }

  async function update(changes: AccountChanges): Promise<void> {
    const answer = await account.update(changes)
    if (me.value) set({ ...me.value, user: answer.user, weekStart: answer.weekStart })
  }

  /** By its key, `WEB`, in any case. */
  function projectByKey(wanted: string): Project | undefined {
    const upper = wanted.toUpperCase()
    return projects.value.find((project) => project.key === upper)
  }

  /** What a team works on: without archived projects. */
  function projectsOf(team: Id): readonly Project[] {
    return projects.value.filter((project) => project.team === team && !project.archivedAt)
  }

  onSignedOut(() => set(null))

  return {
    me,
    state,
    instance,
    user,
    teams,
    projects,
    isNew,
    ready,
    refresh,
    loadInstance,
    login,
    register,
    startDemo,
    keepsLocalData,
    unsent,
    logout,
    update,
    projectByKey,
    projectsOf,
  }
})

/** What was last seen is shown at once after a reload, and when there is no connection. */
function remembered(): Me | null {
  try {
    const text = localStorage.getItem(key)
    return text ? (JSON.parse(text) as Me) : null
  } catch {
    return null
  }
}

function remember(value: Me | null): void {
  try {
    if (value) localStorage.setItem(key, JSON.stringify(value))
    else localStorage.removeItem(key)
  } catch {
    // Storage may be blocked or full: then the next start asks the server first.
  }
}

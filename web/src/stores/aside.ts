import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { Id, Project } from '@/api/types'
import type { SetAside } from '@/sync/setAside'
import { useSession } from './session'

export type { SetAside }

/** What was not sent to one project. */
export interface AsideProject {
  readonly project: Pick<Project, 'id' | 'key' | 'name'>
  readonly edits: readonly SetAside[]
}

const keyOf = (person: Id): string => `tandem:aside:${person}`

/**
 * The edits that could not be sent because access to their project ended (L3). Kept on this device for the person who
 * made them, and shown to nobody else (C8), until they throw them away.
 */
export const useAside = defineStore('aside', () => {
  const session = useSession()
  const person = computed(() => session.user?.id ?? null)
  const projects = shallowRef<readonly AsideProject[]>([])
  /** What was set aside last, until somebody has told the person. */
  const latest = shallowRef<AsideProject | null>(null)

  watch(person, load, { immediate: true, flush: 'sync' })
  // Another tab has set something aside, or thrown it away.
  window.addEventListener('storage', ({ key }) => {
    if (person.value && key === keyOf(person.value)) load()
  })

  function load(): void {
    latest.value = null
    projects.value = person.value === null ? [] : read(person.value)
  }

  const of = (project: Id): readonly SetAside[] =>
    projects.value.find((one) => one.project.id === project)?.edits ?? []
  const count = computed(() => projects.value.reduce((sum, { edits }) => sum + edits.length, 0))

  /** Reads before it writes: two tabs lose access in the same moment. */
  function change(
    project: AsideProject['project'],
    edits: (old: readonly SetAside[]) => readonly SetAside[],
  ): void {
    if (person.value === null) return
    const all = read(person.value)
    const old = all.find((one) => one.project.id === project.id)?.edits ?? []
    const now = { project, edits: edits(old) }
    projects.value = [...all.filter((one) => one.project.id !== project.id), now].filter(
      (one) => one.edits.length > 0,
    )
    write(person.value, projects.value)
  }

  /** `of`: whose edits these are; of somebody else nothing is shown here. */
  function add(project: AsideProject['project'], edits: readonly SetAside[], of: Id | null): void {
    const { id, key, name } = project
    if (of !== null && of !== person.value) return write(of, joined(read(of), { id, key, name }, edits))
    putBack(project, edits)
    latest.value = { project: { id, key, name }, edits }
  }

  /** The person knows. */
  function seen(): void {
    latest.value = null
  }

  /** Takes back that edits were thrown away. */
  function putBack({ id, key, name }: AsideProject['project'], edits: readonly SetAside[]): void {
    change({ id, key, name }, (old) => [...old, ...edits])
  }

  /** Throws edits away. */
  function dismiss(project: Id, ids: readonly Id[]): void {
    const one = projects.value.find((other) => other.project.id === project)
    if (one) change(one.project, (old) => old.filter(({ id }) => !ids.includes(id)))
  }

  function clear(): void {
    if (person.value !== null) write(person.value, [])
    load()
  }

  return { projects, latest, count, of, add, seen, putBack, dismiss, clear }
})

function joined(
  all: readonly AsideProject[],
  project: AsideProject['project'],
  edits: readonly SetAside[],
): readonly AsideProject[] {
  const old = all.find((one) => one.project.id === project.id)?.edits ?? []
  return [...all.filter((one) => one.project.id !== project.id), { project, edits: [...old, ...edits] }]
}

function read(person: Id): readonly AsideProject[] {
  try {
    return JSON.parse(localStorage.getItem(keyOf(person)) ?? '[]') as AsideProject[]
  } catch {
    return []
  }
}

function write(person: Id, projects: readonly AsideProject[]): void {
  try {
    if (projects.length > 0) localStorage.setItem(keyOf(person), JSON.stringify(projects))
    else localStorage.removeItem(keyOf(person))
  } catch {
    // Storage may be blocked or full: what was set aside then lasts as long as the page.
  }
}

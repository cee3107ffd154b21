import { computed, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { teams as api } from '@/api/teams'
import type { Team, User } from '@/api/types'
import { useI18n } from '@/i18n'
import { fits, segments } from '@/project/mark'
import { findNamed, type Named } from '@/project/named'
import { usePreferences } from '@/stores/preferences'
import type { ProjectStore } from '@/stores/project'
import { useSession } from '@/stores/session'
import Avatar from '@/ui/Avatar.vue'
import { projectTo, viewOf, views } from '../route'
import type { Item, Lot, SectionName } from './lots'
import { hintOf, projectItem } from './tasks'

const most = 6

/** What is found becomes an option; there may be thousands that are not. */
type NamedItem = Named & { item: () => Item }

/** The best of some that are known by name, with what was looked for marked. */
export function namedLot(section: SectionName, all: readonly NamedItem[], typed: string, limit = most): Lot {
  const found = findNamed(all, typed, limit)
  return {
    section,
    fit: found[0]?.fit ?? fits.near,
    items: found.map(({ item: { item, label }, ranges }) => ({ ...item(), parts: segments(label, ranges) })),
  }
}

/** All projects that the person sees, each in the view in which it was last looked at. */
export function useProjectLot(query: Readonly<Ref<string>>): ComputedRef<Lot> {
  const session = useSession()
  const router = useRouter()
  const preferences = usePreferences()
  const teamOf = (id: string): string => session.teams.find((team) => team.id === id)?.name ?? ''
  return computed(() => {
    const all = session.projects.map((project) => ({
      label: project.name,
      key: project.key,
      keywords: teamOf(project.team),
      project,
    }))
    const found = findNamed(all, query.value, most)
    const items = found.map(({ item: { project, keywords: team }, ranges, keyRanges }): Item => {
      const to = router.resolve(projectTo(project, preferences.lastViews)).href
      const keyParts = [...segments(project.key, keyRanges), { text: team && ` · ${team}`, hit: false }]
      const hint = hintOf(
        team ? `${project.key} · ${team}` : project.key,
        project.archivedAt !== null,
        keyParts,
      )
      return { ...projectItem(project), to, ...hint, parts: segments(project.name, ranges) }
    })
    return { section: 'projects', fit: found[0]?.fit ?? fits.near, items }
  })
}

/** People of the open project, each with their tasks in it; and those of one's teams, asked for once they may be wanted. */
export function usePeopleLot(
  query: Readonly<Ref<string>>,
  here: Readonly<ShallowRef<ProjectStore | null>>,
): ComputedRef<Lot> {
  const session = useSession()
  const seats = useSeats(() => query.value.trim() !== '')
  const tasksOf = useTasksOf()
  const { t } = useI18n()
  const all = computed((): NamedItem[] => {
    const project = here.value?.project.value ?? null
    const members = project ? [...here.value!.members.value.values()].map(({ user }) => user) : []
    const isMember = new Set(members.map(({ id }) => id))
    const others = new Map<string, NamedItem>()
    for (const { id, name } of session.teams) {
      for (const user of seats.value.get(id) ?? [])
        if (!isMember.has(user.id))
          others.set(
            user.id,
            named(user, () => [`/team/${id}`, name]),
          )
    }
    const tasksIn = (user: User) => () =>
      [tasksOf(project!.key, user.id), t('palette.tasksIn', { name: project!.name })] as const
    return [...members.map((user) => named(user, tasksIn(user))), ...others.values()]
  })
  return computed(() => namedLot('people', all.value, query.value))
}

/** `leads` says to which address, and what is found there. */
function named(user: User, leads: () => readonly [to: string, hint: string]): NamedItem {
  const item = (): Item => {
    const [to, hint] = leads()
    const iconProps = { user, decorative: true }
    return { value: `person:${user.id}`, to, hint, label: user.name, icon: Avatar, iconProps }
  }
  return { label: user.name, keywords: `@${user.handle}`, item }
}

/** The people of one's teams, as they were when somebody last began to look; none where there is no connection. */
function useSeats(isWanted: () => boolean): Readonly<ShallowRef<ReadonlyMap<Team['id'], readonly User[]>>> {
  const session = useSession()
  const seats = shallowRef<ReadonlyMap<string, readonly User[]>>(new Map())
  watch(isWanted, async (now) => {
    if (!now) return
    const people = session.teams.map(async ({ id }) => {
      const list = await api.people(id).catch(() => null)
      return list && ([id, list.map(({ user }) => user)] as const)
    })
    seats.value = new Map((await Promise.all(people)).filter((one) => one !== null))
  })
  return seats
}

/** Where the tasks of a person are looked at: in the view that is open, grouped and sorted as there. */
function useTasksOf(): (projectKey: string, user: string) => string {
  const route = useRoute()
  const router = useRouter()
  return (key, user) => {
    const isShown = route.name === 'task' || views.some((view) => view === route.name)
    const { view: _, ...query } = isShown ? route.query : {}
    const filter = JSON.stringify({ field: 'assignee', op: 'is', value: user })
    return router.resolve({ name: viewOf(route), params: { key }, query: { ...query, filter } }).href
  }
}

import { computed, watch, type ComputedRef, type WritableComputedRef } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'
import type { Look } from '@/features/views/useSavedViews'
import { viewOf, type View } from '@/shell/route'
import { usePreferences } from '@/stores/preferences'

/** What the address says of how the tasks are shown; all of it stays while a task opens and the view changes. */
const settings = ['filter', 'group', 'sort', 'saved', 'day', 'span'] as const
type Setting = (typeof settings)[number]

export interface UseViewStateReturn extends Record<Setting, WritableComputedRef<string | null>> {
  readonly view: ComputedRef<View>
  /** Goes to another view; an open task stays open. */
  show(view: View): void
  /** What of it a saved view has. */
  readonly look: ComputedRef<Look>
  /** Goes to another look, in one step of the way back. */
  lookAt(look: Look): void
}

/** How a project is looked at, as the address says it: so that a link shows the same. */
export function useViewState(project: { id: string; key: string }): UseViewStateReturn {
  const route = useRoute()
  const router = useRouter()
  const preferences = usePreferences()
  const view = computed(() => viewOf(route))

  watch(
    view,
    (now) => {
      if ((preferences.lastViews[project.id] ?? 'board') === now) return
      preferences.lastViews = { ...preferences.lastViews, [project.id]: now }
    },
    { immediate: true },
  )

  function show(to: View): void {
    if (to === view.value) return
    const query = queryFor(route.query, route.name === 'task' ? to : null)
    if (route.name === 'task') void router.push({ path: route.path, query })
    else void router.push({ name: to, params: { key: project.key }, query })
  }

  function lookAt({ layout, ...given }: Look): void {
    const query = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null))
    if (route.name === 'task') void router.push({ path: route.path, query: queryFor(query, layout) })
    else void router.push({ name: layout, params: { key: project.key }, query })
  }

  // Several may be set in one go: each builds on what the one before has asked for.
  let asked: LocationQuery | null = null
  function set(name: Setting, value: string | null): void {
    const { [name]: _, ...others } = asked ?? route.query
    asked = value === null ? others : { ...others, [name]: value }
    void router.replace({ path: route.path, query: asked }).finally(() => (asked = null))
  }

  const setting = (name: Setting) =>
    computed({
      get: () => {
        const value = route.query[name]
        return typeof value === 'string' && value !== '' ? value : null
      },
      set: (value) => set(name, value),
    })

  const [filter, group, sort, saved] = [
    setting('filter'),
    setting('group'),
    setting('sort'),
    setting('saved'),
  ]
  return {
    view,
    show,
    look: computed(() => ({
      layout: view.value,
      filter: filter.value,
      group: group.value,
      sort: sort.value,
      saved: saved.value,
    })),
    lookAt,
    filter,
    group,
    sort,
    saved,
    day: setting('day'),
    span: setting('span'),
  }
}

/** The query of an address with another view in it; null: the path itself says which. */
export function queryFor(query: LocationQuery, view: View | null): LocationQuery {
  const { view: _, ...others } = query
  return view === null || view === 'board' ? others : { ...others, view }
}

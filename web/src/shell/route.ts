import type { RouteLocation, RouteLocationRaw } from 'vue-router'
import type { View } from '@/stores/preferences'

export type { View }

/** Each is also the name of its route, and its first letter its key after `g`. */
export const views = ['board', 'list', 'calendar'] as const satisfies readonly View[]

/** The key of the project that an address is about: `/p/WEB` and `/t/WEB-12` → `WEB`; elsewhere null. */
export function projectKeyOf(route: Pick<RouteLocation, 'path' | 'params'>): string | null {
  const key = route.params.key
  if (typeof key !== 'string') return null
  return (route.path.startsWith('/t/') ? key.replace(/-\d+$/, '') : key).toUpperCase()
}

/** The view that an address shows: `/p/WEB/list` and `/t/WEB-12?view=list` → `list`; the board where it names none. */
export function viewOf(route: Pick<RouteLocation, 'name' | 'query'>): View {
  const said = route.name === 'task' ? route.query.view : route.name
  return views.find((view) => view === said) ?? 'board'
}

/** A project in the view in which it was last looked at on this device. */
export function projectTo(
  project: { id: string; key: string },
  last: Readonly<Record<string, View>>,
): RouteLocationRaw {
  return { name: last[project.id] ?? 'board', params: { key: project.key } }
}

/** Where a task is looked at, by its key. */
export const taskHref = (key: string): string => `/t/${key}`

/** The task that an address is about: `/t/WEB-12` → `WEB-12`; elsewhere null. */
export function taskKeyOf(route: Pick<RouteLocation, 'path' | 'params'>): string | null {
  const key = route.params.key
  return typeof key === 'string' && route.path.startsWith('/t/') ? key.toUpperCase() : null
}

/**
 * Where to go after signing in: `next` if it is a path of this origin, else the start.
 * A link from elsewhere must not lead away from here (F12).
 */
export function safeNext(next: unknown, origin = location.origin): string {
  if (typeof next !== 'string' || !next.startsWith('/')) return '/'
  try {
    const url = new URL(next, origin)
    return url.origin === origin ? url.pathname + url.search + url.hash : '/'
  } catch {
    return '/'
  }
}

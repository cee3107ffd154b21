import type { RouteLocation } from 'vue-router'

/** The key of the project that an address is about: `/p/WEB` and `/t/WEB-12` → `WEB`; elsewhere null. */
export function projectKeyOf(route: Pick<RouteLocation, 'path' | 'params'>): string | null {
  const key = route.params.key
  if (typeof key !== 'string') return null
  return (route.path.startsWith('/t/') ? key.replace(/-\d+$/, '') : key).toUpperCase()
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

import type { SavedView } from '@/api/types'

/** What of a view is shown: the rest is its name and where it came from. */
export type Shown = Pick<SavedView, 'layout' | 'filter' | 'group' | 'sort'>

/** Whether two views show the same tasks in the same way, however their filters are written. */
export function looksLike(a: Shown, b: Shown): boolean {
  const isSame = a.layout === b.layout && a.group === b.group && a.sort === b.sort
  return isSame && written(a.filter) === written(b.filter)
}

// The members of each object in one order. (The replica's `equal` would pull its code into a chunk of its own.)
function written(filter: unknown): string {
  return JSON.stringify(filter, (_name, value: unknown) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}

import { computed, type ComputedRef } from 'vue'
import type { ViewFields } from '@/api/ownViews'
import type { Id, SavedView } from '@/api/types'
import { useUndo } from '@/composables/useUndo'
import { useOwnViews } from '@/stores/ownViews'
import type { ProjectStore, RunResult } from '@/stores/project'
import { newId } from '@/sync/id'
import { looksLike, type Shown } from './shown'

/** How tasks are looked at, as addresses say it, and the view that was chosen. Null: what the layout does unasked. */
export interface Look {
  layout: SavedView['layout']
  filter: string | null
  group: string | null
  sort: string | null
  saved: string | null
}

/** Of whom a view is: of everyone in the project, or of oneself alone. */
export type Audience = 'everyone' | 'me'

export interface UseSavedViewsOptions {
  store: ProjectStore
  me: () => Id
  look: () => Look
  go: (look: Look) => void
}

export interface UseSavedViewsReturn {
  /** Shared with the project, by name. */
  readonly shared: ComputedRef<readonly SavedView[]>
  /** Nobody else's, by name. */
  readonly own: ComputedRef<readonly SavedView[]>
  /** The one that the address names; null where there is none, or it is not for us. */
  readonly current: ComputedRef<SavedView | null>
  /** What is shown is not what was saved. */
  readonly isChanged: ComputedRef<boolean>
  isOwn(view: SavedView): boolean
  open(view: SavedView): void
  /** Leaves views, filters, groups and orders behind; the layout stays. */
  openAll(): void
  /** Saves what is shown and goes there. Gives the way back; throws ProblemError where it is refused. */
  save(name: string, audience: Audience): Promise<() => unknown>
  change(view: SavedView, fields: Partial<ViewFields>): Promise<() => unknown>
  remove(view: SavedView): Promise<() => unknown>
  /** Makes one's own view everyone's; false where it was refused, and is still one's own. */
  share(view: SavedView): Promise<boolean>
  /** What is shown, as it would be saved. */
  shown(): Shown
}

/** The saved views of a project, shared and own ones alike, and what can be done with them. */
export function useSavedViews({ store, me, look, go }: UseSavedViewsOptions): UseSavedViewsReturn {
  const mine = useOwnViews()
  void mine.load(store.id)
  const byName = (views: readonly SavedView[]) => views.toSorted((a, b) => a.name.localeCompare(b.name))
  const shared = computed(() => byName(store.views.value))
  const own = computed(() => byName(mine.of(store.id)))
  const isOwn = (view: SavedView): boolean => own.value.some(({ id }) => id === view.id)
  const current = computed(() => {
    const { saved } = look()
    return [...shared.value, ...own.value].find(({ id }) => id === saved) ?? null
  })
  const isChanged = computed(() => current.value !== null && !looksLike(current.value, shown()))

  function shown(): Shown {
    const { layout, filter, group, sort } = look()
    return { layout, filter: parsed(filter), group, sort }
  }

  function open({ id, layout, filter, group, sort }: SavedView): void {
    go({ layout, filter: filter === null ? null : JSON.stringify(filter), group, sort, saved: id })
  }

  const { takeBack } = useUndo(store)
  const back = (gesture: RunResult) => () => takeBack(gesture)

  function make(fields: ViewFields, audience: Audience): { view: SavedView; done: Promise<() => unknown> } {
    const origin = { project: store.id, createdBy: me(), createdAt: new Date().toISOString() }
    const view = { id: newId(), ...fields, ...origin }
    if (audience === 'me') return { view, done: mine.add(view).then(() => () => mine.remove(view)) }
    const gesture = store.run({ kind: 'view.create', view: view.id, ...fields })
    return { view, done: Promise.resolve(back(gesture)) }
  }

  async function save(name: string, audience: Audience): Promise<() => unknown> {
    const { view, done } = make({ name, ...shown() }, audience)
    const undo = await done
    open(view)
    return undo
  }

  async function change(view: SavedView, fields: Partial<ViewFields>): Promise<() => unknown> {
    if (!isOwn(view)) return back(store.run({ kind: 'view.update', view: view.id, ...fields }))
    await mine.change(view, fields)
    return () => mine.change(view, fieldsOf(view))
  }

  async function remove(view: SavedView): Promise<() => unknown> {
    if (look().saved === view.id) go({ ...look(), saved: null })
    if (!isOwn(view)) return back(store.run({ kind: 'view.delete', view: view.id }))
    await mine.remove(view)
    return () => make(fieldsOf(view), 'me').done
  }

  async function share(view: SavedView): Promise<boolean> {
    const id = newId()
    const { done } = store.run({ kind: 'view.create', view: id, ...fieldsOf(view) })
    const isHere = look().saved === view.id
    if (isHere) go({ ...look(), saved: id })
    const { ok } = await done
    if (ok) await mine.remove(view)
    else if (look().saved === id) go({ ...look(), saved: view.id })
    return ok
  }

  const openAll = (): void =>
    go({ layout: look().layout, filter: null, group: null, sort: null, saved: null })
  return { shared, own, current, isChanged, isOwn, open, openAll, save, change, remove, share, shown }
}

function fieldsOf({ name, layout, filter, group, sort }: SavedView): ViewFields {
  return { name, layout, filter, group, sort }
}

/** The filter of an address; what is none there is shown as none, and so saved as none. */
function parsed(text: string | null): SavedView['filter'] {
  try {
    const value: unknown = JSON.parse(text ?? 'null')
    return typeof value === 'object' && !Array.isArray(value) ? (value as SavedView['filter']) : null
  } catch {
    return null
  }
}

import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { ownViews, type ViewFields } from '@/api/ownViews'
import { ProblemError } from '@/api/problem'
import type { Id, SavedView } from '@/api/types'
import { useSession } from './session'

/** One's own views of the projects that were looked at. What is changed shows at once, and goes back where it is refused. */
export const useOwnViews = defineStore('ownViews', () => {
  const session = useSession()
  const lists = shallowRef<ReadonlyMap<Id, readonly SavedView[]>>(new Map())
  // Of each project: what was asked for before something else was done is old news.
  const turns = new Map<Id, number>()
  const turn = (project: Id): number => turns.set(project, (turns.get(project) ?? 0) + 1).get(project)!

  watch(
    () => session.user?.id,
    () => {
      for (const project of turns.keys()) turn(project)
      lists.value = new Map()
    },
  )

  const of = (project: Id): readonly SavedView[] => lists.value.get(project) ?? []
  const show = (project: Id, views: readonly SavedView[]): void => {
    lists.value = new Map(lists.value).set(project, views)
  }

  /** Asks for those of a project; without a connection what is known stays. */
  async function load(project: Id): Promise<void> {
    const mine = turn(project)
    show(project, of(project)) // so that it is asked for anew, also where this fails
    try {
      const found = await ownViews.list(project)
      if (turns.get(project) === mine) show(project, found)
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
    }
  }

  /** Asks anew for all that is known: something has changed elsewhere. */
  function refresh(): void {
    for (const project of lists.value.keys()) void load(project)
  }

  /** Shows a change, makes it, and then asks how things are. Throws ProblemError where it is refused. */
  async function write(
    project: Id,
    after: readonly SavedView[],
    work: () => Promise<unknown>,
  ): Promise<void> {
    const mine = turn(project)
    const before = of(project)
    show(project, after)
    try {
      await work()
    } catch (error) {
      // At once, since without a connection nobody can be asked.
      if (turns.get(project) === mine) show(project, before)
      throw error
    } finally {
      void load(project)
    }
  }

  /** Saves one under an id of our choice. Throws ProblemError. */
  function add(view: SavedView): Promise<void> {
    const { id, project, name, layout, filter, group, sort } = view
    const body = { id, name, layout, filter, group, sort }
    return write(project, [...of(project), view], () => ownViews.create(project, body))
  }

  /** Throws ProblemError. */
  function change({ id, project }: SavedView, fields: Partial<ViewFields>): Promise<void> {
    const after = of(project).map((one) => (one.id === id ? { ...one, ...fields } : one))
    return write(project, after, () => ownViews.change(project, id, fields))
  }

  /** Throws ProblemError. */
  function remove({ id, project }: SavedView): Promise<void> {
    const after = of(project).filter((one) => one.id !== id)
    return write(project, after, () => ownViews.remove(project, id))
  }

  return { of, load, refresh, add, change, remove }
})

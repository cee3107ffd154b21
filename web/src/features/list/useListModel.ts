import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import type { Task } from '@/api/types'
import { useI18n } from '@/i18n'
import type { ProjectStore } from '@/stores/project'
import { useToday } from '@/ui/today'
import { arrange, type Arrangement } from './arrange'
import { createGrouping, groupingOf, type Calendar, type Grouping } from './grouping'
import { createSorter, parseSort, type Names } from './sort'
import { useHeld } from './useHeld'

export interface UseListModelOptions {
  store: ProjectStore
  matches: () => (task: Readonly<Task>) => boolean
  group: () => string | null
  sortBy: () => string | null
  me: () => string | null
  isFolded: () => (group: string) => boolean
  composing: () => string | null
  /** Tasks that keep their place while somebody works on them. */
  held: () => readonly string[]
}

export interface ListModel extends Arrangement {
  grouping: Grouping
  calendar: Calendar
  isSorted: boolean
  /** How many tasks are shown, folded ones included. */
  count: number
  /** Of a task with subtasks: how many are done, of how many. */
  progress: ReadonlyMap<string, readonly [done: number, all: number]>
  /** Where a row stands; undefined when it is not in the list. */
  indexOf(key: string): number | undefined
  has(task: string): boolean
}

/**
 * The list as it is to be shown, worked out anew at most once a frame however many changes come in. Ten thousand
 * tasks cost a few milliseconds (`arrange.test.ts` measures it), so nothing is kept up to date piece by piece.
 */
export function useListModel(options: UseListModelOptions): Readonly<ShallowRef<ListModel>> {
  const { store } = options
  const { locale } = useI18n()
  const version = useVersion(store)
  const { today, firstDay } = useToday()
  const held = useHeld(store, options.held)
  let sorter: ReturnType<typeof createSorter> = (tasks) => tasks
  let names: Names
  let grouping: Grouping
  let calendar: Calendar

  // What tasks are compared and divided by; kept while it is the same, since it remembers what it has worked out.
  watch(
    () =>
      [
        options.sortBy(),
        options.group(),
        options.me(),
        today.value,
        firstDay.value,
        locale.value,
        store.statuses.value,
        store.labels.value,
        store.members.value,
        store.fields.value,
      ] as const,
    ([sort, group, me, now, first, _locale, statuses, labels, members, fields]) => {
      names = { statuses, labels, members, fields }
      calendar = { today: now, firstDay: first }
      sorter = createSorter(parseSort(sort), names)
      grouping = createGrouping(groupingOf(group, names), names, calendar, me)
    },
    { immediate: true },
  )

  function build(): ListModel {
    const tasks = sorter(held.inOrder(names.statuses).filter(options.matches()))
    const arranged = arrange(tasks, {
      grouping,
      isFolded: options.isFolded(),
      composing: options.composing(),
    })
    return {
      ...arranged,
      ...lookup(arranged, tasks),
      grouping,
      calendar,
      isSorted: parseSort(options.sortBy()).length > 0,
      count: tasks.length,
      progress: progressOf(store),
    }
  }

  /** What a list shows depends on these, and on the tasks. */
  const causes = () =>
    [
      options.sortBy(),
      options.group(),
      options.me(),
      today.value,
      firstDay.value,
      locale.value,
      store.statuses.value,
      store.labels.value,
      store.members.value,
      store.fields.value,
      options.matches(),
      options.isFolded(),
      options.composing(),
    ] as const

  function current(): ListModel {
    if (held.holds()) return build()
    const now = [store.revision.value, ...causes()]
    const last = shownLast.get(store)
    if (last && last.causes.every((cause, i) => cause === now[i])) return last.model
    const model = build()
    shownLast.set(store, { causes: now, model })
    return model
  }

  const model = shallowRef(current())
  watch(
    () => [version.value, held.version.value, ...causes()] as const,
    () => (model.value = current()),
  )
  return model
}

/** The last list of each project: who comes back to it finds it as it was, unless something has changed since. */
const shownLast = new WeakMap<ProjectStore, { causes: readonly unknown[]; model: ListModel }>()

/** Few are asked for of most models, which are gone soon: those are looked for, and only then a map is worth its making. */
const fewLooks = 4

function lookup({ rows }: Arrangement, tasks: readonly Readonly<Task>[]): Pick<ListModel, 'indexOf' | 'has'> {
  let places: Map<string, number> | null = null
  let ids: Set<string> | null = null
  let looks = 0
  return {
    indexOf(key) {
      if (!places && looks++ < fewLooks) {
        const index = rows.findIndex((row) => row.key === key)
        return index < 0 ? undefined : index
      }
      places ??= new Map(rows.map((row, index) => [row.key, index]))
      return places.get(key)
    },
    has(task) {
      ids ??= new Set(tasks.map(({ id }) => id))
      return ids.has(task)
    },
  }
}

function progressOf(store: ProjectStore): ReadonlyMap<string, readonly [number, number]> {
  const found = new Map<string, readonly [number, number]>()
  store.search(({ parent, archivedAt, completedAt }) => {
    if (parent === null || archivedAt !== null) return false
    const [done, all] = found.get(parent) ?? [0, 0]
    found.set(parent, [done + (completedAt ? 1 : 0), all + 1])
    return false
  })
  return found
}

/** Follows the store's revision at once, and then not again before the next frame. */
function useVersion(store: ProjectStore): Readonly<ShallowRef<number>> {
  const version = shallowRef(0)
  let frame = 0
  let isBehind = false
  function onFrame(): void {
    frame = 0
    if (isBehind) follow()
  }
  function follow(): void {
    isBehind = frame !== 0
    if (isBehind) return
    version.value++
    frame = requestAnimationFrame(onFrame)
  }
  watch(store.revision, follow, { flush: 'sync' })
  onScopeDispose(() => cancelAnimationFrame(frame))
  return version
}

import type { CommandBody, TaskChanges } from '@/api/types'
import { useAnnounce } from '@/composables/useAnnounce'
import { useBulk } from '@/composables/useBulk'
import { useI18n } from '@/i18n'
import type { ProjectStore } from '@/stores/project'
import { toast } from '@/ui/toast'
import { groupRow, type Row } from './arrange'
import { changesFor } from './grouping'
import type { ListModel } from './useListModel'

export interface UseListMovesOptions {
  store: ProjectStore
  model: () => ListModel
  nameOf: (group: { key: string; name: string }) => string
  /** What the list is sorted by, in words. */
  sortedBy: () => string
}

export interface UseListMovesReturn {
  /** Puts tasks where `row` was let go: at this index of the rows, counted without `row`. */
  drop(row: string, tasks: readonly string[], index: number): void
  /** One row up or down, or to the group before or after. */
  nudge(row: string, tasks: readonly string[], direction: 'up' | 'down' | 'left' | 'right'): void
}

/** Moving within a group changes the order of the board; moving to another, the property that its tasks have in common. */
export function useListMoves(options: UseListMovesOptions): UseListMovesReturn {
  const { store, model, nameOf, sortedBy } = options
  const { t } = useI18n()
  const { announce } = useAnnounce()
  const runMany = useBulk(store)

  function drop(key: string, tasks: readonly string[], index: number): void {
    const { rows, groups, grouping, calendar, isSorted } = model()
    const row = rows[model().indexOf(key) ?? -1]
    const others = rows.filter((one) => one !== row)
    const to = others[Math.max(0, index - 1)]?.group ?? groups[0]?.key
    if (!row || to === undefined) return
    const group = groups.find((one) => one.key === to)!
    const changes = to === row.group ? {} : changesFor(grouping.by, row.group, to, calendar)
    if (changes === null)
      return void toast(t('list.noDay', { group: nameOf(group) }), { detail: t('list.noDayText') })
    if (isSorted && to === row.group)
      return void toast(t('list.sorted', { columns: sortedBy() }), { detail: t('list.sortedText') })

    const place = isSorted ? null : placeAt(others, index, new Set(tasks), to)
    const commands = commandsFor(tasks, changes, place)
    if (commands.length === 0) return void toast(t('list.otherStatus'), { detail: t('list.otherStatusText') })
    const said = wordsFor(tasks, to === row.group ? null : nameOf(group))
    if (tasks.length > 1) return runMany(commands, said)
    store.runAll(commands)
    announce(said)
  }

  function wordsFor(tasks: readonly string[], group: string | null): string {
    const values = { key: store.peek(tasks[0]!)?.key ?? '', group }
    return t(group === null ? 'list.movedWithin' : 'list.moved', values, tasks.length)
  }

  /** Each task takes on the property, and then its place behind the one before it. */
  function commandsFor(
    tasks: readonly string[],
    changes: TaskChanges & { status?: string },
    place: Place | null,
  ): CommandBody[] {
    const { status, ...rest } = changes
    let after = place?.after ?? null
    return tasks.flatMap((task) => {
      const own = store.peek(task)?.status
      const wanted = status ?? own
      const update: CommandBody[] =
        Object.keys(rest).length > 0 ? [{ kind: 'task.update', task, ...rest }] : []
      const beside = placeFor(place, after, wanted)
      if (wanted === undefined || (!beside && wanted === own)) return update
      after = beside ? task : after
      return [...update, { kind: 'task.move', task, status: wanted, ...beside }]
    })
  }

  // The order of the board is one for each status: a neighbour of another says nothing about it.
  function placeFor(
    place: Place | null,
    after: string | null,
    status: string | undefined,
  ): { after: string } | { before: string } | null {
    if (!place) return null
    if (after && store.peek(after)?.status === status) return { after }
    if (place.before && store.peek(place.before)?.status === status) return { before: place.before }
    return null
  }

  function nudge(key: string, tasks: readonly string[], direction: 'up' | 'down' | 'left' | 'right'): void {
    const { rows, groups, indexOf } = model()
    const at = indexOf(key)
    if (at === undefined) return
    if (direction === 'up' || direction === 'down') {
      const to = at + (direction === 'down' ? 1 : -1)
      if (to >= 0 && to < rows.length) drop(key, tasks, to)
      return
    }
    const place = groups.findIndex((group) => group.key === rows[at]!.group)
    const beside = groups[place + (direction === 'right' ? 1 : -1)]
    const head = beside && indexOf(groupRow(beside.key))
    if (head !== undefined) drop(key, tasks, head > at ? head : head + 1)
  }

  return { drop, nudge }
}

/** The tasks between which something is put. */
interface Place {
  after: string | null
  before: string | null
}

function placeAt(others: readonly Row[], index: number, moved: ReadonlySet<string>, group: string): Place {
  const isStill = (row: Row | undefined): boolean => row?.group === group && row.kind === 'task'
  const find = (from: number, by: 1 | -1): string | null => {
    for (let i = from; isStill(others[i]); i += by) if (!moved.has(others[i]!.task)) return others[i]!.task
    return null
  }
  return { after: find(index - 1, -1), before: find(index, 1) }
}

import { useMediaQuery } from '@vueuse/core'
import { computed, shallowRef, type Ref } from 'vue'
import type { Task } from '@/api/types'
import { shiftOf } from '@/composables/dnd'
import { doOrSay } from '@/composables/useRefusal'
import type { ProjectStore } from '@/stores/project'
import { useViewers } from '@/composables/useViewers'
import type { MenuEntry } from '@/ui/menu'
import { groupingOf } from './grouping'
import { provideList, type List } from './list'
import { useNames } from './names'
import type { Choice, Pick } from './pick'
import { parseSort } from './sort'
import { useColumns } from './useColumns'
import { useComposing } from './useComposing'
import { useFolding } from './useFolding'
import { useListActions } from './useListActions'
import { useListDeeds } from './useListDeeds'
import { useListDrag } from './useListDrag'
import { useListFocus } from './useListFocus'
import { useListMenu } from './useListMenu'
import { useListModel } from './useListModel'
import { useListMoves } from './useListMoves'
import { useListRows } from './useListRows'
import { useListSelection } from './useListSelection'
import { useTitleEditing } from './useTitleEditing'

export interface UseListPartsOptions {
  store: ProjectStore
  scroller: Readonly<Ref<HTMLElement | null>>
  group: Ref<string | null>
  sort: Ref<string | null>
  openCard: () => string | null
  /** Why this person may not change tasks, null when they may. */
  whyNot: () => string | null
  me: () => string | null
  matches: () => (task: Readonly<Task>) => boolean
  /** Tasks for which something is being chosen: they keep their place meanwhile. */
  held: () => readonly string[]
  menu: (task: string) => readonly MenuEntry[]
  open: (task: string) => void
  peek: (task: string) => void
  pick: (choice: Choice) => void
}

/** The parts of one list, put together: each knows only those that it is given. */
export function useListParts(options: UseListPartsOptions) {
  const { store, scroller, group, sort, openCard, whyNot, me, matches, held, menu } = options
  const isPhone = useMediaQuery('(width <= 640px)')
  const isCoarse = useMediaQuery('(pointer: coarse)')
  const rowPx = computed(() => (isPhone.value ? 60 : isCoarse.value ? 48 : 36))
  const headPx = computed(() => (isPhone.value || isCoarse.value ? 44 : 32))
  const doublePressMs = 600
  let opened = { task: '', at: 0 }
  function open(task: string): void {
    opened = { task, at: performance.now() }
    options.open(task)
  }
  const { editing, edit } = useTitleEditing({
    taskOf: (key) => rowAt(key)?.task,
    openTask: openCard,
    opening: () => (performance.now() - opened.at < doublePressMs ? opened.task : null),
    close: (task) => options.peek(task),
  })
  const composing = shallowRef<string | null>(null)
  const by = computed(() => groupingOf(group.value, { fields: store.fields.value }))
  const folding = useFolding(store.id, () => by.value)
  const columns = useColumns(store)
  const minPx = computed(() => (isPhone.value ? null : columns.tracks.value.minPx))
  const { nameOf } = useNames(store, () => by.value)

  const model = useListModel({
    store,
    matches,
    group: () => group.value,
    sortBy: () => sort.value,
    me,
    isFolded: () => folding.isFolded.value,
    composing: () => composing.value,
    held: () =>
      editing.value ? [...held(), editing.value.slice(editing.value.lastIndexOf(':') + 1)] : held(),
  })
  const selection = useListSelection(model)
  const focus = useListFocus({
    scroller: () => scroller.value,
    model,
    scrollTo: (index) => rows.scrollTo(index),
  })
  const moves = useListMoves({
    store,
    model: () => model.value,
    nameOf,
    sortedBy: () =>
      parseSort(sort.value)
        .map(({ column }) => columns.labelOf({ id: column, width: 0 }))
        .join(', '),
  })

  const rowAt = (key: string) => model.value.rows[model.value.indexOf(key) ?? -1]
  const dnd = useListDrag({
    scroller: () => scroller.value,
    model,
    focus,
    selection,
    moves,
    canDrag: () => whyNot() === null && editing.value === null,
    spans: () => rows.spans(),
    askFor: (key) => askFor(key),
  })

  const rows = useListRows({
    model,
    scroller,
    rowPx,
    headPx,
    pinned: () => [dnd.drag.value?.card ?? dnd.settling.value, focus.row.value, editing.value],
  })
  const shift = computed(() => {
    const drag = dnd.drag.value
    return drag ? { from: model.value.indexOf(drag.card) ?? -1, to: drag.to.index, size: drag.size } : null
  })
  const shown = computed(() =>
    rows.rows.value.map((one) => {
      const y = one.start + (shift.value ? shiftOf(one.index, shift.value) : 0)
      return { ...one, style: one.isSticky ? {} : { transform: `translateY(${y}px)` } }
    }),
  )
  const entry = computed(() => {
    const key = focus.row.value
    if (key !== null && model.value.indexOf(key) !== undefined) return key
    return (model.value.rows.find(({ kind }) => kind === 'task') ?? model.value.rows[0])?.key
  })

  const { archive, remove, complete, tick } = useListDeeds(store)

  const { compose, showComposer } = useComposing({
    composing,
    model,
    by: () => by.value,
    folding,
    nameOf,
    scrollTo: (index) => rows.scrollTo(index),
  })

  const list: List = {
    store,
    model,
    dnd,
    focus,
    selection,
    columns: columns.shown,
    template: computed(() => columns.tracks.value.template),
    isPhone,
    openCard: computed(openCard),
    whyNot: computed(whyNot),
    me: computed(me),
    viewers: useViewers(store, me),
    editing,
    composing,
    hrefOf: (key) => `/t/${key}?view=list`,
    nameOf,
    labelOf: columns.labelOf,
    open,
    pick: (what: Pick, tasks, anchor, field) =>
      options.pick({ pick: what, tasks, anchor, ...(field ? { field } : {}) }),
    edit,
    complete: (task) => doOrSay(whyNot(), () => complete(task)),
    tick: (task, field) => doOrSay(whyNot(), () => tick(task, field)),
  }
  provideList(list)
  useListActions({
    list,
    moves,
    scroller: () => scroller.value,
    page: rows.page,
    fold: folding.fold,
    compose: (wanted) => void compose(wanted),
    peek: (task) => options.peek(task),
    archive,
    remove,
  })

  const { onContextMenu, askFor, menuItems } = useListMenu({
    scroller: () => scroller.value,
    taskOf: (key) => rowAt(key)?.task,
    menu,
    focus,
    selection,
  })

  return {
    list,
    isPhone,
    rowPx,
    headPx,
    minPx,
    by,
    columns,
    folding,
    model,
    selection,
    focus,
    dnd,
    rows,
    shown,
    entry,
    archive,
    remove,
    compose,
    showComposer,
    composing,
    rowAt,
    onContextMenu,
    menuItems,
  }
}

import { Archive, CheckCheck, Pencil, Trash2 } from '@lucide/vue'
import { holdKeys } from '@/composables/heldKeys'
import { isTyping } from '@/composables/keystroke'
import { useActions } from '@/composables/useActions'
import { doOrSay } from '@/composables/useRefusal'
import { useI18n } from '@/i18n'
import type { Action } from '@/stores/actions'
import type { List } from './list'
import type { Pick } from './pick'
import type { UseListMovesReturn } from './useListMoves'

export interface UseListActionsOptions {
  list: List
  moves: UseListMovesReturn
  scroller: () => HTMLElement | null
  page: () => number
  fold: (group: string, on: boolean) => void
  compose: (group: string | null) => void
  peek: (task: string) => void
  archive: (tasks: readonly string[]) => void
  remove: (tasks: readonly string[]) => void
}

/** The keys of the list. With a selection those that change tasks are about all of it. */
export function useListActions(options: UseListActionsOptions): void {
  const { list, moves, scroller, page, fold, compose, peek, archive, remove } = options
  const { focus, selection, model, editing, whyNot } = list
  const { t } = useI18n()
  const section = () => t('list.section')

  const row = () => model.value.rows[model.value.indexOf(focus.row.value ?? '') ?? -1]
  const isIn = (element: Element | null): boolean => !!element && (scroller()?.contains(element) ?? false)
  const isRow = (): boolean => (document.activeElement as HTMLElement | null)?.dataset.row !== undefined
  /** Where arrows mean the list: on a row, or nowhere. */
  const isHere = (): boolean => {
    const element = document.activeElement
    return element === null || element === document.body || (isIn(element) && isRow())
  }
  const onTask = (): boolean => isHere() && isRow() && focus.current.value !== null
  const onGroup = (): boolean => isHere() && isRow() && focus.current.value === null
  const hasSelection = (): boolean => selection.ids.value.size > 0
  const isSelecting = (): boolean => hasSelection() && !isWriting() && !isInPanel()
  const change = (work: () => void): void => doOrSay(whyNot.value, work)
  /** What a move is about: the selection where the row is part of it. */
  const moved = (): string[] =>
    selection.ids.value.has(focus.current.value!) ? selection.inOrder() : [focus.current.value!]

  const step = (id: string, label: string, keys: string | readonly string[], run: () => void): Action => ({
    id: `list.${id}`,
    label,
    section: section(),
    keys,
    keyOnly: true,
    when: isHere,
    run,
  })

  function extend(by: number): void {
    const from = row()
    if (from && !hasSelection()) selection.toggle(from.key)
    void focus.step(by)
    if (focus.row.value) selection.extendTo(focus.row.value)
  }

  /** Where a layer for all that is selected stands: at the row that has the focus, else at the bar. */
  const anchor = (): HTMLElement | null =>
    isRow() ? (document.activeElement as HTMLElement) : document.querySelector<HTMLElement>('.bulk-bar')

  const bulk = (pick: Pick, keys?: string): Action => ({
    id: `list.bulk-${pick}`,
    label: `${t(`list.bulk.${pick as 'status'}`)} · ${t('list.bulk.selected', selection.ids.value.size)}`,
    section: section(),
    ...(keys === undefined ? {} : { keys }),
    when: isSelecting,
    run: () =>
      change(() => {
        list.pick(pick, selection.inOrder(), anchor())
        holdKeys()
      }),
  })

  useActions(() => [
    step('up', t('list.focus.up'), ['up', 'k'], () => void focus.step(-1)),
    step('down', t('list.focus.down'), ['down', 'j'], () => void focus.step(1)),
    step('first', t('list.focus.first'), 'home', () => void focus.goTo(model.value.rows[0]?.key)),
    step('last', t('list.focus.last'), 'end', () => void focus.goTo(model.value.rows.at(-1)?.key)),
    step('page-up', t('list.focus.pageUp'), 'pageup', () => void focus.step(-page())),
    step('page-down', t('list.focus.pageDown'), 'pagedown', () => void focus.step(page())),
    step('extend-up', t('list.extendUp'), 'shift+up', () => extend(-1)),
    step('extend-down', t('list.extendDown'), 'shift+down', () => extend(1)),
    {
      ...step('fold', t('list.focus.fold'), ['left', 'h'], () => {
        const { group } = row()!
        if (onGroup()) return fold(group, true)
        void focus.goTo(`group:${group}`)
      }),
      when: () => (onTask() || onGroup()) && row() !== undefined && model.value.grouping.by !== 'none',
    },
    {
      ...step('unfold', t('list.focus.unfold'), ['right', 'shift+l'], () => fold(row()!.group, false)),
      when: () => onGroup() && row() !== undefined,
    },
    {
      ...step('toggle-group', t('list.focus.unfold'), ['enter', 'space'], () => {
        const group = model.value.groups.find(({ key }) => key === row()?.group)
        if (group) fold(group.key, !group.isFolded)
      }),
      when: onGroup,
    },
    ...(['up', 'down', 'left', 'right'] as const).map((direction) => ({
      ...step(`move-${direction}`, t(`list.move.${direction}`), `alt+${direction}`, () =>
        change(() => moves.nudge(focus.row.value!, moved(), direction)),
      ),
      when: onTask,
    })),
    { ...step('open', t('list.open'), 'enter', () => list.open(focus.current.value!)), when: onTask },
    { ...step('peek', t('list.peek'), 'space', () => peek(focus.current.value!)), when: onTask },
    { ...step('toggle', t('list.toggle'), 'x', () => selection.toggle(focus.row.value!)), when: onTask },
    {
      ...step('extend', t('list.extend'), 'shift+x', () => selection.extendTo(focus.row.value!)),
      when: onTask,
    },
    {
      id: 'list.all',
      label: t('list.selectAll'),
      section: section(),
      keys: 'mod+a',
      icon: CheckCheck,
      when: () => isHere() || (isIn(document.activeElement) && !isWriting()),
      run: () => selection.all(),
    },
    {
      id: 'list.clear',
      label: t('list.clear'),
      section: section(),
      keys: 'escape',
      when: () => hasSelection() && !isWriting() && !hasLayer() && !isInPanel(),
      run: () => selection.clear(),
    },
    {
      id: 'list.rename',
      label: t('list.rename'),
      section: section(),
      keys: ['e', 'f2'],
      icon: Pencil,
      when: onTask,
      run: () =>
        change(() => {
          editing.value = focus.row.value
          holdKeys()
        }),
    },
    {
      id: 'task.create',
      label: t('list.create'),
      section: section(),
      keys: 'c',
      run: () =>
        change(() => {
          compose(row()?.group ?? null)
          holdKeys()
        }),
    },
    ...(hasSelection()
      ? [
          bulk('status', 's'),
          bulk('assignees', 'a'),
          bulk('labels', 'l'),
          bulk('priority', 'p'),
          bulk('dueDate', 'd'),
          bulk('startDate'),
          bulk('move', 'm'),
          bulk('transfer', 'shift+m'),
          {
            id: 'list.bulk-archive',
            label: `${t('list.bulk.archive')} · ${t('list.bulk.selected', selection.ids.value.size)}`,
            section: section(),
            icon: Archive,
            when: isSelecting,
            run: () => change(() => archive(selection.inOrder())),
          },
          {
            id: 'list.bulk-delete',
            label: `${t('list.bulk.delete')} · ${t('list.bulk.selected', selection.ids.value.size)}`,
            section: section(),
            keys: ['delete', 'backspace'],
            icon: Trash2,
            when: isSelecting,
            run: () => change(() => remove(selection.inOrder())),
          },
        ]
      : []),
  ])

  /** In the panel keys are about the task that is open in it. */
  function isInPanel(): boolean {
    return document.activeElement?.closest('[data-panel], aside') != null
  }
}

function isWriting(): boolean {
  const element = document.activeElement
  return element !== null && isTyping({ composedPath: () => [element] } as unknown as Event)
}

/** Escape closes the top layer first. */
function hasLayer(): boolean {
  return document.querySelector('[role=dialog], [role=menu], [role=listbox]') !== null
}

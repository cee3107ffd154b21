import {
  Archive,
  CalendarDays,
  CircleDot,
  Copy,
  CornerUpRight,
  Link,
  MoveRight,
  Pencil,
  SignalHigh,
  Tag,
  Trash2,
  UserPlus,
} from '@lucide/vue'
import type { Component } from 'vue'
import { useI18n } from '@/i18n'
import { useActions } from '@/composables/useActions'
import { doOrSay } from '@/composables/useRefusal'
import { notTyping } from '@/composables/keystroke'
import type { Action } from '@/stores/actions'
import type { ProjectStore } from '@/stores/project'
import type { MenuEntry } from '@/ui/menu'
import type { MorePick, Pick } from './pick'
import { useTaskCommands } from './useTaskCommands'

export interface UseTaskActionsOptions {
  store: ProjectStore
  /** The task that a key is about: of the focused card, else the open one. */
  target: () => string | null
  /** Why this person may not change tasks, null when they may. */
  whyNot: () => string | null
  open: (task: string) => void
  pick: (pick: Pick, task: string) => void
  /** What else can be done to a task. */
  more?: (task: string) => readonly MenuEntry[]
  editTitle: (task: string) => void
  isOpen: () => boolean
  close: () => void
}

interface Deed {
  id: string
  label: string
  icon: Component
  keys?: string | readonly string[]
  danger?: boolean
  run: (task: string) => void
}

/** What one does to a task, by key and palette for the one at hand, and as a menu for any. */
export function useTaskActions(options: UseTaskActionsOptions): { menu: (task: string) => MenuEntry[] } {
  const { store, target, whyNot, open, pick, more = () => [], editTitle, isOpen, close } = options
  const { t } = useI18n()
  const { remove, setArchived, copyLink } = useTaskCommands(store)

  const choose = (id: string, of: Exclude<Pick, MorePick>, icon: Component, keys: string): Deed => ({
    id,
    label: t(`task.choose.${of}`),
    icon,
    keys,
    run: (task) => pick(of, task),
  })
  const changes = (): Deed[] => [
    choose('status', 'status', CircleDot, 's'),
    choose('priority', 'priority', SignalHigh, 'p'),
    choose('assign', 'assignees', UserPlus, 'a'),
    choose('label', 'labels', Tag, 'l'),
    choose('due', 'dueDate', CalendarDays, 'd'),
    choose('move', 'move', MoveRight, 'm'),
  ]
  const rename = (): Deed => ({
    id: 'rename',
    label: t('task.rename'),
    icon: Pencil,
    keys: 'e',
    run: editTitle,
  })
  const copy = (): Deed => ({
    id: 'copy-link',
    label: t('task.copyLink'),
    icon: Link,
    run: (task) => void copyLink(task),
  })
  const duplicate = (): Deed => ({
    id: 'duplicate',
    label: t('task.duplicate'),
    icon: Copy,
    run: (task) => void store.run({ kind: 'task.duplicate', task }),
  })
  const archive = (): Deed => ({
    id: 'archive',
    label: t('task.archive'),
    icon: Archive,
    run: (task) => setArchived(task, true),
  })
  const erase = (): Deed => ({
    id: 'delete',
    label: t('task.delete'),
    icon: Trash2,
    keys: ['delete', 'backspace'],
    danger: true,
    run: remove,
  })

  const offer = (deed: Deed, when: () => boolean): Action => ({
    ...deed,
    id: `task.${deed.id}`,
    section: t('task.section'),
    when: () => target() !== null && when(),
    run: () => deed.run(target()!),
  })
  const change = (deed: Deed): Action =>
    offer({ ...deed, run: (task) => doOrSay(whyNot(), () => deed.run(task)) }, notTyping)

  useActions(() => [
    ...[...changes(), rename(), duplicate(), archive(), erase()].map(change),
    offer(copy(), () => true),
    {
      id: 'task.close',
      label: t('task.close'),
      section: t('task.section'),
      keys: 'escape',
      keyOnly: true,
      when: () => isOpen() && !hasLayer(),
      run: close,
    },
  ])

  function menu(task: string): MenuEntry[] {
    const reason = whyNot()
    const line = ({ label, icon, keys, danger, run }: Deed, why: string | null = null): MenuEntry => {
      const shown = typeof keys === 'string' ? keys : keys?.[0]
      return {
        label,
        icon,
        run: () => run(task),
        ...(why === null ? {} : { whyNot: why }),
        ...(shown ? { keys: shown } : {}),
        ...(danger ? { danger } : {}),
      }
    }
    const opening: Deed = { id: 'open', label: t('task.open'), icon: CornerUpRight, keys: 'enter', run: open }
    return [
      line(opening),
      'line',
      ...changes().map((deed) => line(deed, reason)),
      ...more(task),
      'line',
      line(copy()),
      line(duplicate(), reason),
      line(archive(), reason),
      line(erase(), reason),
    ]
  }

  return { menu }
}

/** Escape closes the top layer first. */
function hasLayer(): boolean {
  return document.querySelector('[role=dialog], [role=menu], [role=listbox]') !== null
}

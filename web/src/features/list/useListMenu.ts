import { SquareCheck } from '@lucide/vue'
import { useI18n } from '@/i18n'
import type { MenuEntry } from '@/ui/menu'
import type { ListFocus } from './useListFocus'
import type { ListSelection } from './useListSelection'

export interface UseListMenuOptions {
  scroller: () => HTMLElement | null
  taskOf: (row: string) => string | undefined
  /** What can be done with any task. */
  menu: (task: string) => readonly MenuEntry[]
  focus: ListFocus
  selection: ListSelection
}

export interface UseListMenuReturn {
  onContextMenu(event: Event): void
  /** Opens the menu of a row without a pointer to say where. */
  askFor(row: string): void
  menuItems(): readonly MenuEntry[]
}

/** One menu serves all rows. */
export function useListMenu(options: UseListMenuOptions): UseListMenuReturn {
  const { scroller, taskOf, menu, focus, selection } = options
  const { t } = useI18n()
  // Noted before the menu opens, since by then the focus may be anywhere.
  let pointed: string | null = null

  return {
    onContextMenu(event) {
      pointed = (event.target as Element).closest<HTMLElement>('[data-drag]')?.dataset.drag ?? null
      if (pointed) focus.set(pointed)
      else event.stopImmediatePropagation()
    },
    askFor(key) {
      const row = scroller()?.querySelector(`[data-row="${CSS.escape(key)}"]`)
      const box = row?.getBoundingClientRect()
      const at = {
        clientX: (box?.left ?? 0) + 24,
        clientY: box?.bottom ?? 0,
        bubbles: true,
        cancelable: true,
      }
      // After the finger has been let go of altogether: until then the menu would close again.
      setTimeout(() => row?.dispatchEvent(new MouseEvent('contextmenu', at)))
    },
    menuItems() {
      const key = pointed
      const task = key ? taskOf(key) : undefined
      if (!key || !task) return []
      const select: MenuEntry = {
        label: t('list.selectTask'),
        icon: SquareCheck,
        keys: 'x',
        checked: selection.ids.value.has(task),
        run: () => selection.toggle(key),
      }
      return [select, ...menu(task)]
    },
  }
}

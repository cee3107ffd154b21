import { Redo2, Undo2 } from '@lucide/vue'
import { useI18n } from '@/i18n'
import { notTyping } from './keystroke'
import { useActions } from './useActions'
import type { UseUndoReturn } from './useUndo'

/** Undo and redo by their keys and in the palette; in a text they are the text's own. */
export function useUndoActions({ undo, redo }: Pick<UseUndoReturn, 'undo' | 'redo'>): void {
  const { t } = useI18n()
  const shared = { section: t('task.section'), when: notTyping }
  useActions([
    { ...shared, id: 'task.undo', label: t('task.undoLast'), keys: 'mod+z', icon: Undo2, run: undo },
    {
      ...shared,
      id: 'task.redo',
      label: t('task.redoLast'),
      keys: ['mod+shift+z', 'mod+y'],
      icon: Redo2,
      run: redo,
    },
  ])
}

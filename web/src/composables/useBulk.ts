import type { CommandBody } from '@/api/types'
import { useI18n } from '@/i18n'
import type { ProjectStore } from '@/stores/project'
import { toast } from '@/ui/toast'
import { useUndo } from './useUndo'

/**
 * Does something to many tasks in one gesture, says so, and takes it back as one. Where it is so much that it goes in
 * several parts, each of which stands or falls by itself, the notice says that too.
 */
export function useBulk(store: ProjectStore): (commands: readonly CommandBody[], said: string) => void {
  const { t } = useI18n()
  const { takeBack } = useUndo(store)
  return (commands, said) => {
    if (commands.length === 0) return
    const gesture = store.runAll(commands)
    toast(said, {
      ...(gesture.parts > 1 && { detail: t('task.inParts', gesture.parts) }),
      undo: () => takeBack(gesture),
    })
  }
}

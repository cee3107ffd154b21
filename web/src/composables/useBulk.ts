import type { CommandBody } from '@/api/types'
import { useI18n } from '@/i18n'
import type { ProjectStore } from '@/stores/project'
import { toast } from '@/ui/toast'

/** As many commands as stand or fall together: what one call to the server may hold. */
export const mostAtOnce = 500

/**
 * Does something to many tasks in one gesture, says so, and takes it back as one. More than `mostAtOnce` commands go
 * in several parts, each of which stands or falls by itself; the notice says that too.
 */
export function useBulk(store: ProjectStore): (commands: readonly CommandBody[], said: string) => void {
  const { t } = useI18n()
  return (commands, said) => {
    if (commands.length === 0) return
    const parts = Array.from({ length: Math.ceil(commands.length / mostAtOnce) }, (_, n) =>
      store.runAll(commands.slice(n * mostAtOnce, (n + 1) * mostAtOnce)),
    )
    toast(said, {
      ...(parts.length > 1 && { detail: t('task.inParts', parts.length) }),
      undo: () => {
        const taken = parts.toReversed().filter((part) => part.undo())
        if (taken.length === 0) toast(t('task.nothingToUndo'))
      },
    })
  }
}

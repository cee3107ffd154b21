import { useI18n } from '@/i18n'
import type { TaskChanges } from '@/api/types'
import type { ProjectStore, RunResult } from '@/stores/project'
import { toast } from '@/ui/toast'
import { useUndo } from '@/composables/useUndo'

export interface UseTaskCommandsReturn {
  update(task: string, changes: TaskChanges): RunResult
  /** Beside a neighbour, at the top, or at the end of a status. */
  move(task: string, status: string, place: MovePlace): void
  remove(task: string): void
  restore(task: string): void
  setArchived(task: string, archived: boolean): void
  copyLink(task: string): Promise<void>
}

export type MovePlace = 'top' | 'bottom' | { before: string }

/** What can be done to a task from its card, its panel and the palette. Whatever is destructive can be undone at once. */
export function useTaskCommands(store: ProjectStore): UseTaskCommandsReturn {
  const { t } = useI18n()
  const { takeBack } = useUndo(store)
  const keyOf = (task: string) => store.task(task)?.key ?? ''

  function update(task: string, changes: TaskChanges): RunResult {
    return store.run({ kind: 'task.update', task, ...changes })
  }

  function move(task: string, status: string, place: MovePlace): void {
    const first = store.tasksIn(status).value.find((id) => id !== task)
    const before = place === 'top' ? first : place === 'bottom' ? undefined : place.before
    store.run({ kind: 'task.move', task, status, ...(before ? { before } : {}) })
  }

  function remove(task: string): void {
    const key = keyOf(task)
    const gesture = store.run({ kind: 'task.delete', task })
    toast(t('task.deleted', { key }), { undo: () => takeBack(gesture) })
  }

  function restore(task: string): void {
    store.run({ kind: 'task.restore', task })
  }

  function setArchived(task: string, archived: boolean): void {
    const key = keyOf(task)
    const gesture = update(task, { archived })
    if (!archived) return
    toast(t('task.archived', { key }), { undo: () => takeBack(gesture) })
  }

  async function copyLink(task: string): Promise<void> {
    const key = keyOf(task)
    await navigator.clipboard.writeText(`${location.origin}/t/${key}`)
    toast(t('task.linkCopied', { key }))
  }

  return { update, move, remove, restore, setArchived, copyLink }
}

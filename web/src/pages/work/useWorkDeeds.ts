import { useI18n } from '@/i18n'
import type { Project, Task } from '@/api/types'
import { useAnnounce } from '@/composables/useAnnounce'
import { useUndo } from '@/composables/useUndo'
import { useUndoActions } from '@/composables/useUndoActions'
import type { UseWorkReturn } from '@/stores/work'
import type { Day } from '@/ui/day'
import { toast } from '@/ui/toast'

export interface UseWorkDeedsReturn {
  setStatus(task: Task, status: string): void
  setDue(task: Task, dueDate: Day | null): void
  setPriority(task: Task, priority: Task['priority']): void
  /** Into the first status of its project that counts as done. */
  complete(task: Task): void
}

/** What is done to a task of mine, whatever its project; all of it can be taken back. */
export function useWorkDeeds(
  work: UseWorkReturn,
  statusesOf: (task: Task) => NonNullable<Project['statuses']>,
): UseWorkDeedsReturn {
  const { t } = useI18n()
  const { announce } = useAnnounce()
  const undo = useUndo(work)
  useUndoActions(undo)

  function move(task: Task, status: string): ReturnType<UseWorkReturn['change']> {
    const category = statusesOf(task).find(({ id }) => id === status)?.category
    const isOver = category === 'done' || category === 'cancelled'
    const shown = (one: Task): Task | null => (isOver ? null : { ...one, status })
    return work.change(task, shown, { kind: 'task.move', task: task.id, status })
  }

  function update(task: Task, changes: Partial<Pick<Task, 'dueDate' | 'priority'>>): void {
    const shown = (one: Task): Task => ({ ...one, ...changes })
    work.change(task, shown, { kind: 'task.update', task: task.id, ...changes })
  }

  function complete(task: Task): void {
    const done = statusesOf(task).find(({ category }) => category === 'done')
    if (!done) return void toast(t('work.noDone'))
    const gesture = move(task, done.id)
    const words = t('work.completed', { key: task.key })
    announce(words)
    toast(words, { undo: () => undo.takeBack(gesture) })
  }

  return {
    setStatus: (task, status) => void move(task, status),
    setDue: (task, dueDate) => update(task, { dueDate }),
    setPriority: (task, priority) => update(task, { priority }),
    complete,
  }
}

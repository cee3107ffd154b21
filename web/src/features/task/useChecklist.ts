import { useI18n } from '@/i18n'
import { ProblemError } from '@/api/problem'
import type { CommandBody } from '@/api/types'
import { useUndo } from '@/composables/useUndo'
import { newId } from '@/sync/id'
import type { ProjectStore } from '@/stores/project'
import { toast, toastProblem } from '@/ui/toast'
import { takeChecklist, type ChecklistItem } from './checklist'

// In one call go at most 500 commands; the description is one.
const maxItems = 400

/** Makes subtasks of the checklist in a task's description, which loses it: all of it one gesture, with one undo. */
export function useChecklist(store: ProjectStore): { turnIntoSubtasks(task: string): Promise<void> } {
  const { t } = useI18n()
  const { takeBack } = useUndo(store)

  async function turnIntoSubtasks(task: string): Promise<void> {
    const text = await textOf(task)
    if (text === null) return
    const { items, rest } = takeChecklist(text)
    if (items.length === 0) return void toastProblem(t('panel.subtasks.noChecklist'))
    const seq = store.task(task)?.seq
    const change: CommandBody = {
      kind: 'task.update',
      task,
      description: rest,
      ...(seq === undefined ? {} : { baseSeq: seq }),
    }
    const gesture = store.runAll([...items.slice(0, maxItems).flatMap((item) => make(task, item)), change])
    toast(t('panel.subtasks.made', items.length), { undo: () => takeBack(gesture) })
    await gesture.done
  }

  function make(parent: string, { title, isDone }: ChecklistItem): CommandBody[] {
    const statuses = store.statuses.value
    const done = isDone ? statuses.find(({ category }) => category === 'done') : undefined
    const status = (done ?? statuses[0])?.id
    return status ? [{ kind: 'task.create', task: newId(), title, status, parent }] : []
  }

  async function textOf(task: string): Promise<string | null> {
    try {
      return store.task(task)?.description ?? (await store.loadDescription(task))
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      toastProblem(t('task.notLoaded'))
      return null
    }
  }

  return { turnIntoSubtasks }
}

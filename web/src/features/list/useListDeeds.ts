import { useBulk } from '@/composables/useBulk'
import { useUndo } from '@/composables/useUndo'
import { useI18n } from '@/i18n'
import type { ProjectStore } from '@/stores/project'
import { toast } from '@/ui/toast'

export interface UseListDeedsReturn {
  archive(tasks: readonly string[]): void
  remove(tasks: readonly string[]): void
  /** To the first status of what is done. */
  complete(task: string): void
  /** Sets or clears a custom field that is a checkbox. */
  tick(task: string, field: string): void
}

/** What is done to tasks at once, and taken back at once. */
export function useListDeeds(store: ProjectStore): UseListDeedsReturn {
  const { t } = useI18n()
  const runMany = useBulk(store)
  const { takeBack } = useUndo(store)
  return {
    archive(tasks) {
      const wishes = tasks.map((task) => ({ kind: 'task.update' as const, task, archived: true }))
      runMany(wishes, t('list.bulk.archived', tasks.length))
    },
    remove(tasks) {
      const wishes = tasks.map((task) => ({ kind: 'task.delete' as const, task }))
      runMany(wishes, t('list.bulk.deleted', tasks.length))
    },
    tick(task, field) {
      const value = store.peek(task)?.fields[field] ? null : true
      store.run({ kind: 'task.update', task, fields: { [field]: value } })
    },
    complete(task) {
      const status = store.statuses.value.find(({ category }) => category === 'done')
      const key = store.peek(task)?.key ?? ''
      if (!status) return void toast(t('list.noDone'))
      const gesture = store.run({ kind: 'task.move', task, status: status.id })
      toast(t('list.done', { key, status: status.name }), { undo: () => takeBack(gesture) })
    },
  }
}

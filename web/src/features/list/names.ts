import { useI18n } from '@/i18n'
import type { Task } from '@/api/types'
import type { ProjectStore } from '@/stores/project'
import { noGroup, type GroupBy } from './grouping'

type Stretch = 'overdue' | 'today' | 'tomorrow' | 'thisWeek' | 'nextWeek' | 'later' | 'earlier'

/** What groups are called. */
export function useNames(
  store: ProjectStore,
  by: () => GroupBy,
): { nameOf: (group: { key: string; name: string }) => string } {
  const { t } = useI18n()

  function nameOf({ key, name }: { key: string; name: string }): string {
    const grouping = by()
    if (grouping === 'priority') return t(`ui.priority.${key as Task['priority']}`)
    if (grouping === 'due') return key === noGroup ? t('list.none.due') : t(`list.due.${key as Stretch}`)
    if (key !== noGroup) return name
    if (grouping === 'assignee' || grouping === 'label') return t(`list.none.${grouping}`)
    const field = store.fields.value.find(({ id }) => `field:${id}` === grouping)
    return field ? t('list.none.field', { field: field.name }) : ''
  }
  return { nameOf }
}

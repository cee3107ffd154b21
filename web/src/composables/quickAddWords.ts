import type { Recurrence } from '@/api/types'
import type { Part } from '@/project/quickAdd'
import type { UseI18nReturn } from '@/i18n'
import type { ProjectStore } from '@/stores/project'
import { formatDay } from '@/ui/day'
import { formatDuration } from '@/ui/duration'

/** What was understood of a part, in words for the eye. */
export function wordsOf(part: Part, store: ProjectStore, i18n: UseI18nReturn): string {
  const { t, locale } = i18n
  switch (part.kind) {
    case 'due':
      return formatDay(part.day, locale.value, { weekday: 'short', month: 'short', day: 'numeric' })
    case 'time':
      return part.time
    case 'recurrence':
      return recurrenceWords(part.recurrence, i18n)
    case 'label':
      return store.labels.value.get(part.id)?.name ?? ''
    case 'newLabel':
      return t('compose.newLabel', { name: part.name })
    case 'assignee':
      return store.members.value.get(part.id)?.user.name ?? ''
    case 'priority':
      return t(`ui.priority.${part.priority}`)
    case 'estimate':
      return formatDuration(part.seconds)
  }
}

// 23 November 2026 is a Monday.
const week = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

function recurrenceWords(recurrence: Recurrence, { t, locale }: UseI18nReturn): string {
  const { every, unit, weekdays, monthDay, from } = recurrence
  const often = t(`compose.every.${unit}`, every)
  if (weekdays) {
    const days = weekdays.map((day) => {
      const date = `2026-11-${23 + week.indexOf(day)}`
      return formatDay(date, locale.value, { weekday: 'short' })
    })
    return t('compose.onDays', { often, days: days.join(', ') })
  }
  if (monthDay !== null) return t('compose.onDay', { often, day: monthDay })
  return from === 'completion' ? t('compose.afterCompletion', { often }) : often
}

import { useI18n } from '@/i18n'
import { useAnnounce } from '@/composables/useAnnounce'
import type { ProjectStore } from '@/stores/project'
import { addDays, formatDay, type Day } from '@/ui/day'
import { changesOf, resized, shifted, spanOf, type Dates } from './span'

export interface CalendarMoves {
  /** Gives a task other dates, and says so. False where they are the same. */
  reschedule(task: string, dates: Dates): boolean
  /** So many days later, as long as before; without a date it gets none. */
  shift(task: string, days: number): boolean
  /** Ends so many days later. */
  extend(task: string, days: number): boolean
}

export function useCalendarMoves(store: ProjectStore): CalendarMoves {
  const { t, locale } = useI18n()
  const { announce } = useAnnounce()
  const long = (day: Day) => formatDay(day, locale.value, { weekday: 'long', day: 'numeric', month: 'long' })

  function reschedule(id: string, dates: Dates): boolean {
    const task = store.task(id)
    const changes = task && changesOf(task, dates)
    if (!changes) return false
    const { key } = task
    store.run({ kind: 'task.update', task: id, ...changes })
    announce(inWords(key, dates))
    return true
  }

  function inWords(key: string, dates: Dates): string {
    const span = spanOf(dates)
    if (!span) return t('calendar.cleared', { key })
    const [from, to] = [long(span.from), long(span.to)]
    if (span.isOpen) return t('calendar.movedOpen', { key, day: from })
    return from === to ? t('calendar.moved', { key, day: to }) : t('calendar.movedSpan', { key, from, to })
  }

  return {
    reschedule,
    shift(id, days) {
      const task = store.task(id)
      return !!task && reschedule(id, shifted(task, days))
    },
    extend(id, days) {
      const task = store.task(id)
      const span = task && spanOf(task)
      return !!span && reschedule(id, resized(task, 'end', addDays(span.to, days)))
    },
  }
}

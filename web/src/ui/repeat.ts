import type { Recurrence } from '@/api/types'
import { addTexts, useI18n } from '@/i18n'
import { repeat } from '@/i18n/en/repeat'
import { formatDay } from './day'

addTexts({ repeat })

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof weekdays)[number]

/** "Mon", "Monday" in the person's language. */
export function weekdayName(day: Weekday, locale: string, style: 'short' | 'long' | 'narrow'): string {
  // 2024-01-01 was a Monday.
  return formatDay(`2024-01-0${weekdays.indexOf(day) + 1}`, locale, { weekday: style })
}

const suffixes: Record<string, string> = { one: 'st', two: 'nd', few: 'rd', other: 'th' }
const ordinals = new Intl.PluralRules('en', { type: 'ordinal' })

/** "31st". */
export function ordinal(n: number): string {
  return `${n}${suffixes[ordinals.select(n)]}`
}

/** A recurrence in words: "every 2 weeks on Mon and Thu", "every month on the 31st". */
export function repeatWords(recurrence: Recurrence, locale: string): string {
  const { t } = useI18n()
  const { every: n, unit, monthDay, from } = recurrence
  const every = t(`repeat.words.${unit}`, n)
  const days = weekdays.filter((day) => recurrence.weekdays?.includes(day))
  const words =
    days.length > 0
      ? t('repeat.words.on', { every, days: listed(days, locale) })
      : monthDay === null
        ? every
        : t('repeat.words.monthDay', { every, day: ordinal(monthDay) })
  return from === 'completion' ? t('repeat.words.afterCompletion', { words }) : words
}

function listed(days: readonly Weekday[], locale: string): string {
  const names = days.map((day) => weekdayName(day, locale, 'short'))
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(names)
}

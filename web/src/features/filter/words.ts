import { useI18n } from '@/i18n'
import { type Condition, type Period, periods } from '@/project/filter'
import { formatDuration } from '@/ui/duration'
import { formatDue } from '@/ui/due'
import type { FilterField } from './useFields'

/** What a condition asks for, in words; empty where it asks for nothing yet. */
export function useConditionWords(): (condition: Condition, field: FilterField) => string {
  const { t, n, locale } = useI18n()

  function day(text: string): string {
    const days = /^today([+-]\d+)?$/.exec(text)
    if (!days) return formatDue(text, locale.value)
    const count = Number(days[1] ?? 0)
    return count < 0 ? t('filter.ago', -count) : t('filter.relative', count)
  }

  function number(value: number, field: FilterField): string {
    return field.name.endsWith('Seconds') ? formatDuration(value) : n(value)
  }

  return ({ value }, field) => {
    if (value === undefined || value === '') return ''
    if (typeof value === 'boolean') return t(value ? 'filter.yes' : 'filter.no')
    if (field.options) {
      const names = [value]
        .flat()
        .map((id) => field.options!.find((option) => option.value === id)?.label ?? t('filter.gone'))
      return names.length > 2
        ? t('filter.more', { first: names[0], count: names.length - 1 })
        : names.join(', ')
    }
    if (typeof value === 'number') return number(value, field)
    if (typeof value === 'object') {
      const { from, to } = value as { from: number | string; to: number | string }
      const word = (bound: number | string) => (typeof bound === 'number' ? number(bound, field) : day(bound))
      return `${word(from)} – ${word(to)}`
    }
    if (field.kind === 'text') return `“${String(value)}”`
    return (periods as readonly unknown[]).includes(value)
      ? t(`filter.period.${value as Period}`)
      : day(String(value))
  }
}

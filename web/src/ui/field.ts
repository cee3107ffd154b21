import { CalendarDays, CircleUser, Hash, ListFilter, SquareCheck, Type } from '@lucide/vue'
import type { Component } from 'vue'
import type { Field, FieldType, FieldValue } from '@/api/types'
import { addTexts, useI18n } from '@/i18n'
import { field as texts } from '@/i18n/en/field'
import { formatDue } from './due'

addTexts({ field: texts })

/** The kinds of custom fields, in the order in which they are offered. */
export const fieldTypes: readonly FieldType[] = ['text', 'number', 'select', 'date', 'person', 'checkbox']

export const fieldIcons: Readonly<Record<FieldType, Component>> = {
  text: Type,
  number: Hash,
  date: CalendarDays,
  select: ListFilter,
  checkbox: SquareCheck,
  person: CircleUser,
}

/** What a task has in a custom field, in words; empty where it has nothing. `nameOf` knows the project's people. */
export function fieldWords(
  field: Field,
  value: FieldValue | undefined,
  nameOf: (user: string) => string | undefined,
): string {
  const { t, n, locale } = useI18n()
  if (value === undefined) return ''
  switch (field.type) {
    case 'number':
      return n(Number(value), { maximumFractionDigits: 10 })
    case 'date':
      return formatDue(String(value), locale.value)
    case 'select':
      return optionOf(field, value)?.name ?? t('field.unknown')
    case 'checkbox':
      return t('field.yes')
    case 'person':
      return nameOf(String(value)) ?? t('field.former')
  }
  return String(value)
}

/** The option of a select that a value names. */
export function optionOf(field: Field, value: FieldValue | undefined): Field['options'][number] | undefined {
  return field.options.find(({ id }) => id === value)
}

/** What people write for a number: "1,234.5", "3.5", "3,5", "-2", "1 000"; null for what is not understood. */
export function parseNumber(text: string): number | null {
  let plain = text.replace(/[\s\u2019']/g, '')
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain)) plain = plain.replaceAll(',', '')
  if (/^[+-]?\d+,\d+$/.test(plain)) plain = plain.replace(',', '.')
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null
  const number = Number(plain)
  return Number.isFinite(number) ? number : null
}

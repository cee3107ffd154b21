import { useI18n } from '@/i18n'
import type { Lost } from '@/project/transfer'

export interface Plan {
  /** How many are moved, and how many more go along as parts of them. */
  tasks: number
  parts: number
  lost: Lost
}

/** What a move to another project means, in sentences. */
export function usePlanWords(): (plan: Plan) => string[] {
  const { t, locale } = useI18n()
  const list = (items: readonly string[]) =>
    new Intl.ListFormat(locale.value, { type: 'conjunction' }).format(items)
  const quoted = (names: readonly string[]) => list(names.map((name) => `“${name}”`))

  return ({ tasks, parts, lost }) => {
    const { statuses, fields, people, blocks, parent } = lost
    const stays = [
      ...(fields.length > 0 ? [t('transfer.fields', { names: quoted(fields) })] : []),
      ...(people.length > 0 ? [t('transfer.people', { names: list(people) })] : []),
      ...(blocks > 0 ? [t('transfer.blocks', blocks)] : []),
      ...(parent ? [t('transfer.parent')] : []),
    ]
    return [
      t('transfer.newKey', tasks),
      ...(parts > 0 ? [t('transfer.along', parts)] : []),
      ...(statuses.length > 0 ? [t('transfer.noStatus', { names: quoted(statuses) })] : []),
      ...(stays.length > 0 ? [t('transfer.stays', { what: stays.join('; ') })] : []),
    ]
  }
}

/** What a view needs of filters once there is one; one chunk of its own. */
import type { Field } from '@/api/types'
import { type CustomKinds, kindOfType } from './filter'

export { isFilter, parseFilter } from './filterCheck'
export { matcher, type Match } from './filterMatch'

/** The kinds of a project's custom fields. */
export function kindsOf(fields: readonly Field[]): CustomKinds {
  const kinds = new Map(fields.map((field) => [field.id, kindOfType[field.type]] as const))
  return (id) => kinds.get(id)
}

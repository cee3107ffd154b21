import type { CommandBody, Id } from '@/api/types'
import { read, type State, type Thing } from '@/project/state'

/** A thing, as it is now. */
export interface Place {
  readonly kind: string
  readonly id: Id
  readonly record: Thing | undefined
}

/** The thing that a command is about; of the project, which is the only one, without an id. */
export function aboutWhat(body: CommandBody): Pick<Place, 'kind' | 'id'> {
  const kind = body.kind.split('.')[0]!
  return { kind, id: (body as unknown as Record<string, string>)[kind === 'member' ? 'user' : kind] ?? '' }
}

export function placeOf(state: State, body: CommandBody): Place {
  const { kind, id } = aboutWhat(body)
  return { kind, id, record: read(state, kind, id) }
}

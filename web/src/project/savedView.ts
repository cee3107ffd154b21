import type { ProjectEvent } from '@/api/types'
import type { ViewCommand } from './recur'
import type { By, State } from './state'

const members = ['name', 'layout', 'filter', 'group', 'sort'] as const

/** What becomes of a shared view by a command. */
export function viewed(state: State, command: ViewCommand, { actor, at }: By): ProjectEvent[] {
  const { view: id } = command
  if (command.kind === 'view.delete') return [{ type: 'view:deleted', id }]
  const set = Object.fromEntries(members.flatMap((name) => (name in command ? [[name, command[name]]] : [])))
  if (command.kind === 'view.update') return [{ type: 'view:updated', id, set }]
  const empty = { filter: null, group: null, sort: null }
  const made = { id, project: state.project?.id ?? '', ...empty, ...set, createdBy: actor, createdAt: at }
  return [{ type: 'view:created', view: made }]
}

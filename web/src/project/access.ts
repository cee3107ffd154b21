/** Who may do what in a project: the twin of Go's project.Access. The server decides; this spares a wish that would be refused. */
import type { CommandBody, Project, Role } from '@/api/types'

const level: Record<Role, number> = { visitor: 1, viewer: 2, commenter: 3, editor: 4, admin: 5 }

/** The role that a kind of command needs, by its thing; comments are one's own, except to admins. */
const needs: Record<string, Role> = {
  task: 'editor',
  label: 'editor',
  timeEntry: 'editor',
  comment: 'commenter',
  status: 'admin',
  project: 'admin',
  member: 'admin',
  link: 'admin',
}

const because: Record<Role, string> = {
  visitor: 'You have no access to this project.',
  viewer: 'You have no access to this project.',
  commenter: 'You can read this project, but not comment in it. An admin can give you that right.',
  editor: 'You can comment in this project, but not change it. An admin can give you that right.',
  admin: 'Only admins of the project can change this.',
}

const archived = 'This project is archived. It can be read, not changed.'
/** What can be done with an archived project besides bringing it back, which is an update. */
const withArchived: ReadonlySet<string> = new Set([
  'project.delete',
  'project.restore',
  'member.set',
  'member.remove',
])

/** Whether a role may do all that another may; nobody's role (null) includes nothing. */
export function includes(role: Role | null, other: Role): boolean {
  return role !== null && level[role] >= level[other]
}

/** Why this role may not do that, in a sentence for people; null where it may. A kind unknown here is left to the server. */
export function whyNot(role: Role | null, kind: CommandBody['kind']): string | null {
  const need = needs[kind.split('.')[0]!]
  if (!need || includes(role, need)) return null
  if (role === 'viewer' && need === 'editor')
    return 'You can read this project, but not change it. An admin can give you that right.'
  return because[need]
}

/** What someone would do: a kind of command, and whether it puts away or brings back. */
export interface Wish {
  kind: CommandBody['kind']
  archived?: boolean
}

/** The same with a look at the project, which is not changed while it is archived; only who may read it, and whether it stays. */
export function whyNotHere(
  role: Role | null,
  project: Pick<Project, 'archivedAt'> | null,
  { kind, archived: archive }: Wish,
): string | null {
  const why = whyNot(role, kind)
  if (why || !project?.archivedAt || withArchived.has(kind)) return why
  return kind === 'project.update' && archive === false ? null : archived
}

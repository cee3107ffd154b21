/**
 * Why someone may not do something in a project, in words. Which role a command needs stands in `rights.json`, which is
 * made from the server's own table. The server decides; this spares a wish that would be refused.
 */
import type { CommandBody, Project, Role } from '@/api/types'
import rights from './rights.json'

const level: Record<Role, number> = { visitor: 1, viewer: 2, commenter: 3, editor: 4, admin: 5 }

const needs = rights.project as Readonly<Record<string, Role>>

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
  const need = needs[kind]
  if (!need || includes(role, need)) return null
  if (role === 'visitor')
    return 'You are looking at this project by a public link. Its members can change it, once signed in.'
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

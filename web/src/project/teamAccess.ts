/** Who may do what in a team: by the table that the server's own is printed to. The server decides; this spares a wish that would be refused. */
import type { TeamRole } from '@/api/types'
import rights from './rights.json'

export type TeamAction =
  'team.rename' | 'team.delete' | 'seat.change' | 'owner.change' | 'invite.create' | 'audit.read'

/** From the one who may do most. */
export const teamRoles: readonly TeamRole[] = ['owner', 'admin', 'member', 'guest']

const because: Record<TeamAction, string> = {
  'team.rename': 'Only owners and admins rename the team.',
  'team.delete': 'Only owners delete the team.',
  'seat.change': 'Only owners and admins change who is in the team.',
  'owner.change': 'Only owners make, change or remove owners.',
  'invite.create': 'Only owners and admins invite people.',
  'audit.read': 'Only owners and admins read the audit log.',
}

/** Why this role may not do that in its team, in a sentence for people; null where it may. */
export function whyNotInTeam(role: TeamRole, action: TeamAction): string | null {
  const need = rights.team[action] as TeamRole
  return teamRoles.indexOf(role) <= teamRoles.indexOf(need) ? null : because[action]
}

/** Why this role may not change or remove somebody with that one. */
export function whyNotSeat(role: TeamRole, theirs: TeamRole): string | null {
  return whyNotInTeam(role, 'seat.change') ?? (theirs === 'owner' ? whyNotInTeam(role, 'owner.change') : null)
}

/** The roles that this one may give. */
export function rolesToGive(role: TeamRole): readonly TeamRole[] {
  if (whyNotInTeam(role, 'seat.change')) return []
  return whyNotInTeam(role, 'owner.change') ? teamRoles.filter((one) => one !== 'owner') : teamRoles
}

/** Who may do what in a team: the twin of Go's package team. The server decides; this spares a wish that would be refused. */
import type { TeamRole } from '@/api/types'

export type TeamWish = 'rename' | 'delete' | 'people' | 'owners' | 'invite'

/** From the one who may do most. */
export const teamRoles: readonly TeamRole[] = ['owner', 'admin', 'member', 'guest']

const needs: Record<TeamWish, TeamRole> = {
  rename: 'admin',
  delete: 'owner',
  people: 'admin',
  owners: 'owner',
  invite: 'admin',
}

const because: Record<TeamWish, string> = {
  rename: 'Only owners and admins rename the team.',
  delete: 'Only owners delete the team.',
  people: 'Only owners and admins change who is in the team.',
  owners: 'Only owners make, change or remove owners.',
  invite: 'Only owners and admins invite people to the team.',
}

/** Why this role may not do that in its team, in a sentence for people; null where it may. */
export function whyNotInTeam(role: TeamRole, wish: TeamWish): string | null {
  return teamRoles.indexOf(role) <= teamRoles.indexOf(needs[wish]) ? null : because[wish]
}

/** Why this role may not change or remove somebody with that one. */
export function whyNotSeat(role: TeamRole, theirs: TeamRole): string | null {
  return whyNotInTeam(role, 'people') ?? (theirs === 'owner' ? whyNotInTeam(role, 'owners') : null)
}

/** The roles that this one may give. */
export function rolesToGive(role: TeamRole): readonly TeamRole[] {
  if (whyNotInTeam(role, 'people')) return []
  return whyNotInTeam(role, 'owners') ? teamRoles.filter((one) => one !== 'owner') : teamRoles
}

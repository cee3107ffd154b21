import type { Member, TeamRole, Visibility } from '@/api/types'

/**
 * Where a role in a project comes from. `seat`: owners and admins of the team are admins everywhere. `own`: it was given
 * in this project. `team`: members of the team have it in projects that are for the team.
 */
export type Source = 'seat' | 'own' | 'team'

const isLead = (seat: TeamRole | undefined): boolean => seat === 'owner' || seat === 'admin'

/** `seat` is the person's role in the team, undefined while it is not known. */
export function sourceOf(member: Pick<Member, 'ownRole'>, seat: TeamRole | undefined): Source {
  if (isLead(seat)) return 'seat'
  return member.ownRole ? 'own' : 'team'
}

/** Whether somebody without an own role has no access at all. */
export function needsOwnRole(seat: TeamRole | undefined, visibility: Visibility): boolean {
  return !isLead(seat) && (seat !== 'member' || visibility === 'private')
}

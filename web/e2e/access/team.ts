import type { TeamRole, Role } from '../../src/api/types'
import type { Board, Person } from '../test'

/** Takes someone into the team of a board, by an invitation. */
export async function invite(owner: Person, { team }: Board, person: Person, role: TeamRole): Promise<void> {
  const path = `/api/teams/${team}/invites`
  const { secret } = await owner.call<{ secret: string }>('POST', path, { email: person.email, role })
  await person.call('POST', `/api/invites/${secret}/accept`)
}

/** Gives someone a role in the project of a board. */
export async function give(owner: Person, { id }: Board, person: Person, role: Role): Promise<void> {
  await owner.call('PUT', `/api/projects/${id}/members/${person.id}`, { role })
}

/** Takes someone off the project of a board. */
export async function remove(owner: Person, { id }: Board, person: Person): Promise<void> {
  await owner.call('DELETE', `/api/projects/${id}/members/${person.id}`)
}

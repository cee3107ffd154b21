// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { rolesToGive, whyNotInTeam, whyNotSeat } from './teamAccess'

describe('whyNotInTeam', () => {
  it.each([
    ['owner', 'team.delete', true],
    ['admin', 'team.delete', false],
    ['admin', 'team.rename', true],
    ['member', 'team.rename', false],
    ['admin', 'invite.create', true],
    ['member', 'invite.create', false],
    ['guest', 'invite.create', false],
    ['owner', 'owner.change', true],
    ['admin', 'owner.change', false],
  ] as const)('a team’s %s and %s: %s', (role, wish, may) => {
    expect(whyNotInTeam(role, wish)).toEqual(may ? null : expect.stringMatching(/^Only owners.*\.$/))
  })
})

describe('whyNotSeat', () => {
  it('lets admins change everyone but owners', () => {
    expect(whyNotSeat('admin', 'member')).toBeNull()
    expect(whyNotSeat('admin', 'owner')).toBe('Only owners make, change or remove owners.')
    expect(whyNotSeat('owner', 'owner')).toBeNull()
    expect(whyNotSeat('member', 'guest')).toMatch(/^Only owners and admins/)
  })
})

describe('rolesToGive', () => {
  it('keeps ownership to owners', () => {
    expect(rolesToGive('owner')).toContain('owner')
    expect(rolesToGive('admin')).toEqual(['admin', 'member', 'guest'])
    expect(rolesToGive('member')).toEqual([])
  })
})

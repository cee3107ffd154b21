// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { rolesToGive, whyNotInTeam, whyNotSeat } from './teamAccess'

describe('whyNotInTeam', () => {
  it.each([
    ['owner', 'delete', true],
    ['admin', 'delete', false],
    ['admin', 'rename', true],
    ['member', 'rename', false],
    ['admin', 'invite', true],
    ['member', 'invite', false],
    ['guest', 'invite', false],
    ['owner', 'owners', true],
    ['admin', 'owners', false],
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

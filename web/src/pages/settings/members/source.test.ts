// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { needsOwnRole, sourceOf } from './source'

describe('sourceOf', () => {
  it.each([
    ['editor', 'owner', 'seat'],
    [null, 'admin', 'seat'],
    ['viewer', 'member', 'own'],
    [null, 'member', 'team'],
    ['editor', 'guest', 'own'],
    [null, undefined, 'team'],
  ] as const)('an own role of %s and a seat as %s: %s', (ownRole, seat, source) => {
    expect(sourceOf({ ownRole }, seat)).toBe(source)
  })
})

describe('needsOwnRole', () => {
  it.each([
    ['owner', 'private', false],
    ['admin', 'private', false],
    ['member', 'private', true],
    ['member', 'team', false],
    ['guest', 'team', true],
  ] as const)('a %s in a project for the %s: %s', (seat, visibility, needs) => {
    expect(needsOwnRole(seat, visibility)).toBe(needs)
  })
})

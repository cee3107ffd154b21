// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { refusalOf } from './refusal'

describe('refusalOf', () => {
  it.each([
    [404, true, 'missing', 'home'],
    [404, false, 'missing', 'sign-in'],
    [410, true, 'over', 'home'],
    [410, false, 'over', 'sign-in'],
    [403, true, 'other', 'switch'],
    [409, true, 'member', 'team'],
    [0, false, 'unknown', 'again'],
    [503, true, 'unknown', 'again'],
  ] as const)('%i, signed in %s: %s, then %s', (status, isSignedIn, why, next) => {
    expect(refusalOf(status, isSignedIn)).toEqual({ why, next })
  })
})

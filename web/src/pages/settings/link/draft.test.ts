// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { changesOf } from './draft'

const now = Date.parse('2026-11-01T12:00:00Z')

describe('changesOf', () => {
  it.each([
    [{ mode: 'keep', password: 'left over', lifetime: 'keep' }, {}],
    [{ mode: 'none', password: 'left over', lifetime: 'keep' }, { password: null }],
    [{ mode: 'new', password: 'sesame', lifetime: 'keep' }, { password: 'sesame' }],
    [
      { mode: 'new', password: '', lifetime: '' },
      { password: null, expiresAt: null },
    ],
    [{ mode: 'keep', password: '', lifetime: '7' }, { expiresAt: '2026-11-08T11:59:00.000Z' }],
  ] as const)('of %o are %o', (draft, changes) => {
    expect(changesOf(draft, now)).toEqual(changes)
  })
})

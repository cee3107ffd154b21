// @vitest-environment node
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { handlesIn, mentionsIn } from './mention'

// The same file runs through internal/mention.
const file = new URL('../../../golden/mention.json', import.meta.url).pathname
const cases = JSON.parse(readFileSync(file, 'utf8')) as { name: string; text: string; handles: string[] }[]

describe('golden', () => {
  it.each(cases)('$name', ({ text, handles }) => expect(handlesIn(text)).toEqual(handles))
})

it('tells where each stands', () => {
  expect(mentionsIn('🎉 @Ann. `@ben` @cy')).toEqual([
    { handle: 'ann', start: 3, end: 7 },
    { handle: 'cy', start: 16, end: 19 },
  ])
})

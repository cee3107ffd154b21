import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { file } from '../../../scripts/changesets.mjs'

it('golden/changeset.json is what the library that is installed does', () => {
  const golden = readFileSync(new URL('../../../../golden/changeset.json', import.meta.url), 'utf8')
  expect(file() === golden, 'run `node scripts/changesets.mjs`, then the tests in internal/doc').toBe(true)
})

// @vitest-environment node
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { file } from '../../../scripts/changesets.mjs'

const folder = new URL('../../../../golden/', import.meta.url).pathname

it('golden/changeset.json is what the library that is installed does', () => {
  const golden = readFileSync(folder + 'changeset.json', 'utf8')
  expect(file() === golden, 'run `node scripts/changesets.mjs`, then the tests in internal/doc').toBe(true)
})

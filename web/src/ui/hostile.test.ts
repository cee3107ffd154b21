// @vitest-environment node
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { vectors } from '../../e2e/access/vectors'

const file = new URL('../../../internal/mail/testdata/hostile.json', import.meta.url).pathname

it('testdata/hostile.json of the mail holds the texts that browsers are tried with, for the mail that we send', () => {
  const text = JSON.stringify(vectors, null, 1) + '\n'
  if (process.env.UPDATE) writeFileSync(file, text)
  expect(readFileSync(file, 'utf8') === text, 'run this once more with UPDATE=1').toBe(true)
})

import { expect, it } from 'vitest'
import { cleanKey, suggestKey } from './key'

it.each([
  ['Website', 'WEB'],
  ['Website relaunch', 'WR'],
  ['Über alles', 'UA'],
  ['one two three four five six seven', 'OTTFFS'],
  ['2026 plan', ''],
  ['計画', ''],
  ['A', ''],
])('suggests for %s the key %s', (name, key) => {
  expect(suggestKey(name)).toBe(key)
})

it('keeps of what is typed only what a key may hold', () => {
  expect(cleanKey('we-b 1!xyz9')).toBe('WEB1XY')
})

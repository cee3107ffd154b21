import { expect, it } from 'vitest'
import { segments } from './mark'
import { findNamed } from './named'

const projects = [
  { label: 'Website', key: 'WEB' },
  { label: 'Our webshop', key: 'SHOP' },
  { label: 'Bakery', key: 'WAB', keywords: 'Ada’s team' },
  { label: 'Café München', key: 'CAFE' },
]
const found = (typed: string, limit = 9) => findNamed(projects, typed, limit).map(({ item }) => item.label)

it.each([
  ['web', ['Website', 'Our webshop']],
  ['WB', ['Website', 'Bakery']],
  ['shop', ['Our webshop']],
  ['munchen cafe', ['Café München']],
  ['ada', ['Bakery']],
  ['webstie', ['Website']],
  ['ewbsite', ['Website']],
  ['debsite', []],
  ['', []],
  ['zzzz', []],
  ['b', ['Bakery', 'Website', 'Our webshop']],
])('finds by name, key and keywords: %s', (typed, labels) => {
  expect(found(typed)).toEqual(labels)
})

it('puts what begins with it first, then what has a word that does, then what holds it', () => {
  const actions = ['Hide sidebar', 'Go to board', 'Board: hide', 'Surfboard'].map((label) => ({ label }))
  expect(findNamed(actions, 'board', 9).map(({ item }) => item.label)).toEqual([
    'Board: hide',
    'Go to board',
    'Surfboard',
  ])
  expect(findNamed(actions, 'hide board', 9).map(({ item }) => item.label)).toEqual(['Board: hide'])
  expect(findNamed(actions, 'board', 1)).toHaveLength(1)
})

it('marks where it stands in name and key', () => {
  const [hit] = findNamed(projects, 'wb', 1)
  expect(segments('WEB', hit!.keyRanges).filter((one) => one.hit)).toEqual([
    { text: 'W', hit: true },
    { text: 'B', hit: true },
  ])
  const [byTeam] = findNamed(projects, 'ada', 1)
  expect([byTeam!.ranges, byTeam!.keyRanges]).toEqual([[], []])
  const [cafe] = findNamed(projects, 'cafe', 1)
  expect(segments('Café München', cafe!.ranges)[0]).toEqual({ text: 'Café', hit: true })
})

import { expect, it } from 'vitest'
import { shallowRef } from 'vue'
import type { Member, Task } from '@/api/types'
import type { ProjectStore } from '@/stores/project'
import { askedBefore, completionsOf } from './completions'

it.each([
  ['@', 'person', ''],
  ['Hi @ad', 'person', 'ad'],
  ['(@ada lov', 'person', 'ada lov'],
  ['see #', 'task', ''],
  ['see #web-1', 'task', 'web-1'],
  ['> #fix', 'task', 'fix'],
])('asks for what is being written: %s', (text, kind, words) => {
  expect(askedBefore(text)).toEqual({ kind, words, from: text.length - words.length - 1 })
})

it.each(['', 'ada', 'a@ada', 'x#1', '@ada ', '@ada is here', '/@x', '@@', '# heading'])(
  'asks nothing: %s',
  (text) => {
    expect(askedBefore(text)).toBeNull()
  },
)

const user = (id: string, name: string, handle: string): [string, Member] => [
  id,
  { user: { id, name, handle }, role: 'editor' } as Member,
]
const all = [
  { id: 't1', key: 'WEB-1', title: 'Fix the login', status: 's', archivedAt: null, seq: 2 },
  { id: 't2', key: 'WEB-2', title: 'Ship', status: 's', archivedAt: null, seq: 9 },
  { id: 't3', key: 'WEB-3', title: 'Old', status: 's', archivedAt: 'x', seq: 10 },
] as Task[]
const store = {
  members: shallowRef(
    new Map([user('1', 'Ada Lovelace', 'ada'), user('2', 'Ben', 'ben.k'), user('3', 'Zoë', 'adazoe')]),
  ),
  search: (matches) => all.filter(matches).map(({ id }) => id),
} as Pick<ProjectStore, 'members' | 'search'> as ProjectStore
const found = (text: string, except?: string) =>
  completionsOf(store, askedBefore(text)!, except).map(({ insert }) => insert.trim())

it.each([
  ['@', ['@ada', '@ben.k', '@adazoe']],
  ['@ada', ['@ada', '@adazoe']],
  ['@love', ['@ada']],
  ['@ada lo', ['@ada']],
  ['@ada loves', []],
  ['@zoe', ['@adazoe']],
  ['#', ['WEB-2', 'WEB-1']],
  ['#login', ['WEB-1']],
  ['#web-2', ['WEB-2']],
])('finds people and tasks: %s', (text, want) => {
  expect(found(text)).toEqual(want)
})

it('leaves out the task itself', () => {
  expect(found('#', 't2')).toEqual(['WEB-1'])
})

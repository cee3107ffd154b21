import { expect, it } from 'vitest'
import { matching } from './option'

const people = [
  { value: '1', label: 'Jan Özil', hint: '@jan' },
  { value: '2', label: 'Ann Jansson', hint: '@ann' },
  { value: '3', label: 'Łukasz', hint: '@lucas' },
]

it('finds by any word, without case and accents, those that begin with it first', () => {
  expect(matching(people, 'ozil').map((o) => o.value)).toEqual(['1'])
  expect(matching(people, 'JAN').map((o) => o.value)).toEqual(['1', '2'])
  expect(matching(people.toReversed(), 'jan').map((o) => o.value)).toEqual(['1', '2'])
  expect(matching(people, 'jansson ann').map((o) => o.value)).toEqual(['2'])
  expect(matching(people, 'luc').map((o) => o.value)).toEqual(['3'])
})

it('gives all for nothing, and nothing for what is not there', () => {
  expect(matching(people, '  ')).toHaveLength(3)
  expect(matching(people, 'zz')).toEqual([])
})

// @vitest-environment node
import { expect, it } from 'vitest'
import type { Field, FieldValue } from '@/api/types'
import { fieldWords, parseNumber } from './field'

const options = [{ id: 'o1', name: 'Red', color: '#e5484d' }]
const field = (type: Field['type']): Field => ({ id: 'f1', name: 'F', type, options, rank: 'a' })
const words = (type: Field['type'], value?: FieldValue) =>
  fieldWords(field(type), value, (user) => (user === 'u1' ? 'Ada' : undefined))

it('says a value of every kind as people do', () => {
  expect(words('text', 'as it is')).toBe('as it is')
  expect(words('number', 1234.5)).toBe('1,234.5')
  expect(words('date', '2031-03-01')).toBe('Mar 1, 2031')
  expect(words('select', 'o1')).toBe('Red')
  expect(words('select', 'gone')).toBe('Unknown')
  expect(words('checkbox', true)).toBe('Yes')
  expect(words('person', 'u1')).toBe('Ada')
  expect(words('person', 'u2')).toBe('Someone who has left')
  expect(words('text')).toBe('')
})

it.each([
  ['12', 12],
  [' 3.5 ', 3.5],
  ['3,5', 3.5],
  ['1,234', 1234],
  ['1,234,567.8', 1234567.8],
  ['1 000', 1000],
  ['-2', -2],
  ['1e3', 1000],
  ['', null],
  ['abc', null],
  ['1,2,3', null],
  ['12 apples', null],
  ['1e999', null],
])('reads %j as %s', (text, number) => expect(parseNumber(text)).toBe(number))

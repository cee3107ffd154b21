// @vitest-environment node
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Field, Status, Task } from '@/api/types'
import { type Filter, kindOfType } from './filter'
import { isFilter, parseFilter } from './filterCheck'
import { matcher } from './filterMatch'
import { fold } from './fold'

interface World {
  me: string
  now: string
  timeZone: string
  weekFrom: number
  statuses: Status[]
  fields: Field[]
  tasks: Task[]
  cases: { filter: Filter; want: number[] }[]
}

// The same file is made, by brute force, and run through SQL by the server's tests.
const file = new URL('../../../golden/filter.json', import.meta.url).pathname
const worlds = JSON.parse(readFileSync(file, 'utf8')) as World[]
const none = () => undefined

describe.each(worlds)(
  'golden/filter.json, $now in $timeZone',
  ({ statuses, fields, tasks, cases, now, ...who }) => {
    const types = new Map(fields.map((field) => [field.id, kindOfType[field.type]]))
    const custom = (id: string) => types.get(id)
    const around = {
      ...who,
      now: Date.parse(now),
      statuses: new Map(statuses.map((s) => [s.id, s])),
      custom,
    }

    it.each(cases)('$filter', ({ filter, want }) => {
      expect(isFilter(filter, custom)).toBe(true)
      expect(tasks.filter(matcher(filter, around)).map((task) => task.number)).toEqual(want)
    })
  },
)

describe('parseFilter', () => {
  it.each([
    'nonsense',
    '{}',
    '[]',
    'null',
    '{"and":[],"or":[]}',
    '{"and":{}}',
    '{"or":[{"field":"colour","op":"is","value":"red"}]}',
    '{"field":"toString","op":"is","value":"red"}',
    '{"field":"status","op":"before","value":"2026-01-01"}',
    '{"field":"status","op":"is"}',
    '{"field":"status","op":"is","value":"me"}',
    '{"field":"priority","op":"is","value":"great"}',
    '{"field":"dueDate","op":"is","value":"2026-02-30"}',
    '{"field":"dueDate","op":"within","value":"nextYear"}',
    '{"field":"dueDate","op":"within","value":{"from":"2026-01-01"}}',
    '{"field":"estimateSeconds","op":"is","value":"3600"}',
    '{"field":"title","op":"contains","value":"  "}',
    '{"field":"label","op":"anyOf","value":[]}',
    `{"field":"field:x","op":"is","value":true}`,
    '{"and":['.repeat(9) + ']}'.repeat(9),
  ])('refuses %s', (text) => expect(parseFilter(text, none)).toBeNull())

  it('takes what the server takes', () => {
    const text = '{"and":[{"field":"assignee","op":"is","value":"me"},{"or":[]}]}'
    expect(parseFilter(text, none)).toEqual(JSON.parse(text))
    expect(parseFilter('{"field":"field:x","op":"is","value":true}', () => 'bool')).not.toBeNull()
  })
})

describe('fold', () => {
  it.each([
    ['Café', 'cafe'],
    ['İstanbul', 'istanbul'],
    ['ΣΊΣΥΦΟΣ', 'σισυφοσ'],
    ['ŁÓDŹ', 'łodz'],
    ['Straße 日本', 'straße 日本'],
  ])('%s', (text, want) => expect(fold(text)).toBe(want))
})

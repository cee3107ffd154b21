// @vitest-environment node
import { expect, it } from 'vitest'
import type { Field, Member, Status } from '@/api/types'
import { taskId, taskOf } from '@/sync/testing/world'
import { arrivesIn, lostBy, treeOf, type Place } from './transfer'

const status = (name: string, category: Status['category']): Status => ({
  id: name,
  name,
  category,
  color: '#111111',
  wipLimit: null,
  rank: 'a',
  archivedAt: null,
})
const field = (id: string, name: string, type: Field['type'], options: string[] = []): Field => ({
  id,
  name,
  type,
  options: options.map((option) => ({ id: `${id}:${option}`, name: option, color: '#111111' })),
  rank: 'a',
})
const people = (...names: string[]) =>
  new Map(names.map((name) => [name, { user: { id: name, name }, role: 'editor' } as Member]))

const here: Place = {
  statuses: [status('To do', 'todo'), status('Review', 'active')],
  fields: [
    field('1', 'Cost', 'number'),
    field('2', 'Version', 'select', ['Spring', 'Autumn']),
    field('3', 'Owner', 'person'),
  ],
  members: people('Ann', 'Ben'),
}
const there: Place = {
  statuses: [status('Inbox', 'todo'), status('Doing', 'active'), status('to DO', 'todo')],
  fields: [
    field('7', 'cost', 'text'),
    field('8', 'version', 'select', ['spring']),
    field('9', 'Owner', 'person'),
  ],
  members: people('Ann'),
}
const lost = (...tasks: Parameters<typeof taskOf>[]) => {
  const all = tasks.map((given) => taskOf(...given))
  return lostBy(all.slice(0, 1), all, here, there)
}

it('a task arrives in the status of its name, else of its category, else in the first', () => {
  expect(arrivesIn(here.statuses[0], there.statuses)?.name).toBe('to DO')
  expect(arrivesIn(here.statuses[1], there.statuses)?.name).toBe('Doing')
  expect(arrivesIn(status('Gone', 'cancelled'), there.statuses)?.name).toBe('Inbox')
})

it('a task that has nothing of its project loses nothing', () => {
  expect(lost([1, { status: 'To do' }])).toEqual({
    statuses: [],
    fields: [],
    people: [],
    blocks: 0,
    parent: false,
  })
})

it('a status without one of its name is told, people without access, and a parent that stays', () => {
  const task = { status: 'Review', assignees: ['Ann', 'Ben'], parent: taskId(2) }
  expect(lost([1, task], [2])).toMatchObject({ statuses: ['Review'], people: ['Ben'], parent: true })
})

it('values stay behind where the field has another type, the choice or the person is missing', () => {
  expect(lost([1, { fields: { 1: 5, 2: '2:Autumn', 3: 'Ben' } }]).fields).toEqual([
    'Cost',
    'Version',
    'Owner',
  ])
  expect(lost([1, { fields: { 2: '2:Spring', 3: 'Ann' } }]).fields).toEqual([])
})

it('links of blocking are counted in both directions, once for each task that stays', () => {
  const [one, two, three] = [taskId(1), taskId(2), taskId(3)]
  expect(lost([1, { blockedBy: [two] }], [2, { blockedBy: [one] }], [3, { blockedBy: [one] }]).blocks).toBe(2)
  expect(lost([1], [2, { blockedBy: [three] }], [3]).blocks).toBe(0)
})

it('links between tasks that go together go along', () => {
  const all = [taskOf(1, { blockedBy: [taskId(2)] }), taskOf(2, { parent: taskId(1) })]
  expect(lostBy(all, all, here, there)).toMatchObject({ blocks: 0, parent: false })
})

it('what is below a task goes with it, parents first', () => {
  const below: Record<string, string[]> = { a: ['b', 'c'], b: ['d'] }
  expect(treeOf('a', (id) => below[id] ?? [])).toEqual(['a', 'b', 'c', 'd'])
})

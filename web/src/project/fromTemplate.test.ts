// @vitest-environment node
import { expect, it } from 'vitest'
import type { Field, Label, Member, Template } from '@/api/types'
import { taskOf } from '@/sync/testing/world'
import { fromTemplate, stillKnown, templateOf, type Known } from './fromTemplate'

const field = (id: string, type: Field['type'], options: string[] = []): Field => ({
  id,
  name: id,
  type,
  options: options.map((name) => ({ id: name, name, color: '#111111' })),
  rank: 'a',
})
const known: Known = {
  labels: new Map([['bug', { id: 'bug' } as Label]]),
  members: new Map([['ann', { user: { id: 'ann' } } as Member]]),
  fields: [field('cost', 'number'), field('version', 'select', ['spring']), field('customer', 'person')],
}
const template: Template = {
  id: 't',
  name: 'Bug',
  task: {
    title: 'Bug in …',
    description: 'Steps',
    priority: 'high',
    labels: ['bug', 'gone'],
    assignees: ['ann', 'ben'],
    estimateSeconds: 3600,
    fields: { cost: 2.5, version: 'autumn', customer: 'ben', lost: 'x' },
    subtasks: ['Reproduce', 'Mend'],
  },
}
let last = 0
const newId = () => `n${++last}`

it('a task and its subtasks are made at one place, with what the template has', () => {
  last = 0
  expect(fromTemplate(template, known, { status: 's' }, newId)).toEqual([
    {
      kind: 'task.create',
      task: 'n1',
      title: 'Bug in …',
      description: 'Steps',
      priority: 'high',
      labels: ['bug'],
      assignees: ['ann'],
      estimateSeconds: 3600,
      fields: { cost: 2.5 },
      status: 's',
    },
    { kind: 'task.create', task: 'n2', title: 'Reproduce', status: 's', parent: 'n1' },
    { kind: 'task.create', task: 'n3', title: 'Mend', status: 's', parent: 'n1' },
  ])
})

it('what is given counts before what the template says; labels and people come besides', () => {
  const own = { title: 'Mine', priority: 'low' as const, labels: ['new'], assignees: ['ann'] }
  expect(fromTemplate(template, known, own, newId)[0]).toMatchObject({
    title: 'Mine',
    priority: 'low',
    labels: ['bug', 'new'],
    assignees: ['ann'],
  })
})

it('without a title a task is called as its template is', () => {
  const untitled = { ...template, task: { ...template.task, title: '' } }
  expect(fromTemplate(untitled, known, {}, newId)[0].title).toBe('Bug')
})

it('what has gone from the project is left out, since naming it would be refused', () => {
  expect(stillKnown(template.task, known)).toMatchObject({
    labels: ['bug'],
    assignees: ['ann'],
    fields: { cost: 2.5 },
  })
})

it('a task gives what others can begin with, and not what is its own', () => {
  const task = taskOf(1, { title: 'Mend it', labels: ['bug'], dueDate: '2026-11-26', description: 'Why' })
  expect(templateOf(task, ['Look'])).toEqual({
    title: 'Mend it',
    description: 'Why',
    priority: 'none',
    labels: ['bug'],
    assignees: [],
    estimateSeconds: null,
    fields: {},
    subtasks: ['Look'],
  })
})

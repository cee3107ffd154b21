// @vitest-environment node
import { beforeAll, expect, it } from 'vitest'
import type { CommandBody, Template } from '@/api/types'
import { boardOf } from '@/sync/testing/world'
import { apply } from './apply'
import { inverse } from './inverse'
import { predict } from './predict'
import { learnToRecur } from './recur'
import { type By, fromSnapshot, orderedCopy, read, type State } from './state'

const by: By = { actor: 'ann', at: '2026-11-26T12:00:00.000Z' }
const empty = { title: '', description: '', priority: 'none', labels: [], assignees: [] } as const
const bug: Template = {
  id: 'bug',
  name: 'Bug',
  task: { ...empty, labels: [], assignees: [], estimateSeconds: null, fields: {}, subtasks: ['Reproduce'] },
}

beforeAll(learnToRecur)

function board(): State {
  return orderedCopy(fromSnapshot({ ...boardOf(0), templates: [bug] }))
}

function run(state: State, commands: CommandBody[]): CommandBody[] {
  const back = commands.flatMap((command) => inverse(state, command, () => 'anew') ?? [])
  for (const command of commands)
    for (const event of predict(state, command, by)) apply(state, { seq: null, at: by.at }, event)
  return back
}

it('templates come with the snapshot', () => {
  expect(read(board(), 'template', 'bug')).toEqual(bug)
})

it('a template that is made has all that was left out empty, and an undo takes it away', () => {
  const state = board()
  const back = run(state, [{ kind: 'template.create', template: 't', name: 'Idea', task: { title: 'x' } }])
  expect(read(state, 'template', 't')).toEqual({
    ...bug,
    id: 't',
    name: 'Idea',
    task: { ...bug.task, title: 'x', subtasks: [] },
  })
  run(state, back)
  expect(read(state, 'template', 't')).toBeUndefined()
})

it('a change and its undo leave what was not named', () => {
  const state = board()
  const back = run(state, [{ kind: 'template.update', template: 'bug', task: { title: 'y' } }])
  expect(read(state, 'template', 'bug')).toMatchObject({ name: 'Bug', task: { title: 'y', subtasks: [] } })
  run(state, back)
  expect(read(state, 'template', 'bug')).toEqual(bug)
})

it('a deleted one comes back under another id', () => {
  const state = board()
  const back = run(state, [{ kind: 'template.delete', template: 'bug' }])
  expect(read(state, 'template', 'bug')).toBeUndefined()
  run(state, back)
  expect(read(state, 'template', 'anew')).toEqual({ ...bug, id: 'anew' })
})

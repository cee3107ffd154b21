// @vitest-environment node
import { expect, it } from 'vitest'
import { draftOf, taskOf, wrongIn, type Draft } from './draft'

const task = {
  title: 'Bug in …',
  description: 'Steps',
  priority: 'high' as const,
  labels: ['a'],
  assignees: ['ann'],
  estimateSeconds: 5400,
  fields: { cost: 2 },
  subtasks: ['Reproduce', 'Mend'],
}

it('a draft that is not changed says what the template says, with the fields that it does not show', () => {
  const draft = draftOf({ name: 'Bug', task })
  expect(draft).toMatchObject({ estimate: '1h 30m', subtasks: 'Reproduce\nMend' })
  expect(taskOf(draft, task)).toEqual(task)
})

it('lines are subtasks, and empty ones none', () => {
  const draft: Draft = { ...draftOf({ name: 'Bug', task }), subtasks: ' One \n\nTwo\n', estimate: '' }
  expect(taskOf(draft, task)).toMatchObject({ subtasks: ['One', 'Two'], estimateSeconds: null })
})

it('what is wrong is said of its field', () => {
  const draft = draftOf({ name: 'Bug', task })
  expect(wrongIn(draft)).toEqual({})
  expect(wrongIn({ ...draft, name: ' ', estimate: 'soon' })).toEqual({
    name: 'nameMissing',
    estimate: 'estimateUnclear',
  })
  expect(wrongIn({ ...draft, subtasks: 'x\n'.repeat(100) })).toEqual({})
  expect(wrongIn({ ...draft, subtasks: 'x\n'.repeat(101) })).toEqual({ subtasks: 'tooMany' })
  expect(wrongIn({ ...draft, subtasks: 'x'.repeat(501) })).toEqual({ subtasks: 'tooMany' })
})

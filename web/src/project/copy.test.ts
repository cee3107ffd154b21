// @vitest-environment node
import { beforeAll, expect, it } from 'vitest'
import type { CommandBody } from '@/api/types'
import { boardOf, taskOf } from '@/sync/testing/world'
import { apply } from './apply'
import { inverse } from './inverse'
import { predict } from './predict'
import { learnToRecur, withNext } from './recur'
import { type By, fromSnapshot, orderedCopy, type State } from './state'

const by: By = { actor: 'ann', at: '2026-11-26T12:00:00.000Z' }

beforeAll(learnToRecur)

function board(): State {
  const [root, a, old, deep, other] = [0, 1, 2, 3, 4].map((n) => taskOf(n))
  const tasks = [
    { ...root!, blockedBy: [other!.id], commentCount: 3, description: 'Text', recurrence: null },
    { ...a!, parent: root!.id },
    { ...old!, parent: root!.id, archivedAt: by.at },
    { ...deep!, parent: a!.id },
    other!,
  ]
  return orderedCopy(fromSnapshot({ ...boardOf(0), tasks }))
}

function run(state: State, command: CommandBody): void {
  for (const event of predict(state, command, by)) apply(state, { seq: null, at: by.at }, event)
}

const [root, a, deep] = [taskOf(0).id, taskOf(1).id, taskOf(3).id]

it('a copy is guessed right below the task, with all that is below and not archived', () => {
  const state = board()
  let n = 0
  const command = withNext(
    state,
    { kind: 'task.duplicate', task: root, copies: { [root]: 'mine' } },
    () => `c${n++}`,
  )
  expect(command).toMatchObject({ copies: { [root]: 'mine', [a]: 'c1', [deep]: 'c2' } })
  run(state, command)
  expect(state.tasks.size).toBe(8)
  expect(state.tasks.get('mine')).toMatchObject({
    title: taskOf(0).title,
    description: 'Text',
    blockedBy: [],
    commentCount: 0,
    createdBy: 'ann',
    parent: null,
  })
  expect(state.tasks.get('c1')!.parent).toBe('mine')
  expect(state.tasks.get('c2')!.parent).toBe('c1')
  const order = state.order!.of(taskOf(0).status)
  expect(order[order.indexOf(root) + 1]).toBe('mine')
})

it('an undo takes all copies away', () => {
  const state = board()
  let n = 0
  const command = withNext(state, { kind: 'task.duplicate', task: root }, () => `c${n++}`)
  const back = inverse(state, command, () => 'x')!
  run(state, command)
  for (const body of back) run(state, body)
  expect([...state.tasks.keys()]).toEqual([...board().tasks.keys()])
})

it('nothing is guessed of a task that is not here', () => {
  expect(predict(board(), { kind: 'task.duplicate', task: 'none', copies: { none: 'x' } }, by)).toEqual([])
})

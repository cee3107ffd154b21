// @vitest-environment node
import { beforeAll, expect, it } from 'vitest'
import type { CommandBody, SavedView } from '@/api/types'
import { boardOf, project } from '@/sync/testing/world'
import { apply } from './apply'
import { inverse } from './inverse'
import { predict } from './predict'
import { learnToRecur } from './recur'
import { type By, fromSnapshot, orderedCopy, read, type State } from './state'

const by: By = { actor: 'ann', at: '2026-11-26T12:00:00.000Z' }
const mine: SavedView = {
  id: 'mine',
  project,
  name: 'Mine',
  layout: 'list',
  filter: { field: 'assignee', op: 'is', value: 'me' },
  group: 'priority',
  sort: '-dueDate',
  createdBy: 'bob',
  createdAt: '2026-11-20T12:00:00.000Z',
}

beforeAll(learnToRecur)

const board = (): State => orderedCopy(fromSnapshot({ ...boardOf(0), views: [mine] }))

function run(state: State, commands: CommandBody[]): CommandBody[] {
  const back = commands.flatMap((command) => inverse(state, command, () => 'anew') ?? [])
  for (const command of commands)
    for (const event of predict(state, command, by)) apply(state, { seq: null, at: by.at }, event)
  return back
}

it('views come with the snapshot', () => {
  expect(read(board(), 'view', 'mine')).toEqual(mine)
})

it('what is left out of a new view is null, and an undo takes it away', () => {
  const state = board()
  const back = run(state, [{ kind: 'view.create', view: 'v', name: 'All', layout: 'board' }])
  const made = { id: 'v', project, name: 'All', layout: 'board', filter: null, group: null, sort: null }
  expect(read(state, 'view', 'v')).toEqual({ ...made, createdBy: 'ann', createdAt: by.at })
  run(state, back)
  expect(read(state, 'view', 'v')).toBeUndefined()
})

it('a change and its undo leave what was not named; null takes away', () => {
  const state = board()
  const back = run(state, [{ kind: 'view.update', view: 'mine', filter: null, layout: 'board' }])
  expect(read(state, 'view', 'mine')).toEqual({ ...mine, filter: null, layout: 'board' })
  run(state, back)
  expect(read(state, 'view', 'mine')).toEqual(mine)
})

it('a deleted one comes back under another id', () => {
  const state = board()
  const back = run(state, [{ kind: 'view.delete', view: 'mine' }])
  expect(read(state, 'view', 'mine')).toBeUndefined()
  run(state, back)
  expect(read(state, 'view', 'anew')).toEqual({ ...mine, id: 'anew', createdBy: 'ann', createdAt: by.at })
})

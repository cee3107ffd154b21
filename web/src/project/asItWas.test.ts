// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import type { Task } from '@/api/types'
import { boardOf, statuses, taskId, taskOf } from '@/sync/testing/world'
import { asItWas } from './asItWas'
import { fromSnapshot, type State } from './state'

let state: State
const then = (fields: Partial<Task> = {}): Task => ({ ...state.tasks.get(taskId(0))!, ...fields })

beforeEach(() => {
  state = fromSnapshot(boardOf(3))
})

describe('asItWas', () => {
  it('asks for nothing where nothing is different', () => {
    expect(asItWas(then(), state)).toEqual([])
  })

  it('sets only what is different back', () => {
    const was = then({ title: 'As it was', status: statuses[1]!, dueDate: '2026-12-12' })
    expect(asItWas(was, state)).toEqual([
      {
        kind: 'task.update',
        task: taskId(0),
        title: 'As it was',
        status: statuses[1],
        dueDate: '2026-12-12',
      },
    ])
  })

  it('restores what is deleted, with all that it had', () => {
    const was = then({ title: 'As it was' })
    state.tasks.delete(taskId(0))
    expect(asItWas(was, state)).toMatchObject([
      { kind: 'task.restore', task: taskId(0) },
      { kind: 'task.update', title: 'As it was', status: was.status },
    ])
  })

  it('leaves out what is not there any more', () => {
    const was = then({
      labels: ['gone'],
      assignees: ['gone'],
      status: 'gone',
      blockedBy: ['gone'],
      parent: 'gone',
      fields: { gone: 'x' },
    })
    expect(asItWas(was, state)).toEqual([])
  })

  it('keeps a description that is not known', () => {
    const { description: _, ...bare } = taskOf(0, { title: 'As it was' })
    expect(asItWas(bare as Task, state)).toEqual([
      { kind: 'task.update', task: taskId(0), title: 'As it was' },
    ])
  })

  it('brings back from the archive, and puts away', () => {
    expect(asItWas(then({ archivedAt: '2026-01-01T00:00:00Z' }), state)).toEqual([
      { kind: 'task.update', task: taskId(0), archived: true },
    ])
  })
})

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

  describe('of a task that recurs', () => {
    const recurrence: Task['recurrence'] = { every: 1, unit: 'week', anchor: 'due' } as never
    const again = (now: Partial<Task>): unknown[] => {
      const was = then({ recurrence, dueDate: '2026-12-12' })
      state.tasks.set(taskId(0), { ...was, ...now })
      return asItWas(was, state)
    }

    it('leaves the recurrence with the one that came after it', () => {
      const done = { status: statuses[2]!, completedAt: '2026-12-12T10:00:00Z', recurrence: null }
      expect(again(done)).toEqual([
        { kind: 'task.update', task: taskId(0), status: state.tasks.get(taskId(1))!.status },
      ])
    })

    it('gives back one that somebody has taken away', () => {
      expect(again({ recurrence: null })).toEqual([{ kind: 'task.update', task: taskId(0), recurrence }])
    })

    it('gives back one to a task that is deleted', () => {
      const was = then({ recurrence })
      state.tasks.delete(taskId(0))
      expect(asItWas(was, state)).toMatchObject([{ kind: 'task.restore' }, { recurrence }])
    })
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

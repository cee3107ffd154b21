// @vitest-environment node
import { beforeAll, describe, expect, it } from 'vitest'
import type { CommandBody, Field, Member, Recurrence, Snapshot, Status, Task } from '@/api/types'
import { apply } from './apply'
import { inverse } from './inverse'
import { predict } from './predict'
import { completes, learnToRecur, withNext } from './recur'
import { type By, fromSnapshot, orderedCopy, type State } from './state'

const by: By = { actor: 'ann', at: '2026-11-26T23:30:00.000Z' }
const weekly: Recurrence = { every: 1, unit: 'week', weekdays: null, monthDay: null, from: 'due' }

const size: Field = {
  id: 'size',
  name: 'Size',
  type: 'select',
  options: [
    { id: 's', name: 'S', color: '#5557d6' },
    { id: 'l', name: 'L', color: '#1d7d3e' },
  ],
  rank: 'a0',
}

function status(id: string, category: Status['category'], archivedAt: string | null = null): Status {
  return { id, name: id, category, color: '#ffffff', wipLimit: null, rank: id, archivedAt }
}

function task(fields: Partial<Task> = {}): Task {
  return {
    id: 't1',
    project: 'p',
    number: 1,
    key: 'P-1',
    title: 'One',
    description: 'Text',
    status: 'b active',
    rank: 'a1',
    assignees: ['ann'],
    labels: ['x'],
    priority: 'high',
    startDate: '2026-11-24',
    dueDate: '2026-11-26',
    dueTime: { time: '17:00', timeZone: 'Europe/Vienna' },
    recurrence: weekly,
    estimateSeconds: 60,
    parent: null,
    blockedBy: ['t9'],
    related: ['t8'],
    duplicateOf: null,
    fields: { size: 's', cost: 3 },
    createdBy: 'bob',
    createdAt: '2026-11-01T00:00:00.000Z',
    updatedAt: '2026-11-01T00:00:00.000Z',
    completedAt: null,
    archivedAt: null,
    commentCount: 2,
    attachmentCount: 1,
    spentSeconds: 5,
    seq: 5,
    ...fields,
  }
}

function board(...tasks: Task[]): State {
  const statuses = [
    status('0 old', 'todo', by.at),
    status('a backlog', 'backlog'),
    status('b active', 'active'),
    status('c todo', 'todo'),
    status('d done', 'done'),
    status('e done', 'done'),
    status('f no', 'cancelled'),
  ]
  const members = [{ user: { id: 'ann', timeZone: 'Europe/Vienna' }, role: 'editor' }] as Member[]
  const snapshot = { project: null, statuses, labels: [], fields: [size], members, tasks }
  return orderedCopy(fromSnapshot(snapshot as unknown as Snapshot))
}

function run(state: State, ...bodies: CommandBody[]): State {
  for (const body of bodies) {
    for (const event of predict(state, body, by)) apply(state, { seq: null, at: by.at }, event)
  }
  return state
}

const move = (to: string, next?: string): CommandBody => {
  return { kind: 'task.move', task: 't1', status: to, ...(next && { next }) }
}

beforeAll(learnToRecur)

describe('a recurring task', () => {
  it('that is completed comes again, with its dates moved on by the day of who completes it', () => {
    const state = run(board(task()), move('d done', 'next'))
    expect(state.tasks.get('t1')).toMatchObject({ status: 'd done', completedAt: by.at, recurrence: null })
    expect(state.tasks.get('next')).toEqual({
      ...task(),
      id: 'next',
      number: 0,
      key: '',
      status: 'c todo',
      rank: expect.any(String),
      startDate: '2026-12-01',
      dueDate: '2026-12-03',
      blockedBy: [],
      related: [],
      createdBy: 'ann',
      createdAt: by.at,
      updatedAt: by.at,
      commentCount: 0,
      attachmentCount: 0,
      spentSeconds: 0,
      seq: 0,
    })
  })

  it('counts the day in the time zone of who completes it: in Vienna it is the 27th', () => {
    const daily: Recurrence = { ...weekly, unit: 'day', from: 'completion' }
    const state = run(board(task({ recurrence: daily })), move('d done', 'next'))
    expect(state.tasks.get('next')?.dueDate).toBe('2026-11-28')
  })

  it('comes again by an update of its status too, with what that changes besides', () => {
    const state = run(board(task()), {
      kind: 'task.update',
      task: 't1',
      status: 'd done',
      title: 'New',
      addLabels: ['y'],
      fields: { cost: null },
      next: 'next',
    })
    expect(state.tasks.get('next')).toMatchObject({ title: 'New', labels: ['x', 'y'], fields: { size: 's' } })
  })

  it.each<[string, Task, CommandBody]>([
    ['cancelled', task(), move('f no', 'next')],
    ['moved on', task(), move('c todo', 'next')],
    ['completed already', task({ status: 'e done', completedAt: by.at }), move('d done', 'next')],
    ['not recurring', task({ recurrence: null }), move('d done', 'next')],
    ['completed without an id for the next', task(), move('d done')],
  ])('does not when it is %s', (_name, one, body) => {
    expect([...run(board(one), body).tasks.keys()]).toEqual(['t1'])
  })

  it('begins in the first status that is not finished where none waits', () => {
    const state = board(task())
    state.statuses.delete('c todo')
    expect(run(state, move('d done', 'next')).tasks.get('next')?.status).toBe('a backlog')
  })

  it('loses its time and its recurrence with its due date', () => {
    const state = run(board(task()), { kind: 'task.update', task: 't1', dueDate: null })
    expect(state.tasks.get('t1')).toMatchObject({ dueDate: null, dueTime: null, recurrence: null })
  })

  it('is told from others when it is completed, so that the next one gets an id', () => {
    const state = board(task())
    expect(completes(state, move('d done'))).toBe(true)
    expect(completes(state, move('f no'))).toBe(false)
    expect(withNext(state, move('d done'), () => 'fresh')).toEqual(move('d done', 'fresh'))
    expect(withNext(state, move('d done', 'own'), () => 'fresh')).toEqual(move('d done', 'own'))
    expect(withNext(state, move('c todo'), () => 'fresh')).toEqual(move('c todo'))
  })
})

describe('inverse', () => {
  const seen = (state: State): unknown => ({
    tasks: [...state.tasks.values()].map((one) => ({ ...one, updatedAt: '', rank: '' })),
    fields: [...state.fields.values()],
    order: state.order!.of('b active').slice(),
  })

  it.each<[string, CommandBody]>([
    ['completing a recurring task', move('d done', 'next')],
    [
      'completing it by an update that changes its recurrence',
      {
        kind: 'task.update',
        task: 't1',
        status: 'd done',
        recurrence: { ...weekly, every: 2 },
        title: 'New',
        next: 'next',
      },
    ],
    [
      'taking the due date, and with it the time and recurrence',
      { kind: 'task.update', task: 't1', dueDate: null },
    ],
    ['another time', { kind: 'task.update', task: 't1', dueTime: null }],
    [
      'a value changed, one taken, one given',
      { kind: 'task.update', task: 't1', fields: { size: 'l', cost: null, new: true } },
    ],
    [
      'links added and removed',
      { kind: 'task.update', task: 't1', addBlockedBy: ['t7', 't9'], removeRelated: ['t8', 't6'] },
    ],
    ['links replaced', { kind: 'task.update', task: 't1', blockedBy: [], duplicateOf: 't2' }],
    ['a new field', { kind: 'field.create', field: 'new', name: 'New', type: 'text', rank: 'a5' }],
    ['a field renamed', { kind: 'field.update', field: 'size', name: 'Other' }],
    [
      'an option that goes, and the values with it',
      { kind: 'field.update', field: 'size', options: [size.options[1]!] },
    ],
  ])('%s and back: all is as it was', (_name, body) => {
    const state = board(task())
    const before = seen(state)
    const back = inverse(state, body, () => 'fresh')!
    expect(seen(run(state, body))).not.toEqual(before)
    expect(seen(run(state, ...back))).toEqual(before)
  })

  it.each<[string, CommandBody]>([
    ['by a move', move('d done', 'next')],
    [
      'by an update that gives the recurrence too',
      { kind: 'task.update', task: 't1', status: 'd done', recurrence: weekly, title: 'New', next: 'next' },
    ],
  ])('completed %s, undone and redone: once, with the same next task', (_name, body) => {
    const state = board(task())
    const undo = inverse(state, body, () => '')!
    run(state, body)
    const done = seen(state)
    const redo: CommandBody[] = []
    for (const back of undo) {
      redo.unshift(...inverse(state, back, () => '')!)
      run(state, back)
    }
    expect([...state.tasks.keys()]).toEqual(['t1'])
    for (const again of redo)
      run(
        state,
        withNext(state, again, () => 'another'),
      )
    expect(seen(state)).toEqual(done)
  })

  it('a deleted field comes back under another id, with its values', () => {
    const state = board(task())
    const back = inverse(state, { kind: 'field.delete', field: 'size' }, () => 'fresh')!
    run(state, { kind: 'field.delete', field: 'size' })
    expect(state.tasks.get('t1')?.fields).toEqual({ cost: 3 })
    run(state, ...back)
    expect([...state.fields.values()]).toEqual([{ ...size, id: 'fresh' }])
    expect(state.tasks.get('t1')?.fields).toEqual({ cost: 3, fresh: 's' })
  })
})

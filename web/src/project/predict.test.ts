// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CommandBody, Label, Snapshot, Status, Task } from '@/api/types'
import { whyNot } from './access'
import { apply } from './apply'
import { inverse } from './inverse'
import { byRank, Order } from './order'
import { predict } from './predict'
import { fromSnapshot, orderedCopy, type State } from './state'

const by = { actor: 'ann', at: '2026-11-23T21:00:00.000Z' }

function status(id: string, fields: Partial<Status> = {}): Status {
  return {
    id,
    name: id,
    category: 'todo',
    color: '#5557d6',
    wipLimit: null,
    rank: id,
    archivedAt: null,
    ...fields,
  }
}

function task(id: string, fields: Partial<Task> = {}): Task {
  return {
    id,
    project: 'p',
    number: 1,
    key: 'WEB-1',
    title: id,
    description: '',
    status: 'a1',
    rank: 'a0',
    assignees: [],
    labels: [],
    priority: 'none',
    startDate: null,
    dueDate: null,
    dueTime: null,
    recurrence: null,
    estimateSeconds: null,
    parent: null,
    blockedBy: [],
    related: [],
    duplicateOf: null,
    fields: {},
    createdBy: 'ann',
    createdAt: by.at,
    updatedAt: '',
    completedAt: null,
    archivedAt: null,
    commentCount: 0,
    attachmentCount: 0,
    spentSeconds: 0,
    seq: 5,
    ...fields,
  }
}

function board(tasks: Task[] = [], labels: Label[] = []): State {
  const project = { id: 'p', name: 'Website', description: '', visibility: 'team', archivedAt: null }
  const statuses = [status('a2', { category: 'done' }), status('a1'), status('a0', { archivedAt: by.at })]
  const snapshot = { project, statuses, labels, fields: [], members: [], tasks } as unknown as Snapshot
  return orderedCopy(fromSnapshot(snapshot))
}

function run(state: State, ...bodies: CommandBody[]): State {
  for (const body of bodies) {
    for (const event of predict(state, body, by)) apply(state, { seq: null, at: by.at }, event)
  }
  return state
}

const column = [task('t1', { rank: 'a1' }), task('t2', { rank: 'a2' }), task('t3', { rank: 'a3' })]

describe('predict', () => {
  it('task.create: at the end of the first open status, with what was given', () => {
    const state = run(board(column), {
      kind: 'task.create',
      task: 'new',
      title: 'New',
      priority: 'high',
      labels: ['l'],
    })
    expect(state.tasks.get('new')).toMatchObject({
      title: 'New',
      status: 'a1',
      priority: 'high',
      labels: ['l'],
      seq: 0,
    })
    expect(state.order!.of('a1')).toEqual(['t1', 't2', 't3', 'new'])
  })

  it('task.create in a status of category done is complete', () => {
    const state = run(board(), { kind: 'task.create', task: 'new', title: 'New', status: 'a2' })
    expect(state.tasks.get('new')?.completedAt).toBe(by.at)
  })

  it.each<[string, CommandBody, string[]]>([
    ['after a neighbour', { kind: 'task.move', task: 't3', status: 'a1', after: 't1' }, ['t1', 't3', 't2']],
    ['before a neighbour', { kind: 'task.move', task: 't3', status: 'a1', before: 't1' }, ['t3', 't1', 't2']],
    ['to the end', { kind: 'task.move', task: 't1', status: 'a1' }, ['t2', 't3', 't1']],
    [
      'after itself: where it is',
      { kind: 'task.move', task: 't2', status: 'a1', after: 't2' },
      ['t1', 't2', 't3'],
    ],
    [
      'after a neighbour that is not there: to the end',
      { kind: 'task.move', task: 't1', status: 'a1', after: 'x' },
      ['t2', 't3', 't1'],
    ],
    [
      'to a status that is not there: nothing',
      { kind: 'task.move', task: 't1', status: 'x' },
      ['t1', 't2', 't3'],
    ],
    ['by an update: to the end', { kind: 'task.update', task: 't2', status: 'a2' }, ['t1', 't3']],
  ])('task.move %s', (_name, body, want) => {
    expect(run(board(column), body).order!.of('a1')).toEqual(want)
  })

  it('[D2] a neighbour that was deleted still marks its place', () => {
    const state = run(board(column), { kind: 'task.delete', task: 't1' })
    run(state, { kind: 'task.move', task: 't3', status: 'a1', after: 't1' })
    expect(state.order!.of('a1')).toEqual(['t3', 't2'])
  })

  it('[D2] between equal ranks it does not break', () => {
    const twins = [task('t1', { rank: 'a1' }), task('t2', { rank: 'a1' }), task('t3', { rank: 'a3' })]
    const state = run(board(twins), { kind: 'task.move', task: 't3', status: 'a1', after: 't1' })
    expect(state.tasks.get('t3')?.rank).toBe('a1')
  })

  it('task.update: fields, lists, archive; the seq that it was edited from stays', () => {
    const state = run(board(column), {
      kind: 'task.update',
      task: 't1',
      dueDate: null,
      title: 'Uno',
      addLabels: ['l'],
      removeAssignees: ['x'],
      archived: true,
    })
    const after = { title: 'Uno', labels: ['l'], archivedAt: by.at, updatedAt: by.at, seq: 5 }
    expect(state.tasks.get('t1')).toMatchObject(after)
    expect(state.order!.of('a1')).toEqual(['t2', 't3'])
  })

  it('into done and out of it: completedAt follows', () => {
    const state = run(board(column), { kind: 'task.move', task: 't1', status: 'a2' })
    expect(state.tasks.get('t1')?.completedAt).toBe(by.at)
    run(state, { kind: 'task.move', task: 't1', status: 'a1' })
    expect(state.tasks.get('t1')?.completedAt).toBeNull()
  })

  it('task.delete and task.restore', () => {
    const state = run(board(column), { kind: 'task.delete', task: 't2' })
    expect(state.order!.of('a1')).toEqual(['t1', 't3'])
    run(state, { kind: 'task.restore', task: 't2' })
    expect(state.order!.of('a1')).toEqual(['t1', 't2', 't3'])
  })

  it('label.delete takes it from its tasks; status.delete moves its tasks to the end of another', () => {
    const marked = column.map((one) => ({ ...one, labels: ['l', 'm'] }))
    const state = run(board(marked, [{ id: 'l', name: 'L', color: '#000000' }]), {
      kind: 'label.delete',
      label: 'l',
    })
    expect(state.tasks.get('t1')?.labels).toEqual(['m'])
    run(state, { kind: 'status.delete', status: 'a1' })
    expect(state.statuses.has('a1')).toBe(true)
    run(state, { kind: 'status.delete', status: 'a1', moveTo: 'a2' })
    expect([state.statuses.has('a1'), state.order!.of('a2')]).toEqual([false, ['t1', 't2', 't3']])
  })

  it('comments: the number on the task, and back', () => {
    const state = run(board(column), { kind: 'comment.create', comment: 'c', task: 't1', body: 'Hi' })
    expect(state.tasks.get('t1')?.commentCount).toBe(1)
    run(state, { kind: 'comment.react', comment: 'c', emoji: '👍' })
    expect(state.others.get('comment')!.get('c')?.reactions).toEqual([{ emoji: '👍', users: ['ann'] }])
    run(state, { kind: 'comment.react', comment: 'c', emoji: '👍' })
    expect(state.others.get('comment')!.get('c')?.reactions).toEqual([])
    run(state, { kind: 'comment.delete', comment: 'c' })
    expect(state.tasks.get('t1')?.commentCount).toBe(0)
    run(state, { kind: 'comment.restore', comment: 'c' })
    run(state, { kind: 'comment.restore', comment: 'c' })
    expect(state.others.get('comment')!.get('c')?.body).toBe('Hi')
    expect(state.tasks.get('t1')?.commentCount).toBe(1)
  })

  it('guesses nothing for what is not here', () => {
    const bodies: CommandBody[] = [
      { kind: 'task.update', task: 'x', title: 'X' },
      { kind: 'task.delete', task: 'x' },
      { kind: 'task.restore', task: 't1' },
      { kind: 'task.create', task: 't1', title: 'Twice' },
      { kind: 'comment.update', comment: 'x', body: 'X' },
    ]
    for (const body of bodies) expect(predict(board(column), body, by)).toEqual([])
  })
})

/** Everything that a person sees: order in place of ranks, and no times. */
function seen(state: State): unknown {
  const lists = ['a0', 'a1', 'a2'].map((id) => [...state.order!.of(id)])
  const tasks = [...state.tasks.values()].map((one) => ({ ...one, rank: '', updatedAt: '' }))
  return {
    lists,
    tasks: tasks.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    statuses: [...state.statuses.values()].toSorted(byRank),
    labels: [...state.labels.values()],
    project: state.project,
  }
}

const label = { id: 'l', name: 'L', color: '#000000' }
const dated = column.map((one) => ({ ...one, labels: ['l'], dueDate: '2026-12-24' }))

describe('inverse', () => {
  it.each<[string, CommandBody]>([
    ['creating', { kind: 'task.create', task: 'new', title: 'New' }],
    ['changing fields', { kind: 'task.update', task: 't2', title: 'Zwei', dueDate: null, priority: 'low' }],
    ['adding to lists', { kind: 'task.update', task: 't2', addLabels: ['l', 'm'], addAssignees: ['x'] }],
    ['removing from lists', { kind: 'task.update', task: 't2', removeLabels: ['l', 'n'] }],
    ['replacing lists', { kind: 'task.update', task: 't2', labels: [] }],
    ['changing the status by an update', { kind: 'task.update', task: 't2', status: 'a2', title: 'Zwei' }],
    ['moving within', { kind: 'task.move', task: 't1', status: 'a1' }],
    ['moving the last one first', { kind: 'task.move', task: 't3', status: 'a1', before: 't1' }],
    ['moving away', { kind: 'task.move', task: 't2', status: 'a2' }],
    ['archiving', { kind: 'task.update', task: 't2', archived: true }],
    ['deleting', { kind: 'task.delete', task: 't2' }],
    ['a new label', { kind: 'label.create', label: 'new', name: 'New', color: '#ffffff' }],
    ['a label changed', { kind: 'label.update', label: 'l', name: 'Other' }],
    ['a new status', { kind: 'status.create', status: 'new', name: 'New' }],
    ['a status changed', { kind: 'status.update', status: 'a1', name: 'Other', wipLimit: 3, rank: 'a9' }],
    ['a status archived', { kind: 'status.update', status: 'a1', archived: true }],
    ['the project changed', { kind: 'project.update', name: 'Site', description: 'About' }],
    ['the project archived', { kind: 'project.update', archived: true }],
  ])('%s and back: all is as it was', (_name, body) => {
    const state = board(dated, [label])
    const before = seen(state)
    const back = inverse(state, body, () => 'fresh')!
    expect(seen(run(state, body))).not.toEqual(before)
    expect(seen(run(state, ...back))).toEqual(before)
  })

  it('a deleted label comes back under another id, on the same tasks', () => {
    const state = board(dated, [label])
    const back = inverse(state, { kind: 'label.delete', label: 'l' }, () => 'fresh')!
    run(state, { kind: 'label.delete', label: 'l' }, ...back)
    expect([...state.labels.values()]).toEqual([{ ...label, id: 'fresh' }])
    expect(state.tasks.get('t3')?.labels).toEqual(['fresh'])
  })

  it('a deleted status comes back under another id, with its tasks in their order', () => {
    const state = board(dated)
    const body: CommandBody = { kind: 'status.delete', status: 'a1', moveTo: 'a2' }
    const back = inverse(state, body, () => 'fresh')!
    run(state, body, ...back)
    expect(state.order!.of('fresh')).toEqual(['t1', 't2', 't3'])
  })

  it('a comment gets its text again, a reaction goes, a role is as before', () => {
    const state = board(column)
    state.others.set('comment', new Map([['c', { id: 'c', body: 'Before' }]]))
    const user = { id: 'u' } as never
    state.members.set('u', { user, role: 'editor', ownRole: 'viewer' })
    const back = (body: CommandBody): CommandBody[] | null => inverse(state, body, () => '')
    const react: CommandBody = { kind: 'comment.react', comment: 'c', emoji: '👍' }
    expect(back({ kind: 'comment.update', comment: 'c', body: 'After' })).toEqual([
      { kind: 'comment.update', comment: 'c', body: 'Before' },
    ])
    const files = [{ attachment: 'a', upload: 'u' }]
    expect(back({ kind: 'comment.update', comment: 'c', body: 'After', files })).toEqual([
      { kind: 'comment.update', comment: 'c', body: 'Before' },
      { kind: 'attachment.delete', attachment: 'a' },
    ])
    expect(back(react)).toEqual([react])
    expect(back({ kind: 'member.remove', user: 'u' })).toEqual([
      { kind: 'member.set', user: 'u', role: 'viewer' },
    ])
    expect(back({ kind: 'member.set', user: 'new', role: 'admin' })).toEqual([
      { kind: 'member.remove', user: 'new' },
    ])
  })

  it('a comment goes again, or comes again', () => {
    const back = (command: CommandBody) => inverse(board(column), command, () => '')
    expect(back({ kind: 'comment.create', comment: 'c', task: 't1', body: 'Hi' })).toEqual([
      { kind: 'comment.delete', comment: 'c' },
    ])
    expect(back({ kind: 'comment.delete', comment: 'c' })).toEqual([
      { kind: 'comment.restore', comment: 'c' },
    ])
  })

  it('there is none for what is not here', () => {
    const state = board(column)
    expect(inverse(state, { kind: 'task.update', task: 'x', title: 'X' }, () => '')).toBeNull()
    expect(inverse(state, { kind: 'project.delete' }, () => '')).toBeNull()
  })
})

describe('Order', () => {
  it('[D2] kept up one by one it equals a sort of everything', () => {
    const deed = fc.record({
      id: fc.nat(12),
      rank: fc.constantFrom('a0', 'a1', 'a1V', 'Zz', 'b00'),
      status: fc.nat(1),
      gone: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 60 }), (deeds) => {
        const state = board()
        for (const { id, rank, status, gone } of deeds) {
          const one = task(`t${id}`, {
            rank,
            status: `a${status + 1}`,
            archivedAt: gone && id % 2 ? by.at : null,
          })
          const event =
            gone && id % 2 === 0 ? { type: 'task:deleted', id: one.id } : { type: 'task:created', task: one }
          apply(state, { seq: 1, at: by.at }, event)
        }
        const fresh = new Order(state.tasks)
        fresh.fill()
        for (const id of ['a1', 'a2']) expect(state.order!.of(id)).toEqual(fresh.of(id))
        const all = [...state.tasks.values()].filter((one) => one.status === 'a1' && !one.archivedAt)
        expect(fresh.of('a1')).toEqual(all.toSorted(byRank).map(({ id }) => id))
      }),
    )
  })
})

describe('whyNot', () => {
  it.each([
    ['viewer', 'comment.create', false],
    ['viewer', 'task.update', false],
    ['commenter', 'comment.create', true],
    ['commenter', 'task.move', false],
    ['commenter', 'label.create', false],
    ['editor', 'task.delete', true],
    ['editor', 'label.delete', true],
    ['editor', 'status.update', false],
    ['editor', 'project.update', false],
    ['admin', 'status.delete', true],
    ['admin', 'project.delete', true],
  ] as const)('a %s and %s: %s', (role, kind, may) => {
    expect(whyNot(role, kind) === null).toBe(may)
  })

  it('says it in a sentence', () => {
    expect(whyNot('viewer', 'task.update')).toMatch(/^You can read this project.*\.$/)
    expect(whyNot(null, 'task.update')).toMatch(/\.$/)
  })
})

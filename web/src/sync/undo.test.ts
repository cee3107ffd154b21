// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { CommandBody, Recurrence } from '@/api/types'
import { newId } from './id'
import { type Client, person, shared, statuses, taskId, world } from './testing/world'

const titled = (title: string, n = 0): CommandBody => ({ kind: 'task.update', task: taskId(n), title })

describe('undo', () => {
  it('takes gestures back one after the other, and redoes them', async () => {
    const { clock, clients, server } = await world()
    const [ann] = clients as [Client]
    ann.run(titled('First'))
    await clock.pass(200)
    ann.run({ kind: 'task.move', task: taskId(0), status: statuses[1]! })
    await clock.pass(200)
    expect(await ann.sync.undo()).toMatchObject({ kept: [] })
    expect([ann.task(0)?.title, ann.column()[0]]).toEqual(['First', 'First'])
    await clock.pass(200)
    await ann.sync.undo()
    expect(ann.task(0)?.title).toBe('Task 0')
    expect(await ann.sync.undo()).toBeNull()
    await ann.sync.redo()
    await ann.sync.redo()
    expect(await ann.sync.redo()).toBeNull()
    await clock.pass(500)
    expect([ann.task(0)?.title, ann.column(1)]).toEqual(['First', ['First']])
    expect(shared(ann.view)).toEqual(shared(server.state))
  })

  it('takes back the very gesture that is named, whatever came after it, and only once', async () => {
    const { clock, clients } = await world()
    const [ann] = clients as [Client]
    const many = [titled('First'), titled('Second', 1)]
    const gesture = ann.sync.run(many)
    await clock.pass(200)
    ann.run(titled('Later', 2))
    await clock.pass(200)
    expect(await gesture.undo()).toMatchObject({ done: 2, kept: [] })
    expect([0, 1, 2].map((n) => ann.task(n)?.title)).toEqual(['Task 0', 'Task 1', 'Later'])
    expect(await gesture.undo()).toBeNull()
    await ann.sync.undo()
    expect(ann.task(2)?.title).toBe('Task 2')
  })

  it('after somebody else has changed the same field it leaves theirs, and takes back the rest', async () => {
    const { clock, clients } = await world({ clients: 2 })
    const [ann, ben] = clients as [Client, Client]
    ann.run({ kind: 'task.update', task: taskId(0), title: 'Ann', priority: 'high' })
    await clock.pass(200)
    ben.run(titled('Ben'))
    await clock.pass(200)
    await ann.sync.undo()
    await clock.pass(200)
    expect(ben.task(0)).toMatchObject({ title: 'Ben', priority: 'none' })
  })

  it('one undo is one step: of a gesture of which others have left nothing it says who has changed it', async () => {
    const { clock, clients } = await world({ clients: 2 })
    const [ann, ben] = clients as [Client, Client]
    ann.run(titled('Earlier', 1))
    await clock.pass(200)
    ann.run(titled('Ann'))
    await clock.pass(200)
    ben.run(titled('Ben'))
    await clock.pass(200)
    const kept = { kind: 'task', id: taskId(0), why: 'changed', by: person(2) }
    expect(await ann.sync.undo()).toMatchObject({ done: 0, commands: [], kept: [kept] })
    expect([ann.task(0)?.title, ann.task(1)?.title]).toEqual(['Ben', 'Earlier'])
    expect(await ann.sync.undo()).toMatchObject({ done: 1, kept: [] })
    expect([ann.task(0)?.title, ann.task(1)?.title]).toEqual(['Ben', 'Task 1'])
    expect(await ann.sync.undo()).toBeNull()
  })

  it('of a gesture on many it takes back those that nobody has changed since, and redoes only these', async () => {
    const { clock, clients, server } = await world({ clients: 2 })
    const [ann, ben] = clients as [Client, Client]
    ann.run(
      ...[0, 1, 2, 3].map((n): CommandBody => ({ kind: 'task.update', task: taskId(n), priority: 'high' })),
    )
    await clock.pass(200)
    ben.run({ kind: 'task.update', task: taskId(1), priority: 'low' })
    ben.run({ kind: 'task.delete', task: taskId(2) })
    await clock.pass(200)
    const { done, kept } = (await ann.sync.undo())!
    expect([done, kept.map(({ id, why, by }) => [id, why, by])]).toEqual([
      2,
      [
        [taskId(1), 'changed', person(2)],
        [taskId(2), 'deleted', person(2)],
      ],
    ])
    await clock.pass(200)
    const priorities = () => [0, 1, 2, 3].map((n) => server.state.tasks.get(taskId(n))?.priority)
    expect(priorities()).toEqual(['none', 'low', undefined, 'none'])
    expect(await ann.sync.redo()).toMatchObject({ done: 2, kept: [] })
    await clock.pass(200)
    expect(priorities()).toEqual(['high', 'low', undefined, 'high'])
  })

  it('leaves a task where somebody else has put it since, in the same status too', async () => {
    const { clock, clients } = await world({ clients: 2 })
    const [ann, ben] = clients as [Client, Client]
    ann.run({ kind: 'task.move', task: taskId(0), status: statuses[0]! })
    await clock.pass(200)
    ben.run({ kind: 'task.move', task: taskId(0), status: statuses[0]!, after: taskId(1) })
    await clock.pass(200)
    ann.run({ kind: 'task.move', task: taskId(0), status: statuses[1]! })
    await clock.pass(200)
    expect(await ann.sync.undo()).toMatchObject({ done: 1, kept: [] })
    await clock.pass(200)
    expect(await ann.sync.undo()).toMatchObject({ done: 0, kept: [{ by: person(2) }] })
    await clock.pass(200)
    expect(ben.column()).toEqual(['Task 1', 'Task 0', 'Task 2', 'Task 3', 'Task 4'])
  })

  it('what others did before ours had arrived is not done since', async () => {
    const { clock, clients, network } = await world({ clients: 2 })
    const [ann, ben] = clients as [Client, Client]
    network.weather = { ...network.weather, maxDelayMs: 0 }
    ben.run({ kind: 'task.move', task: taskId(0), status: statuses[1]! })
    ann.run({ kind: 'task.move', task: taskId(0), status: statuses[2]! })
    await clock.pass(500)
    expect(ben.column(2)).toEqual(['Task 0'])
    expect(await ann.sync.undo()).toMatchObject({ done: 1, kept: [] })
  })

  it('a new task, label or status that somebody else has used since stays', async () => {
    const { clock, clients } = await world({ clients: 2 })
    const [ann, ben] = clients as [Client, Client]
    const [task, label] = [newId(), newId()]
    ann.run({ kind: 'task.create', task, title: 'New' })
    ann.run({ kind: 'label.create', label, name: 'Bug', color: '#cc272e' })
    await clock.pass(200)
    ben.run({ kind: 'task.update', task, priority: 'high' })
    ben.run({ kind: 'task.update', task: taskId(0), addLabels: [label] })
    await clock.pass(200)
    for (const kind of ['label', 'task'])
      expect(await ann.sync.undo()).toMatchObject({ commands: [], kept: [{ kind, by: person(2) }] })
    expect([ann.view.labels.size, ann.view.tasks.has(task)]).toEqual([1, true])
  })

  it('what somebody else has taken away already is not taken away again; what is gone is not given back', async () => {
    const { clock, clients } = await world({ clients: 2 })
    const [ann, ben] = clients as [Client, Client]
    const [label, other] = [newId(), newId()]
    for (const one of [label, other])
      ben.run({ kind: 'label.create', label: one, name: one, color: '#cc272e' })
    ben.run({ kind: 'task.update', task: taskId(1), addLabels: [other] })
    await clock.pass(200)
    ann.run({ kind: 'task.update', task: taskId(0), addLabels: [label] })
    ann.run({ kind: 'task.update', task: taskId(1), removeLabels: [other] })
    await clock.pass(200)
    ben.run({ kind: 'task.update', task: taskId(0), removeLabels: [label] })
    ben.run({ kind: 'label.delete', label: other })
    await clock.pass(200)
    for (const [n, why] of [
      [1, 'gone'],
      [0, 'changed'],
    ] as const)
      expect(await ann.sync.undo()).toMatchObject({ commands: [], kept: [{ id: taskId(n), why }] })
    expect(ann.refusals).toEqual([])
  })

  it('a task stays where it is when the status from which it came is gone', async () => {
    const { clock, clients } = await world({ clients: 2, tasks: 1 })
    const [ann, ben] = clients as [Client, Client]
    ann.run({ kind: 'task.move', task: taskId(0), status: statuses[1]! })
    await clock.pass(200)
    ben.run({ kind: 'status.delete', status: statuses[0]! })
    await clock.pass(200)
    expect(await ann.sync.undo()).toMatchObject({ commands: [], kept: [{ why: 'gone', by: person(2) }] })
  })

  it('what refers to somebody or something gone stays, and the rest of the gesture is taken back', async () => {
    const { clock, clients } = await world({ clients: 2 })
    const [ann, ben] = clients as [Client, Client]
    const options = ['x', 'y'].map((id) => ({ id, name: id, color: '#cc272e' }))
    ben.run({ kind: 'member.set', user: person(3), role: 'editor' })
    ben.run({ kind: 'field.create', field: 'size', name: 'Size', type: 'select', options })
    for (const n of [0, 1])
      ben.run({ kind: 'task.update', task: taskId(n), addAssignees: [person(3)], addBlockedBy: [taskId(4)] })
    ben.run({ kind: 'task.update', task: taskId(2), fields: { size: 'x' } })
    await clock.pass(500)
    ann.run(
      { kind: 'task.update', task: taskId(0), removeAssignees: [person(3)] },
      { kind: 'task.update', task: taskId(1), removeBlockedBy: [taskId(4)] },
      { kind: 'task.update', task: taskId(2), fields: { size: 'y' } },
      titled('First', 3),
    )
    await clock.pass(200)
    ben.run({ kind: 'member.remove', user: person(3) })
    ben.run({ kind: 'task.delete', task: taskId(4) })
    ben.run({ kind: 'field.update', field: 'size', options: [options[1]!] })
    await clock.pass(200)
    const { done, kept } = (await ann.sync.undo())!
    expect([done, kept.map(({ gone, by }) => [gone, by])]).toEqual([
      1,
      ['member', 'task', 'option'].map((gone) => [gone, person(2)]),
    ])
    await clock.pass(200)
    expect([ben.task(3)?.title, ann.refusals]).toEqual(['Task 3', []])
  })

  it('takes back an archiving for which the server had a time of its own', async () => {
    const { clock, clients } = await world()
    const [ann] = clients as [Client]
    ann.run({ kind: 'task.update', task: taskId(0), archived: true })
    await clock.pass(700)
    expect(await ann.sync.undo()).toMatchObject({ done: 1, kept: [] })
    expect(ann.task(0)?.archivedAt).toBeNull()
  })

  it('so many that they go in several calls are one gesture, with one undo and one redo', async () => {
    const { clock, clients, server } = await world({ tasks: 1_100 })
    const [ann] = clients as [Client]
    const all = Array.from({ length: 1_100 }, (_, n) => titled('Same', n))
    expect(ann.run(...all).parts).toBe(3)
    await clock.pass(1_000)
    const titles = () => new Set([...server.state.tasks.values()].map(({ title }) => title)).size
    expect([titles(), ann.pending]).toEqual([1, 0])
    expect(await ann.sync.undo()).toMatchObject({ done: 1_100, kept: [] })
    await clock.pass(1_000)
    expect([titles(), await ann.sync.undo()]).toEqual([1_100, null])
    expect(await ann.sync.redo()).toMatchObject({ done: 1_100, kept: [] })
    await clock.pass(1_000)
    expect([titles(), await ann.sync.redo()]).toEqual([1, null])
  })

  it('an undo that the server refuses says so, and stays the next to be undone', async () => {
    const { clock, clients, server } = await world()
    const [ann] = clients as [Client]
    ann.run(titled('First', 1))
    await clock.pass(200)
    ann.run(titled('Second'))
    await clock.pass(200)
    server.refuseNext = 404
    await ann.sync.undo()
    await clock.pass(200)
    expect(ann.refusals).toMatchObject([{ how: 'undo', problem: { status: 404 } }])
    expect([ann.task(0)?.title, await ann.sync.redo()]).toEqual(['Second', null])
    expect(await ann.sync.undo()).toMatchObject({ done: 1 })
    expect([ann.task(0)?.title, ann.task(1)?.title]).toEqual(['Task 0', 'First'])
  })

  it('an undo that can never be done is said, and the next one takes the next step', async () => {
    const { clock, clients, server } = await world()
    const [ann] = clients as [Client]
    ann.run(titled('First', 1))
    await clock.pass(200)
    ann.run(titled('Second'))
    await clock.pass(200)
    server.refuseNext = 422
    await ann.sync.undo()
    await clock.pass(200)
    await ann.sync.undo()
    expect([ann.task(0)?.title, ann.task(1)?.title]).toEqual(['Second', 'Task 1'])
  })

  it('what was made before a snapshot is not deleted: nobody knows who has used it since', async () => {
    const { clock, clients, server } = await world()
    const [ann] = clients as [Client]
    ann.run({ kind: 'label.create', label: newId(), name: 'Bug', color: '#cc272e' })
    await clock.pass(200)
    ann.sync.replica.epoch = 'before'
    ann.sync.resume()
    ann.sync['said']({ type: 'snapshot', snapshot: server.snapshot() })
    expect(await ann.sync.undo()).toMatchObject({ commands: [], kept: [{ why: 'changed', by: null }] })
  })

  it('who may not change it now keeps the step for when they may again', async () => {
    const { clock, clients } = await world()
    const [ann] = clients as [Client]
    ann.run(titled('First'))
    await clock.pass(200)
    ann.whyNot = 'You may only look.'
    expect(await ann.sync.undo()).toMatchObject({ whyNot: 'You may only look.' })
    expect(ann.task(0)?.title).toBe('First')
    ann.whyNot = null
    expect(await ann.sync.undo()).toMatchObject({ whyNot: null, done: 1 })
    expect(ann.task(0)?.title).toBe('Task 0')
  })

  it('a move goes back beside its old neighbour, where that has moved meanwhile too', async () => {
    const { clock, clients } = await world({ clients: 2 })
    const [ann, ben] = clients as [Client, Client]
    ann.run({ kind: 'task.move', task: taskId(2), status: statuses[1]! })
    await clock.pass(200)
    ben.run({ kind: 'task.move', task: taskId(1), status: statuses[0]!, before: taskId(0) })
    await clock.pass(200)
    await ann.sync.undo()
    await clock.pass(200)
    expect(ben.column()).toEqual(['Task 1', 'Task 2', 'Task 0', 'Task 3', 'Task 4'])
  })

  it('a refused gesture is not there to be undone', async () => {
    const { clock, clients } = await world()
    const [ann] = clients as [Client]
    ann.run({ kind: 'task.update', task: taskId(0), addLabels: [newId()] })
    await clock.pass(200)
    expect([ann.refusals.length, await ann.sync.undo()]).toEqual([1, null])
  })

  it('survives a reconnection; a deleted task comes back with its text', async () => {
    const { clock, clients, network } = await world()
    const [ann] = clients as [Client]
    ann.run({ kind: 'task.delete', task: taskId(0) })
    await clock.pass(200)
    network.break()
    await clock.pass(5_000)
    expect(await ann.sync.undo()).toMatchObject({ kept: [] })
    expect(ann.task(0)?.title).toBe('Task 0')
    await clock.pass(200)
    expect([ann.task(0)?.title, ann.pending]).toEqual(['Task 0', 0])
  })

  it('[C1] a recurring task that was completed comes again once, and undo takes all of it back', async () => {
    const { clock, server, clients } = await world({ clients: 2 })
    const [ann, ben] = clients as [Client, Client]
    const recurrence: Recurrence = { every: 1, unit: 'week', weekdays: null, monthDay: null, from: 'due' }
    const dueDate = '2026-11-26'
    ann.run({ kind: 'task.update', task: taskId(0), dueDate, recurrence })
    await clock.pass(200)
    ann.run({ kind: 'task.move', task: taskId(0), status: statuses[2]! })
    const guessed = [...ann.view.tasks.values()].find((task) => task.recurrence)
    expect(guessed).toMatchObject({ title: 'Task 0', dueDate: '2026-12-03', status: statuses[0] })
    await clock.pass(200)
    expect(ben.view.tasks.get(guessed!.id)).toMatchObject({ dueDate: '2026-12-03', recurrence })
    expect([ben.view.tasks.size, ben.task(0)?.recurrence]).toEqual([6, null])
    expect(await ann.sync.undo()).toMatchObject({ kept: [] })
    await clock.pass(200)
    expect([ben.view.tasks.size, ben.task(0)?.status]).toEqual([5, statuses[0]])
    expect(ben.task(0)).toMatchObject({ recurrence, completedAt: null })
    expect(await ann.sync.redo()).toMatchObject({ kept: [] })
    await clock.pass(200)
    expect([ben.view.tasks.size, ben.task(0)?.recurrence]).toEqual([6, null])
    expect(ben.view.tasks.get(guessed!.id)?.dueDate).toBe('2026-12-03')
    expect(shared(ann.view)).toEqual(shared(server.state))
  })

  it('of custom fields it takes back those that nobody has changed since', async () => {
    const { clock, clients } = await world({ clients: 2 })
    const [ann, ben] = clients as [Client, Client]
    for (const field of ['a', 'b']) ann.run({ kind: 'field.create', field, name: field, type: 'number' })
    await clock.pass(200)
    ann.run({ kind: 'task.update', task: taskId(0), fields: { a: 1, b: 1 } })
    await clock.pass(200)
    ben.run({ kind: 'task.update', task: taskId(0), fields: { b: 2 } })
    await clock.pass(200)
    await ann.sync.undo()
    await clock.pass(200)
    expect(ben.task(0)?.fields).toEqual({ b: 2 })
  })

  it('several at once are one gesture, all or none', async () => {
    const { clock, clients, server } = await world()
    const [ann] = clients as [Client]
    const moves = [0, 1, 2].map((n): CommandBody => ({
      kind: 'task.move',
      task: taskId(n),
      status: statuses[2]!,
    }))
    ann.run(...moves)
    await clock.pass(200)
    expect([server.entries.length, ann.column(2)]).toEqual([1, ['Task 0', 'Task 1', 'Task 2']])
    await ann.sync.undo()
    await clock.pass(200)
    expect([server.entries.length, ann.column()]).toEqual([
      2,
      ['Task 0', 'Task 1', 'Task 2', 'Task 3', 'Task 4'],
    ])
    ann.run(...moves, { kind: 'task.delete', task: newId() })
    await clock.pass(200)
    expect([server.entries.length, ann.column(2), ann.refusals.length]).toEqual([2, [], 1])
  })
})

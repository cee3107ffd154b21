// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { CommandBody, Recurrence } from '@/api/types'
import { newId } from './id'
import { type Client, shared, statuses, taskId, world } from './testing/world'

const titled = (title: string, n = 0): CommandBody => ({ kind: 'task.update', task: taskId(n), title })

describe('undo', () => {
  it('takes gestures back one after the other, and redoes them', async () => {
    const { clock, clients, server } = await world()
    const [ann] = clients as [Client]
    ann.run(titled('First'))
    await clock.pass(200)
    ann.run({ kind: 'task.move', task: taskId(0), status: statuses[1]! })
    await clock.pass(200)
    expect(ann.sync.undo()).toBe(true)
    expect([ann.task(0)?.title, ann.column()[0]]).toEqual(['First', 'First'])
    await clock.pass(200)
    ann.sync.undo()
    expect(ann.task(0)?.title).toBe('Task 0')
    expect(ann.sync.undo()).toBe(false)
    ann.sync.redo()
    ann.sync.redo()
    expect(ann.sync.redo()).toBe(false)
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
    expect(gesture.undo()).toBe(true)
    expect([0, 1, 2].map((n) => ann.task(n)?.title)).toEqual(['Task 0', 'Task 1', 'Later'])
    expect(gesture.undo()).toBe(false)
    ann.sync.undo()
    expect(ann.task(2)?.title).toBe('Task 2')
  })

  it('after somebody else has changed the same field it leaves theirs, and takes back the rest', async () => {
    const { clock, clients } = await world({ clients: 2 })
    const [ann, ben] = clients as [Client, Client]
    ann.run({ kind: 'task.update', task: taskId(0), title: 'Ann', priority: 'high' })
    await clock.pass(200)
    ben.run(titled('Ben'))
    await clock.pass(200)
    ann.sync.undo()
    await clock.pass(200)
    expect(ben.task(0)).toMatchObject({ title: 'Ben', priority: 'none' })
  })

  it('passes over a gesture of which others have left nothing', async () => {
    const { clock, clients } = await world({ clients: 2 })
    const [ann, ben] = clients as [Client, Client]
    ann.run(titled('Earlier', 1))
    await clock.pass(200)
    ann.run(titled('Ann'))
    await clock.pass(200)
    ben.run(titled('Ben'))
    await clock.pass(200)
    expect(ann.sync.undo()).toBe(true)
    expect([ann.task(0)?.title, ann.task(1)?.title]).toEqual(['Ben', 'Task 1'])
  })

  it('a move goes back beside its old neighbour, where that has moved meanwhile too', async () => {
    const { clock, clients } = await world({ clients: 2 })
    const [ann, ben] = clients as [Client, Client]
    ann.run({ kind: 'task.move', task: taskId(2), status: statuses[1]! })
    await clock.pass(200)
    ben.run({ kind: 'task.move', task: taskId(1), status: statuses[0]!, before: taskId(0) })
    await clock.pass(200)
    ann.sync.undo()
    await clock.pass(200)
    expect(ben.column()).toEqual(['Task 1', 'Task 2', 'Task 0', 'Task 3', 'Task 4'])
  })

  it('a refused gesture is not there to be undone', async () => {
    const { clock, clients } = await world()
    const [ann] = clients as [Client]
    ann.run({ kind: 'task.update', task: taskId(0), addLabels: [newId()] })
    await clock.pass(200)
    expect([ann.refusals.length, ann.sync.undo()]).toEqual([1, false])
  })

  it('survives a reconnection; a deleted task comes back with its text', async () => {
    const { clock, clients, network } = await world()
    const [ann] = clients as [Client]
    ann.run({ kind: 'task.delete', task: taskId(0) })
    await clock.pass(200)
    network.break()
    await clock.pass(5_000)
    expect(ann.sync.undo()).toBe(true)
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
    expect(ann.sync.undo()).toBe(true)
    await clock.pass(200)
    expect([ben.view.tasks.size, ben.task(0)?.status]).toEqual([5, statuses[0]])
    expect(ben.task(0)).toMatchObject({ recurrence, completedAt: null })
    expect(ann.sync.redo()).toBe(true)
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
    ann.sync.undo()
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
    ann.sync.undo()
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

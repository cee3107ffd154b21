// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { CommandBody } from '@/api/types'
import { newId } from './id'
import { calm } from './testing/network'
import { type Client, person, shared, statuses, taskId, world } from './testing/world'

const titled = (title: string, n = 0): CommandBody => ({ kind: 'task.update', task: taskId(n), title })

describe('ProjectSync', () => {
  it('loads the board, goes live, and shows what others do', async () => {
    const { clock, clients } = await world({ clients: 2 })
    const [ann, ben] = clients as [Client, Client]
    expect([ann.sync.load, ann.sync.connection, ann.column().length]).toEqual(['ready', 'live', 5])
    ben.run(titled('From Ben'))
    expect(ben.task(0)?.title).toBe('From Ben')
    await clock.pass(200)
    expect(ann.task(0)?.title).toBe('From Ben')
    expect([ann.pending, ben.pending]).toEqual([0, 0])
  })

  it('tells who did it for the entries of others, and not for own ones', async () => {
    const { clock, clients } = await world({ clients: 2 })
    const [ann, ben] = clients as [Client, Client]
    const actors: string[] = []
    ann.onView = (foreign) => actors.push(...foreign.map(({ actor }) => actor))
    ann.run(titled('Mine', 1))
    await clock.pass(200)
    ben.run(titled('His', 2))
    await clock.pass(200)
    expect(actors).toEqual([person(2)])
  })

  it('answers a command with its seq once it has taken effect', async () => {
    const { clock, clients, server } = await world()
    const { done } = clients[0]!.run(titled('Mine'))
    await clock.pass(200)
    expect(await done).toEqual({ ok: true, seq: server.head })
  })

  it('[D5, C1] a refused command goes back by itself and says why', async () => {
    const { clock, clients } = await world()
    const [ann] = clients as [Client]
    const { done } = ann.run(titled('refuse me'))
    expect(ann.task(0)?.title).toBe('refuse me')
    await clock.pass(200)
    expect(ann.task(0)?.title).toBe('Task 0')
    expect(await done).toMatchObject({ ok: false, problem: { status: 422 } })
    expect(ann.refusals).toMatchObject([{ command: { title: 'refuse me' }, problem: { status: 422 } }])
  })

  it('[C4] edits made offline are shown, kept and sent when the network is back', async () => {
    const { clock, clients, server, network } = await world({ clients: 2 })
    const [ann, ben] = clients as [Client, Client]
    network.online = false
    network.break()
    await clock.pass(5_000)
    ann.run(titled('Offline'))
    ann.run({ kind: 'task.move', task: taskId(1), status: statuses[1]! })
    await clock.pass(120_000)
    expect([ann.task(0)?.title, ann.pending, ann.sync.connection]).toEqual(['Offline', 2, 'offline'])
    network.online = true
    ann.socket.retryNow()
    ann.sync.resume()
    ben.socket.retryNow()
    await clock.pass(2_000)
    expect([ann.pending, ann.sync.connection]).toEqual([0, 'live'])
    expect(shared(ben.view)).toEqual(shared(server.state))
    expect(ben.task(0)?.title).toBe('Offline')
  })

  it('[L2] an entry that was left out is noticed by the next one, and fetched', async () => {
    const { clock, clients, server, network } = await world()
    network.weather = { ...calm, skipped: 1 }
    server.append('ben', null, [{ type: 'task:updated', id: taskId(0), set: { title: 'Missed' } }])
    network.weather = calm
    await clock.pass(100)
    expect(clients[0]!.task(0)?.title).toBe('Task 0')
    server.append('ben', null, [{ type: 'task:updated', id: taskId(1), set: { title: 'Next' } }])
    await clock.pass(200)
    expect([clients[0]!.task(0)?.title, clients[0]!.task(1)?.title]).toEqual(['Missed', 'Next'])
  })

  it('[L6] an entry that was left out is noticed by the second heartbeat', async () => {
    const { clock, clients, server, network } = await world()
    network.weather = { ...calm, skipped: 1 }
    server.append('ben', null, [{ type: 'task:updated', id: taskId(0), set: { title: 'Missed' } }])
    network.weather = calm
    network.heartbeat()
    await clock.pass(100)
    expect(clients[0]!.task(0)?.title).toBe('Task 0')
    network.heartbeat()
    await clock.pass(200)
    expect(clients[0]!.task(0)?.title).toBe('Missed')
  })

  it('[J7] another epoch: a new snapshot, and what is pending stays', async () => {
    const { clock, clients, server, network } = await world()
    const [ann] = clients as [Client]
    network.online = false
    network.break()
    ann.run(titled('Mine'))
    server.epoch = 'e2'
    server.append('ben', null, [{ type: 'task:updated', id: taskId(1), set: { title: 'Repaired' } }])
    await clock.pass(5_000)
    network.online = true
    await clock.pass(60_000)
    expect([ann.task(0)?.title, ann.task(1)?.title, ann.pending]).toEqual(['Mine', 'Repaired', 0])
    expect(ann.sync.replica.epoch).toBe('e2')
    expect(shared(ann.view)).toEqual(shared(server.state))
  })

  it('what was missed arrives in one piece, and what comes after it at once', async () => {
    const { clock, clients, server, network } = await world()
    const pieces: number[] = []
    clients[0]!.onView = (foreign) => pieces.push(foreign.length)
    network.break()
    for (let n = 0; n < 20; n++) {
      server.append('ben', null, [{ type: 'task:updated', id: taskId(n % 5), set: { title: `Title ${n}` } }])
    }
    await clock.pass(5_000)
    server.append('ben', null, [{ type: 'task:updated', id: taskId(0), set: { title: 'Next' } }])
    await clock.pass(100)
    expect(pieces).toEqual([20, 1])
    expect(clients[0]!.task(0)?.title).toBe('Next')
  })

  it('far behind: a snapshot in place of all the entries', async () => {
    const { clock, clients, server, network } = await world()
    network.online = false
    network.break()
    for (let n = 0; n < 50; n++) {
      server.append('ben', null, [{ type: 'task:updated', id: taskId(0), set: { title: `Title ${n}` } }])
    }
    network.online = true
    await clock.pass(60_000)
    expect(clients[0]!.task(0)?.title).toBe('Title 49')
    expect(clients[0]!.sync.replica.seq).toBe(server.head)
  })

  it('[L3] access was taken away: our copy goes, what was not sent is set aside and not sent', async () => {
    const { clock, clients, server, network } = await world()
    const [ann] = clients as [Client]
    network.online = false
    ann.run(titled('Mine'))
    ann.run({ kind: 'task.move', task: taskId(1), status: statuses[2]! })
    await clock.pass(100)
    network.remove(ann.actor)
    await clock.pass(100)
    network.online = true
    await clock.pass(120_000)
    const { load, connection, presence, replica } = ann.sync
    expect([load, connection, presence, ann.pending]).toEqual(['gone', 'gone', [], 0])
    expect([replica.view.tasks.size, replica.confirmed.tasks.size, await ann.sync.undo()]).toEqual([
      0,
      0,
      null,
    ])
    expect(ann.aside).toMatchObject([
      { task: { key: 'WEB-1', title: 'Task 0' }, text: 'Mine', status: null },
      { task: { key: 'WEB-2', title: 'Task 1' }, text: '', status: 'done' },
    ])
    expect(server.head).toBe(1)
  })

  it('[L3] an answer says 404, as the snapshot does: the same', async () => {
    const { clock, clients, network } = await world({ clients: 2 })
    const [ann, ben] = clients as [Client, Client]
    network.break()
    for (const { actor } of clients) network.remove(actor)
    ann.run(titled('Mine'))
    await clock.pass(5_000)
    expect([ann.sync.load, ann.pending, ann.aside.map(({ text }) => text)]).toEqual(['gone', 0, ['Mine']])
    expect([ben.sync.load, ben.aside]).toEqual(['gone', []])
  })

  it('[L3] what was under way counts as its answer says, and is set aside where none comes', async () => {
    const { clock, clients, server, network } = await world()
    const [ann] = clients as [Client]
    const { done } = ann.run(titled('In time'))
    await clock.pass(25)
    network.remove(ann.actor)
    await clock.pass(1_000)
    expect([await done, ann.aside]).toEqual([{ ok: true, seq: server.head }, []])

    network.admit(ann.actor)
    ann.sync.revive()
    await clock.pass(1_000)
    network.weather = { ...calm, lostAnswer: 1 }
    ann.run(titled('Who knows', 1))
    await clock.pass(1)
    network.tell({ type: 'unsubscribed', code: 4403 })
    await clock.pass(1_000)
    expect(ann.aside).toMatchObject([{ text: 'Who knows' }])
  })

  it('[L3] what was asked for before does not bring the data back', async () => {
    const { clock, clients, server, network } = await world()
    const [ann] = clients as [Client]
    server.epoch = 'e2'
    network.break()
    network.weather = { ...calm, maxDelayMs: 2_000 }
    const description = ann.sync.description(taskId(0))
    for (let n = 0; n < 40 && ann.sync.load !== 'gone'; n++) {
      await clock.pass(100)
      if (n === 30) network.tell({ type: 'unsubscribed', code: 4403 })
    }
    await clock.pass(10_000)
    await description
    expect([ann.sync.load, ann.view.tasks.size]).toEqual(['gone', 0])
  })

  it('[L3] who may see the project again has it at once, and what was set aside stays so', async () => {
    const { clock, clients, server, network } = await world({ clients: 2 })
    const [ann, ben] = clients as [Client, Client]
    network.remove(ann.actor)
    ann.run(titled('Mine'))
    await clock.pass(500)
    ben.run(titled('Meanwhile', 1))
    await clock.pass(500)
    network.admit(ann.actor)
    ann.sync.revive()
    await clock.pass(500)
    expect([ann.sync.load, ann.sync.connection, ann.task(1)?.title]).toEqual(['ready', 'live', 'Meanwhile'])
    expect([ann.task(0)?.title, ann.aside.length]).toEqual(['Task 0', 1])
    ann.run(...ann.aside[0]!.commands)
    ben.run(titled('Live', 2))
    await clock.pass(500)
    expect([ben.task(0)?.title, ann.task(2)?.title]).toEqual(['Mine', 'Live'])
    expect(server.violations).toEqual([])
  })

  it('[L3] what stands in an open field when access ends is set aside too', async () => {
    const { clock, clients, network } = await world()
    const [ann] = clients as [Client]
    ann.writing = [{ kind: 'comment.create', task: taskId(3), comment: newId(), body: 'I was just' }]
    network.remove(ann.actor)
    await clock.pass(500)
    expect(ann.aside).toMatchObject([{ task: { title: 'Task 3' }, text: 'I was just' }])
  })

  it('[L7] a session that has ended keeps what is pending, and goes on after signing in', async () => {
    const { clock, clients, network } = await world()
    const [ann] = clients as [Client]
    network.break(4401)
    network.online = false
    ann.run(titled('Mine'))
    await clock.pass(60_000)
    expect([ann.sync.connection, ann.pending, ann.task(0)?.title]).toEqual(['signed-out', 1, 'Mine'])
    network.online = true
    ann.socket.resume()
    ann.sync.resume()
    await clock.pass(1_000)
    expect([ann.sync.connection, ann.pending, ann.task(0)?.title]).toEqual(['live', 0, 'Mine'])
  })

  it('descriptions come when they are asked for, and again after a snapshot that has none', async () => {
    const { clock, clients, server, network } = await world()
    const [ann] = clients as [Client]
    server.append('ben', null, [{ type: 'task:updated', id: taskId(1), set: { description: 'Told' } }])
    server.state.tasks.get(taskId(0))!.description = 'Text'
    await clock.pass(100)
    expect(ann.task(0)?.description).toBeUndefined()
    const both = Promise.all([ann.sync.description(taskId(0)), ann.sync.description(taskId(1))])
    await clock.pass(100)
    expect(await both).toEqual(['Text', 'Told'])
    network.break()
    server.append('ben', null, [{ type: 'task:updated', id: taskId(0), set: { description: 'Newer' } }])
    server.epoch = 'e2'
    await clock.pass(5_000)
    expect(ann.task(0)?.description).toBe('Newer')
  })
})

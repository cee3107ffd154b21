// @vitest-environment node
import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { learnToRecur } from '@/project/recur'
import { Device } from '../testing/device'
import { FakeClock, settled } from '../testing/fakeClock'
import { Network } from '../testing/network'
import { ReferenceServer } from '../testing/referenceServer'
import { boardOf, person, project, shared, statuses, taskId } from '../testing/world'

async function start(): Promise<{
  clock: FakeClock
  server: ReferenceServer
  network: Network
  device: Device
}> {
  await learnToRecur()
  const clock = new FakeClock()
  const server = new ReferenceServer(boardOf(3), clock.now, clock.random)
  const network = new Network(server, clock, project)
  return { clock, server, network, device: new Device(network, person(1)) }
}

/** So that what is to be written is. */
async function rest(clock: FakeClock, rounds = 20): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    await clock.pass(200)
    for (let turn = 0; turn < 10; turn++) await settled()
  }
}

describe('Local', () => {
  it('[C7] what a dead tab has left is sent by one that lives, once, with what that one did itself', async () => {
    const { clock, server, network, device } = await start()
    const [one, two] = [device.open(), device.open()]
    await rest(clock)
    network.online = false
    network.break()
    one.client.run({ kind: 'task.update', task: taskId(0), title: 'One' })
    two.client.run({ kind: 'task.update', task: taskId(1), title: 'Two' })
    two.client.run({ kind: 'task.move', task: taskId(2), status: statuses[1]!, after: null })
    await rest(clock)
    expect(await device.rows('waiting')).toHaveLength(3)
    two.crash()
    network.online = true
    await rest(clock, 400)
    expect(server.entries).toHaveLength(3)
    expect(server.violations).toEqual([])
    expect(shared(one.client.view)).toEqual(shared(server.state))
    expect(await device.rows('waiting')).toEqual([])
  })

  it('[C2] of two tabs one writes the copy, and the other goes on where that one ended', async () => {
    const { clock, server, device, network } = await start()
    const [one, two] = [device.open(), device.open()]
    await rest(clock)
    one.client.run({ kind: 'task.update', task: taskId(0), title: 'One' })
    await rest(clock)
    one.crash()
    await rest(clock)
    two.client.run({ kind: 'task.update', task: taskId(0), title: 'Two' })
    await rest(clock)
    two.crash()
    network.online = false
    const three = device.open()
    await rest(clock, 2)
    expect(three.client.task(0)!.title).toBe('Two')
    expect(three.client.sync.replica.seq).toBe(server.head)
  })

  it('a refusal of what an earlier visit has left is told, and those behind it go on', async () => {
    const { clock, network, device, server } = await start()
    const before = device.open()
    await rest(clock)
    network.online = false
    network.break()
    before.client.run({ kind: 'task.update', task: taskId(0), title: 'Late' })
    before.client.run({ kind: 'task.update', task: taskId(1), title: 'Fine' })
    await rest(clock)
    before.crash()
    server.append(person(2), null, [{ type: 'task:deleted', id: taskId(0) }])
    network.online = true
    const { client } = device.open()
    await rest(clock, 100)
    expect(client.refusals.map(({ problem }) => problem.status)).toEqual([410])
    expect(client.task(1)!.title).toBe('Fine')
    expect(await device.rows('waiting')).toEqual([])
  })

  it('[L3] access that ends leaves nothing, and the edits aside', async () => {
    const { clock, network, device } = await start()
    const { client } = device.open()
    await rest(clock)
    expect(await device.rows('boards')).toHaveLength(1)
    network.online = false
    client.run({ kind: 'task.update', task: taskId(0), title: 'Mine' })
    await rest(clock)
    network.online = true
    network.remove(person(1))
    await rest(clock, 100)
    expect(client.aside.map(({ text }) => text)).toEqual(['Mine'])
    for (const store of ['copies', 'boards', 'heard', 'waiting']) expect(await device.rows(store)).toEqual([])
  })

  it.each([
    ['another program', 'f2', person(1)],
    ['another person', 'f1', person(2)],
  ])('[C8] %s finds nothing', async (_who, form, actor) => {
    const { clock, network, device } = await start()
    const before = device.open()
    await rest(clock)
    before.crash()
    network.online = false
    const { client } = device.open(form, actor)
    await rest(clock, 2)
    expect(client.sync.load).toBe('loading')
    network.online = true
    await rest(clock, 200)
    expect(await device.rows('copies')).toMatchObject([{ form, person: actor }])
  })
})

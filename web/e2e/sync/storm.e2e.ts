import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { startServer, type Server } from '../server'
import { type Account, Client, register, snapshot } from './client'
import { type Line, openLine } from './line'

// The client's engine and the real binary, without a browser in between: whatever the line and the server do, in the
// end both clients and the server say the same, and every wish has got its answer.
test.describe('[C1, C3, C4, L1, L7] two clients converge', () => {
  let server: Server
  let line: Line
  let account: Account
  let clients: Client[]

  test.beforeEach(async () => {
    server = await startServer(['--rate-limit', 'off', '--registration', 'open'])
    account = await register(server)
    line = await openLine(server.url)
    clients = [new Client(account, line), new Client(account, line)]
    await expect.poll(() => clients.map(({ sync }) => sync.connection)).toEqual(['live', 'live'])
  })

  test.afterEach(async () => {
    for (const { sync } of clients) sync.stop()
    line.close()
    await server.dispose()
  })

  async function storm(rounds: number, trouble: (round: number) => unknown = () => {}): Promise<void> {
    for (let round = 0; round < rounds; round++) {
      await trouble(round)
      for (const client of clients) client.doAnything()
      await pause(15)
    }
  }

  async function expectAgreement(): Promise<void> {
    await expect
      .poll(() => clients.map(({ sync }) => sync.replica.pending.size), { timeout: 35_000 })
      .toEqual([0, 0])
    const { seq, tasks } = await snapshot(server, account)
    await expect.poll(() => clients.map(({ sync }) => sync.replica.seq)).toEqual([seq, seq])
    const theirs = tasks.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    for (const client of clients) {
      expect(client.answered).toBe(client.wished)
      expect(client.tasks.map((task) => ({ ...task, description: undefined }))).toEqual(theirs)
    }
    expect(theirs.length).toBeGreaterThan(5)
  }

  test('over a line that breaks and loses answers', async () => {
    line.lossy = 0.03
    await storm(80, (round) => round % 9 === 5 && line.cut())
    line.lossy = 0
    await expectAgreement()
  })

  test('with a server that crashes and one that stops as planned', async () => {
    await storm(60, async (round) => {
      if (round % 20 !== 10) return
      await server.stop(round === 30 ? 'SIGTERM' : 'SIGKILL')
      await server.start()
    })
    await expectAgreement()
  })

  test('after hundreds of edits without a connection', async () => {
    await storm(10)
    line.up = false
    line.cut()
    await storm(150)
    expect(clients[0]!.sync.replica.pending.size).toBeGreaterThan(100)
    line.up = true
    for (const client of clients) client.online()
    await expectAgreement()
  })
})

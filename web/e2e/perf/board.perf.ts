import { randomBytes } from 'node:crypto'
import type { CDPSession, Page } from '@playwright/test'
import { expect, test, type Board, type Person } from '../test'
import { installProbe, quantile } from './probe'

const taskCount = 10_000
const batch = 500
const rounds = 3

/** Name, value, budget of interface.md at CPU ×1 and ×4 (null: none). */
type Line = [name: string, value: number, atOne: number | null, atFour: number | null]

test('a board of 10,000 tasks', async ({ people, board, another }) => {
  test.setTimeout(600_000)
  const [ada] = await people(1)
  const made = await board(ada!)
  await fill(ada!, made)
  const { page } = ada!
  const client = await page.context().newCDPSession(page)
  await installProbe(page)
  const writer = await another(ada!)

  for (const rate of [1, 4]) {
    await client.send('Emulation.setCPUThrottlingRate', { rate })
    print(rate, await measure(page, client, made, writer))
  }
})

async function measure(page: Page, client: CDPSession, made: Board, writer: Person): Promise<Line[]> {
  await page.goto(made.path)
  await page.locator('article').first().waitFor()
  await page.reload()
  await page.locator('article').first().waitFor()
  await page.waitForTimeout(1500)
  const firstCard = await page.evaluate(() => window.probe.firstCard)

  for (let round = 0; round < rounds; round++) await dragAcross(page)
  await type(page)
  // The echoes of our own moves are no changes from elsewhere: they alter nothing on the screen.
  await page.evaluate(() => (window.probe.remote.length = 0))
  for (let change = 0; change < 10; change++) await changeElsewhere(page, writer)
  await client.send('HeapProfiler.collectGarbage')
  const { usedSize } = (await client.send('Runtime.getHeapUsage')) as { usedSize: number }
  const { moves, drops, keys, remote } = await page.evaluate(() => window.probe)
  expect(Math.min(moves.length, drops.length, keys.length, remote.length)).toBeGreaterThan(0)
  return [
    ['first card, warm, ms', firstCard, 500, null],
    ['drag input → paint p50, ms', quantile(moves, 0.5), null, null],
    ['drag input → paint p95, ms', quantile(moves, 0.95), 20, 50],
    ['drop → DOM p95, ms', quantile(drops, 0.95), 10, null],
    ['typing → paint p95, ms', quantile(keys, 0.95), 20, null],
    ['remote change → paint p95, ms', quantile(remote, 0.95), 34, null],
    ['heap, MB', usedSize / 1e6, 60, null],
  ]
}

/** Over all columns and back, along the cards of each, at about 60 moves a second. */
async function dragAcross(page: Page): Promise<void> {
  const from = (await page.locator('article').first().boundingBox())!
  await page.mouse.move(from.x + 30, from.y + 10)
  await page.mouse.down()
  for (let step = 0; step <= 90; step++) {
    const x = from.x + 30 + Math.abs(Math.sin(step / 28)) * 900
    const y = from.y + 10 + Math.abs(Math.sin(step / 7)) * 400
    await page.mouse.move(x, y)
    await page.waitForTimeout(16)
  }
  await page.mouse.up()
  await page.waitForTimeout(400)
}

async function type(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New task in To do' }).click()
  await page.keyboard.type('How long does a letter take to appear?', { delay: 30 })
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  await page.keyboard.press('Escape')
}

async function changeElsewhere(page: Page, writer: Person): Promise<void> {
  const seen = await page.evaluate(() => window.probe.remote.length)
  const card = page.locator('article').nth(2)
  const key = await card.locator('.key').textContent()
  await writer.call('PATCH', `/api/tasks/${key}`, { title: `Changed ${Date.now()}` })
  await page.waitForFunction((count) => window.probe.remote.length > count, seen)
  await page.waitForTimeout(900)
}

async function fill(person: Person, made: Board): Promise<void> {
  const words = 'rework the billing page so that invoices can be downloaded again after the switch'.split(' ')
  for (let from = 0; from < taskCount; from += batch) {
    const commands = Array.from({ length: batch }, (_, i) => {
      const n = from + i
      return {
        id: uuid(),
        kind: 'task.create',
        task: uuid(),
        title: `Task ${n} ${words.slice(n % 7, (n % 7) + 2 + (n % 9)).join(' ')}`,
        status: made.statuses[n % made.statuses.length]!.id,
        priority: ['none', 'low', 'medium', 'high', 'urgent'][n % 5],
        ...(n % 3 === 0 ? { dueDate: `2026-12-${String(1 + (n % 28)).padStart(2, '0')}` } : {}),
        assignees: n % 2 === 0 ? [person.id] : [],
      }
    })
    await person.call('POST', `/api/projects/${made.id}/commands`, { commands })
  }
}

function print(rate: number, lines: readonly Line[]): void {
  const rows = lines.map(([name, value, atOne, atFour]) => {
    const budget = rate === 1 ? atOne : atFour
    const verdict = budget === null ? '' : value <= budget ? 'within' : 'OVER'
    return `  ${name.padEnd(32)} ${value.toFixed(1).padStart(8)}  ${String(budget ?? '').padStart(5)}  ${verdict}`
  })
  process.stdout.write(`\nCPU ×${rate}, ${taskCount} tasks\n${rows.join('\n')}\n`)
}

/** UUIDv7: the server takes no other ids. */
function uuid(): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(Date.now(), 0, 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

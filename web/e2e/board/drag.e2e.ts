import type { CDPSession, Page } from '@playwright/test'
import { expect, test } from '../test'
import { before, card, column, drag, expectTitles } from './cards'

const tasks = { Backlog: ['Alpha', 'Beta', 'Gamma'], 'To do': ['Delta'] }

test('a drag by mouse ends where the gap was, and opens nothing', async ({ people, board }) => {
  const [ada] = await people(1)
  const { path } = await board(ada!, { tasks })
  const { page } = ada!
  await page.goto(path)
  await expectTitles(page, 'Backlog', tasks.Backlog)
  await drag(page, 'Gamma', await before(page, 'Alpha'))
  await expectTitles(page, 'Backlog', ['Gamma', 'Alpha', 'Beta'])
  await expect(page).toHaveURL(new RegExp(`${path}$`))
  await page.reload()
  await expectTitles(page, 'Backlog', ['Gamma', 'Alpha', 'Beta'])
})

test('Escape puts the card back', async ({ people, board }) => {
  const [ada] = await people(1)
  const { path } = await board(ada!, { tasks })
  const { page } = ada!
  await page.goto(path)
  const from = await before(page, 'Alpha')
  const to = await before(page, 'Delta')
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(to.x, to.y, { steps: 6 })
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await expectTitles(page, 'Backlog', tasks.Backlog)
  await expect(page.locator('.is-ghost')).toHaveCount(0)
})

test('a card dragged to the lower edge scrolls a long column, whose other cards come and go', async ({
  people,
  board,
}) => {
  const [ada] = await people(1)
  const many = Array.from({ length: 60 }, (_, i) => `Task ${String(i + 1).padStart(2, '0')}`)
  const { path } = await board(ada!, { tasks: { Backlog: many } })
  const { page } = ada!
  await page.goto(path)
  const from = await before(page, 'Task 01')
  const box = (await column(page, 'Backlog').boundingBox())!
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x, box.y + box.height - 12, { steps: 6 })
  await expect(card(page, 'Task 60')).toBeVisible({ timeout: 20_000 })
  await page.waitForTimeout(500)
  await page.mouse.up()
  await expect(page.getByRole('status').filter({ hasText: 'place 60 of 60' })).toHaveCount(1)
})

test('every drag has its keys, and each move is announced', async ({ people, board }) => {
  const [ada] = await people(1)
  const { path } = await board(ada!, { tasks })
  const { page } = ada!
  await page.goto(path)
  await expectTitles(page, 'Backlog', tasks.Backlog)
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')
  await page.keyboard.press('ArrowDown')
  await expect.poll(focused).toBe('Alpha')
  await page.keyboard.press('j')
  await expect.poll(focused).toBe('Beta')
  await page.keyboard.press('Alt+ArrowUp')
  await expectTitles(page, 'Backlog', ['Beta', 'Alpha', 'Gamma'])
  await page.keyboard.press('Alt+ArrowRight')
  await expectTitles(page, 'To do', ['Beta', 'Delta'])
  await expect.poll(focused).toBe('Beta')
  await expect(page.getByRole('status').filter({ hasText: 'moved to To do, place 1 of 2' })).toHaveCount(1)
  await page.keyboard.press('Control+z')
  await expectTitles(page, 'To do', ['Delta'])
  await page.keyboard.press('Control+Shift+z')
  await expectTitles(page, 'To do', ['Beta', 'Delta'])

  await page.keyboard.press('m')
  const dialog = page.getByRole('dialog', { name: /^Move / })
  await dialog.getByLabel('Status').selectOption('Done')
  await dialog.getByRole('button', { name: 'Move', exact: true }).click()
  await expectTitles(page, 'Done', ['Beta'])
})

test.describe('by finger @phone', () => {
  const touch = (client: CDPSession, type: string, x: number, y: number) =>
    client.send('Input.dispatchTouchEvent', {
      type: type as 'touchStart',
      touchPoints: type === 'touchEnd' ? [] : [{ x, y }],
    })

  async function hold(page: Page, title: string): Promise<{ client: CDPSession; x: number; y: number }> {
    const client = await page.context().newCDPSession(page)
    const box = (await card(page, title).boundingBox())!
    const at = { x: Math.round(box.x + 60), y: Math.round(box.y + 30) }
    await touch(client, 'touchStart', at.x, at.y)
    await page.waitForTimeout(320)
    return { client, ...at }
  }

  test('holding lifts a card, and holding it at the edge pages to the next status', async ({
    people,
    board,
  }) => {
    const [ada] = await people(1)
    const { path } = await board(ada!, { tasks })
    const { page } = ada!
    await page.goto(path)
    await expectTitles(page, 'Backlog', tasks.Backlog)
    const { client, x, y } = await hold(page, 'Beta')
    const edge = page.viewportSize()!.width - 12
    for (let step = 1; step <= 8; step++) await touch(client, 'touchMove', x + ((edge - x) * step) / 8, y)
    await expect(column(page, 'To do')).toBeInViewport({ ratio: 0.8 })
    await touch(client, 'touchMove', 180, 150)
    await page.waitForTimeout(100)
    await touch(client, 'touchEnd', 0, 0)
    await expectTitles(page, 'To do', ['Beta', 'Delta'])
    await expectTitles(page, 'Backlog', ['Alpha', 'Gamma'])
  })

  test('a swipe scrolls and lifts nothing', async ({ people, board }) => {
    const [ada] = await people(1)
    const { path } = await board(ada!, { tasks })
    const { page } = ada!
    await page.goto(path)
    await expectTitles(page, 'Backlog', tasks.Backlog)
    const client = await page.context().newCDPSession(page)
    await touch(client, 'touchStart', 300, 300)
    for (let step = 1; step <= 10; step++) await touch(client, 'touchMove', 300 - step * 25, 300)
    await touch(client, 'touchEnd', 0, 0)
    await expect(page.locator('.is-ghost')).toHaveCount(0)
    await expect(column(page, 'To do')).toBeInViewport({ ratio: 0.8 })
    await expectTitles(page, 'Backlog', tasks.Backlog)
  })
})

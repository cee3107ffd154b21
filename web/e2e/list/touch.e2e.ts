import type { CDPSession, Page } from '@playwright/test'
import { expect, test } from '../test'
import { bar, expectTitles, row } from './rows'

const tasks = { Backlog: ['Alpha', 'Beta', 'Gamma'], 'To do': ['Delta'] }

const touch = (client: CDPSession, type: string, x: number, y: number) =>
  client.send('Input.dispatchTouchEvent', {
    type: type as 'touchStart',
    touchPoints: type === 'touchEnd' ? [] : [{ x, y }],
  })

async function swipe(page: Page, title: string, by: number): Promise<void> {
  const client = await page.context().newCDPSession(page)
  const box = (await row(page, title).boundingBox())!
  const [x, y] = [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)]
  await touch(client, 'touchStart', x, y)
  for (let step = 1; step <= 8; step++) await touch(client, 'touchMove', x + (by * step) / 8, y)
  await touch(client, 'touchEnd', 0, 0)
}

async function hold(page: Page, title: string): Promise<{ client: CDPSession; x: number; y: number }> {
  const client = await page.context().newCDPSession(page)
  const box = (await row(page, title).boundingBox())!
  const at = { x: Math.round(box.x + 120), y: Math.round(box.y + 30) }
  await touch(client, 'touchStart', at.x, at.y)
  await page.waitForTimeout(320)
  return { client, ...at }
}

test.describe('by finger @phone', () => {
  test('a swipe to the right completes a task, and can be undone', async ({ people, board }) => {
    const [ada] = await people(1)
    const { path } = await board(ada!, { tasks })
    const { page } = ada!
    await page.goto(`${path}/list`)
    await expectTitles(page, 'Backlog', tasks.Backlog)
    await swipe(page, 'Beta', 160)
    await expectTitles(page, 'Done', ['Beta'])
    await page.getByRole('button', { name: 'Undo' }).click()
    await expectTitles(page, 'Backlog', tasks.Backlog)
  })

  test('a swipe to the left asks for a date, a short one for nothing', async ({ people, board }) => {
    const [ada] = await people(1)
    const { path } = await board(ada!, { tasks })
    const { page } = ada!
    await page.goto(`${path}/list`)
    await expectTitles(page, 'Backlog', tasks.Backlog)
    await swipe(page, 'Beta', -40)
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await swipe(page, 'Beta', -160)
    await page.getByRole('dialog').getByRole('button', { name: 'Tomorrow' }).click()
    await page.goto(`${path}/list?group=due`)
    await expectTitles(page, 'Tomorrow', ['Beta'])
  })

  test('a tap opens; holding lifts, and letting go in place asks what to do', async ({ people, board }) => {
    const [ada] = await people(1)
    const { path } = await board(ada!, { tasks })
    const { page } = ada!
    await page.goto(`${path}/list`)
    await expectTitles(page, 'Backlog', tasks.Backlog)
    const held = await hold(page, 'Beta')
    await touch(held.client, 'touchEnd', 0, 0)
    await page.getByRole('menuitem', { name: 'Select task' }).click()
    await expect(bar(page)).toContainText('One selected')
    await row(page, 'Alpha').tap()
    await expect(bar(page)).toContainText('2 selected')
    await bar(page).getByRole('button', { name: 'Clear selection' }).tap()

    const { client, x, y } = await hold(page, 'Gamma')
    for (let step = 1; step <= 8; step++) await touch(client, 'touchMove', x, y - (130 * step) / 8)
    await page.waitForTimeout(100)
    await touch(client, 'touchEnd', 0, 0)
    await expectTitles(page, 'Backlog', ['Gamma', 'Alpha', 'Beta'])

    await row(page, 'Gamma').tap()
    await expect(page).toHaveURL(/view=list$/)
  })

  test('a finger that pulls up scrolls and does nothing to a row', async ({ people, board }) => {
    const [ada] = await people(1)
    const many = Array.from({ length: 40 }, (_, n) => `Task ${n + 1}`)
    const { path } = await board(ada!, { tasks: { Backlog: many } })
    const { page } = ada!
    await page.goto(`${path}/list`)
    await row(page, 'Task 5').waitFor()
    const client = await page.context().newCDPSession(page)
    await touch(client, 'touchStart', 200, 600)
    for (let step = 1; step <= 10; step++) await touch(client, 'touchMove', 200, 600 - step * 40)
    await touch(client, 'touchEnd', 0, 0)
    await expect.poll(() => page.locator('.scroller').evaluate((one) => one.scrollTop)).toBeGreaterThan(200)
    await expect(page.locator('.is-ghost')).toHaveCount(0)
  })
})

import type { Page } from '@playwright/test'
import { drag, expectTitles, inside } from '../board/cards'
import { expect, test, type Board } from '../test'

const tasks = { 'To do': ['Alpha', 'Beta'] }

/** Opens a board and waits until it is kept. */
async function keep(page: Page, made: Board): Promise<void> {
  await page.goto(made.path)
  await expect(page.getByRole('article')).toHaveCount(made.tasks.length)
  await expect.poll(() => kept(page, 'boards')).toBe(1)
}

/** How many rows a store of this browser has; null: there is no such database. */
function kept(page: Page, store: string): Promise<number | null> {
  return page.evaluate(async (name) => {
    const all = await indexedDB.databases()
    if (!all.some((one) => one.name === 'tandem')) return null
    const opening = indexedDB.open('tandem', 1)
    await new Promise((resolve) => opening.addEventListener('success', resolve))
    const request = opening.result.transaction(name).objectStore(name).count()
    await new Promise((resolve) => request.addEventListener('success', resolve))
    opening.result.close()
    return request.result
  }, store)
}

/** The page and its code are there, and the server says nothing. */
async function cut(page: Page): Promise<void> {
  await page.route('**/api/**', (route) => route.abort())
  await page.routeWebSocket('**/ws', (socket) => socket.close({ code: 1001, reason: 'spread=0' }))
}

async function moveAlpha(page: Page): Promise<void> {
  await drag(page, 'Alpha', await inside(page, 'In review'))
  await expectTitles(page, 'In review', ['Alpha'])
  await expect.poll(() => kept(page, 'waiting')).toBe(1)
}

test('[C2] a reload shows the board, and what was changed without a connection, until both screens have it', async ({
  people,
  board,
  join,
}) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await join(ada!, ben!, made.team)
  await keep(ada!.page, made)
  await ben!.page.goto(made.path)
  const { page } = ada!

  await cut(page)
  await page.reload()
  await expectTitles(page, 'To do', ['Alpha', 'Beta'])
  await moveAlpha(page)
  await page.reload()
  await expectTitles(page, 'In review', ['Alpha'])
  await expectTitles(ben!.page, 'To do', ['Alpha', 'Beta'])

  await page.unrouteAll()
  const again = await ada!.context.newPage()
  await page.close()
  await again.goto('/inbox')
  await expectTitles(ben!.page, 'In review', ['Alpha'])
  await expect.poll(() => kept(again, 'waiting')).toBe(0)
})

test('[C8] signing out leaves nothing of a board', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const { page } = ada!
  await keep(page, made)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('sign out')
  await page
    .getByRole('option', { name: /sign out/i })
    .first()
    .click()
  await page.waitForURL('**/sign-in**')
  await expect.poll(() => kept(page, 'boards')).toBeNull()
})

test('[L3] whose access ended while the page was closed finds no board, and their edits set aside', async ({
  people,
  board,
  join,
}) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await join(ada!, ben!, made.team)
  const { page } = ben!
  await keep(page, made)
  await cut(page)
  await page.reload()
  await expectTitles(page, 'To do', ['Alpha', 'Beta'])
  await moveAlpha(page)
  await ada!.call('DELETE', `/api/teams/${made.team}/members/${ben!.id}`)
  const again = await ben!.context.newPage()
  await page.close()
  await again.goto('/inbox')
  await expect.poll(() => kept(again, 'boards'), { timeout: 20_000 }).toBe(0)
  expect(await kept(again, 'waiting')).toBe(0)
  await again.goto(made.path)
  await expect(again.getByText('Alpha').first()).toBeVisible()
})

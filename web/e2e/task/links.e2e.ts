import type { Page } from '@playwright/test'
import { card } from '../board/cards'
import { expect, test } from '../test'

const tasks = { 'To do': ['Open the bakery', 'Paint the sign', 'Write the menu'] }

async function fromPalette(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
}

test('a task is blocked by another, by keys alone; its card says so until that one is done', async ({
  people,
  board,
  join,
}) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await join(ada!, ben!, made.team)
  const { page } = ada!
  await ben!.page.goto(`/t/${made.tasks[1]!.key}`)
  await page.goto(made.path)
  await card(page, 'Open the bakery').getByRole('link').focus()
  await fromPalette(page, 'blocked by')
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('paint')
  await page.keyboard.press('Enter')
  await expect(card(page, 'Open the bakery')).toContainText('Blocked by an open task')
  const links = ben!.page.getByRole('region', { name: 'Links' })
  await expect(links.getByRole('heading', { name: 'Blocks' })).toBeVisible()
  await expect(links.getByRole('link')).toContainText('Open the bakery')
  const done = made.statuses.find(({ name }) => name === 'Done')!.id
  await ada!.call('POST', `/api/tasks/${made.tasks[1]!.id}/move`, { status: done })
  await expect(card(page, 'Open the bakery')).not.toContainText('Blocked')
})

test('a ring is refused in words, and the link goes back by itself', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const [open, sign] = made.tasks
  await ada!.call('PATCH', `/api/tasks/${open!.id}`, { blockedBy: [sign!.id] })
  const { page } = ada!
  await page.goto(`/t/${sign!.key}`)
  await page.getByRole('button', { name: 'Link to another task…' }).click()
  await page.getByRole('menuitem', { name: 'Blocked by…' }).click()
  await page.keyboard.type(open!.key)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Notices' }).getByText(/ring|wait|block/i)).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Blocked by' })).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'Blocks' })).toBeVisible()
})

test('a duplicate in another project is found, linked, cancelled and taken back', async ({
  people,
  board,
}) => {
  const [ada] = await people(1)
  const other = await board(ada!, { name: 'Other', tasks: { 'To do': ['Zebra crossing'] } })
  const made = await board(ada!, { tasks })
  await ada!.call('POST', `/api/projects/${made.id}/statuses`, { name: 'Dropped', category: 'cancelled' })
  const { page } = ada!
  await page.goto(`/t/${made.tasks[0]!.key}`)
  await page.getByRole('button', { name: 'Link to another task…' }).click()
  await page.getByRole('menuitem', { name: 'Duplicate of…' }).click()
  await page.keyboard.type('zebra')
  await page.getByRole('option', { name: 'Zebra crossing' }).click()
  const links = page.getByRole('region', { name: 'Links' })
  await expect(links.getByRole('heading', { name: 'Duplicate of' })).toBeVisible()
  await expect(links.getByRole('link', { name: 'Zebra crossing' })).toContainText('Other')
  await page.getByRole('button', { name: `Cancel ${made.tasks[0]!.key}` }).click()
  await expect(page.getByRole('button', { name: 'Status: Dropped' })).toBeVisible()
  await links.getByRole('link', { name: 'Zebra crossing' }).click()
  await expect(page).toHaveURL(new RegExp(`/t/${other.tasks[0]!.key}`))
  const back = page.getByRole('region', { name: 'Links' })
  await expect(back.getByRole('heading', { name: 'Duplicated by' })).toBeVisible()
  await back.getByRole('button', { name: /^Remove the link/ }).click()
  await expect(back.getByRole('heading', { name: 'Duplicated by' })).toHaveCount(0)
})

import type { Page } from '@playwright/test'
import { expect, test } from './test'

const statuses = (page: Page): Promise<string[]> =>
  page
    .getByRole('textbox', { name: /^Name of/ })
    .evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value))

test('statuses are added, named and put in order by pointer and by keys, and stay so', async ({
  people,
  board,
}) => {
  const [ada] = await people(1)
  const { path } = await board(ada!)
  const { page } = ada!
  await page.goto(`${path}/settings`)
  await page.getByRole('button', { name: 'Add status' }).click()
  await page.keyboard.type('Waiting')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Name of Waiting' })).toBeVisible()

  const handles = page.getByRole('button', { name: /^Drag to reorder/ })
  const from = (await handles.nth(5).boundingBox())!
  const to = (await handles.nth(2).boundingBox())!
  await page.mouse.move(from.x + 8, from.y + 8)
  await page.mouse.down()
  await page.mouse.move(to.x + 8, to.y + 8, { steps: 5 })
  await page.mouse.up()
  const dragged = ['Backlog', 'To do', 'Waiting', 'In progress', 'In review', 'Done']
  await expect.poll(() => statuses(page)).toEqual(dragged)

  await page.getByRole('textbox', { name: 'Name of Done' }).press('Alt+ArrowUp')
  const moved = ['Backlog', 'To do', 'Waiting', 'In progress', 'Done', 'In review']
  await expect.poll(() => statuses(page)).toEqual(moved)
  await page.goto(path)
  await expect(page.getByText('Waiting', { exact: true }).first()).toBeVisible()
  await page.goto(`${path}/settings`)
  await expect.poll(() => statuses(page)).toEqual(moved)
})

test('a status that holds tasks is deleted with a place for them, and comes back by Undo', async ({
  people,
  board,
}) => {
  const [ada] = await people(1)
  const { path } = await board(ada!, { tasks: { 'To do': ['Write the menu', 'Order the flour'] } })
  const { page } = ada!
  await page.goto(`${path}/settings`)
  await page.getByRole('button', { name: 'More for To do' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(page.getByText('It holds 2 tasks.')).toBeVisible()
  await page.getByLabel('Move to').selectOption('Done')
  await page.getByRole('button', { name: 'Delete status' }).click()
  await expect.poll(() => statuses(page)).toEqual(['Backlog', 'In progress', 'In review', 'Done'])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => statuses(page)).toEqual(['Backlog', 'To do', 'In progress', 'In review', 'Done'])
})

test('a token is shown once, and is gone when it is deleted', async ({ people }) => {
  const [ada] = await people(1)
  const { page } = ada!
  await page.goto('/me')
  await page.getByRole('button', { name: 'Create token' }).click()
  await page.getByLabel('What is it for?').fill('Release script')
  await page.getByRole('dialog').getByRole('button', { name: 'Create token' }).click()
  const secret = await page.getByRole('dialog').locator('code').innerText()
  expect(secret).toMatch(/^tdm_/)
  await page.getByRole('button', { name: 'Done' }).click()
  await page.reload()
  await expect(page.getByText('Release script')).toBeVisible()
  await expect(page.getByText(secret)).toBeHidden()
  await page.getByRole('button', { name: 'Delete Release script' }).click()
  await page.getByRole('button', { name: 'Delete token' }).click()
  await expect(page.getByText('No tokens yet')).toBeVisible()
})

test('letters are shortcuts until they are switched off', async ({ people }) => {
  const [ada] = await people(1)
  const { page } = ada!
  await page.goto('/me')
  await page.getByRole('heading', { name: 'Profile' }).click()
  await page.keyboard.press('?')
  const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(keys).toBeVisible()
  await keys.getByRole('switch').click()
  await page.keyboard.press('Escape')
  await expect(keys).toBeHidden()
  await page.keyboard.press('?')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: 'Type a command' })).toBeVisible()
  await expect(keys).toBeHidden()
})

import { fileURLToPath } from 'node:url'
import { expect, test } from './test'

const file = (name: string) =>
  fileURLToPath(new URL(`../../internal/trello/testdata/${name}.json`, import.meta.url))

test('a board from Trello: what would come, then the board itself, and never twice', async ({
  people,
  board,
  accessible,
}) => {
  const [ada] = await people(1)
  const { page } = ada!
  await board(ada!)
  await page.goto('/')
  await page.getByRole('button', { name: 'Import from Trello' }).click()
  const dialog = page.getByRole('dialog')

  await dialog.locator('input[type=file]').setInputFiles(file('account'))
  await expect(dialog.getByRole('alert')).toContainText('whole Trello account')

  await dialog.locator('input[type=file]').setInputFiles(file('typical'))
  await expect(dialog.getByText('This will be created')).toBeVisible()
  await dialog.getByText('People not found here').click()
  await expect(dialog.getByText('Jun Abernathy')).toBeVisible()
  await accessible(page)
  const before = await ada!.call<{ projects: unknown[] }>('GET', '/api/me')
  expect(before.projects).toHaveLength(1)

  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog.getByText('This was created')).toBeVisible()
  await dialog.getByRole('button', { name: 'Open the board' }).click()
  await expect(page).toHaveURL(/\/p\/SPR$/)
  await expect(page.getByText('Find someone for the stage')).toBeVisible()
  await expect(page.getByText('Choose a date')).toHaveCount(0) // archived

  await page.goto('/')
  await page.getByRole('button', { name: 'Import from Trello' }).click()
  await dialog.locator('input[type=file]').setInputFiles(file('typical'))
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog.getByText('nothing was brought twice')).toBeVisible()
  const after = await ada!.call<{ projects: unknown[] }>('GET', '/api/me')
  expect(after.projects).toHaveLength(2)
})

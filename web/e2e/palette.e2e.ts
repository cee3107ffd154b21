import { expect, test } from './test'

const tasks = { 'To do': ['Ship the invoice', 'Write the café menu'] }

test('the palette finds tasks of the open board, others by the server, and forgives mistakes; by keys alone', async ({
  people,
  board,
  accessible,
}) => {
  const [ada] = await people(1)
  const { page } = ada!
  const { path, tasks: made } = await board(ada!, { tasks })
  const other = await board(ada!, { name: 'Kitchen', tasks: { 'To do': ['Sharpen the knives'] } })
  await page.goto(path)
  await expect(page.locator('[data-card]')).toHaveCount(2)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('invocie')
  await expect(page.getByRole('option', { name: /Ship the invoice/ })).toBeVisible()
  await accessible(page)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`/t/${made[0]!.key}`)

  await page.keyboard.press('Control+k')
  await page.keyboard.type('sharp')
  await expect(page.getByRole('option', { name: /Sharpen the knives/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`/t/${other.tasks[0]!.key}`)
})

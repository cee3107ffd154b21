import { expect, test } from '../test'
import { expectTitles, row } from './rows'

const tasks = { Backlog: ['Alpha', 'Beta', 'Gamma'] }

for (const where of ['', ' @phone']) {
  test(`several columns are chosen under Display to sort by, and turned around${where}`, async ({
    people,
    board,
    accessible,
  }) => {
    const [ada] = await people(1)
    const { path, tasks: made } = await board(ada!, { tasks })
    for (const { id } of made.slice(1)) await ada!.call('PATCH', `/api/tasks/${id}`, { priority: 'high' })
    const { page } = ada!
    await page.goto(`${path}/list`)
    await expectTitles(page, 'Backlog', tasks.Backlog)
    await page.getByRole('button', { name: 'Display' }).click()
    await page.getByRole('combobox', { name: 'Sort by' }).selectOption('Priority')
    await page.getByRole('combobox', { name: 'Then by' }).selectOption('Title')
    await page.getByRole('button', { name: 'Ascending: turn around' }).nth(1).click()
    await expect(page).toHaveURL(`${path}/list?sort=priority,-title`)
    await accessible(page)
    await page.keyboard.press('Escape')
    await expectTitles(page, 'Backlog', ['Gamma', 'Beta', 'Alpha'])

    await page.getByRole('button', { name: 'Display' }).click()
    await page.getByRole('combobox', { name: 'Sort by' }).selectOption('Order of the board')
    await expect(page).toHaveURL(`${path}/list?sort=-title`)
    await page.getByRole('combobox', { name: 'Sort by' }).selectOption('Order of the board')
    await expect(page).toHaveURL(`${path}/list`)
  })
}

test('on a phone rows show the custom fields that one wants to see @phone', async ({ people, board }) => {
  const [ada] = await people(1)
  const { id, path, tasks: made } = await board(ada!, { tasks })
  const { field } = await ada!.call<{ field: { id: string } }>('POST', `/api/projects/${id}/fields`, {
    name: 'Cost',
    type: 'number',
  })
  await ada!.call('PATCH', `/api/tasks/${made[0]!.id}`, { fields: { [field.id]: 12 } })
  const { page } = ada!
  await page.goto(`${path}/list`)
  await expectTitles(page, 'Backlog', tasks.Backlog)
  await expect(row(page, 'Alpha')).not.toContainText('12')
  await page.getByRole('button', { name: 'Display' }).tap()
  await page.getByRole('switch', { name: 'Cost' }).tap()
  await page.keyboard.press('Escape')
  await expect(row(page, 'Alpha')).toContainText('Cost:12')
})

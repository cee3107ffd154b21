import { expect, test } from '../test'
import { bar, expectTitles, row } from './rows'

const tasks = { Backlog: ['Alpha', 'Beta', 'Gamma', 'Delta'] }

test('several tasks are moved as one: the dialog says how many, and offers places beside others', async ({
  people,
  board,
}) => {
  const [ada] = await people(1)
  const { path } = await board(ada!, { tasks })
  const { page } = ada!
  await page.goto(`${path}/list`)
  await expectTitles(page, 'Backlog', tasks.Backlog)
  for (const title of ['Alpha', 'Gamma'])
    await row(page, title).click({ modifiers: ['ControlOrMeta'], position: { x: 300, y: 18 } })
  await page.keyboard.press('m')
  const dialog = page.getByRole('dialog', { name: 'Move 2 tasks' })
  const place = dialog.getByRole('combobox', { name: 'Place' })
  await expect(place.getByRole('option')).toContainText(['At the top', 'At the bottom', /Delta/])
  await expect(place.getByRole('option', { name: /Alpha|Gamma/ })).toHaveCount(0)
  await place.selectOption({ label: 'At the bottom' })
  await dialog.getByRole('button', { name: 'Move', exact: true }).click()
  await expectTitles(page, 'Backlog', ['Beta', 'Delta', 'Alpha', 'Gamma'])
  await page.keyboard.press('Control+z')
  await expectTitles(page, 'Backlog', tasks.Backlog)
})

test('the palette sets the start of all that is selected', async ({ people, board }) => {
  const [ada] = await people(1)
  const { path, tasks: made } = await board(ada!, { tasks })
  const { page } = ada!
  await page.goto(`${path}/list`)
  await expectTitles(page, 'Backlog', tasks.Backlog)
  await row(page, 'Alpha').focus()
  await page.keyboard.press('Control+a')
  await expect(bar(page)).toContainText('4 selected')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('start 4')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'Today' }).click()
  const starts = async () => {
    const of = async ({ id }: { id: string }) =>
      (await ada!.call<{ task: { startDate: string | null } }>('GET', `/api/tasks/${id}`)).task.startDate
    return (await Promise.all(made.map(of))).filter(Boolean).length
  }
  await expect.poll(starts).toBe(4)
})

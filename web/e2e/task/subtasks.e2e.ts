import { card, expectTitles } from '../board/cards'
import { expect, test } from '../test'

const tasks = { 'To do': ['Open the bakery', 'Other'] }

test('subtasks are added with Enter and ticked; panel, card and the other person see how far it is', async ({
  people,
  board,
  join,
}) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await join(ada!, ben!, made.team)
  const { page } = ada!
  await ben!.page.goto(made.path)
  await page.goto(`/t/${made.tasks[0]!.key}`)
  await page.getByRole('textbox', { name: 'Title of the new subtask' }).focus()
  for (const title of ['Buy an oven', 'Rent the shop', 'Hire somebody']) {
    await page.keyboard.type(title)
    await page.keyboard.press('Enter')
  }
  const section = page.getByRole('region', { name: 'Subtasks' })
  await expect(section).toContainText('0 of 3')
  await section.getByRole('checkbox', { name: 'Done: Rent the shop' }).focus()
  await page.keyboard.press('Space')
  await expect(section).toContainText('1 of 3')
  await expect(section.getByRole('checkbox', { name: 'Done: Rent the shop' })).toBeChecked()
  await expectTitles(page, 'Done', ['Rent the shop'])
  await expect(card(ben!.page, 'Open the bakery')).toContainText('1/3')
  await section.getByRole('checkbox', { name: 'Done: Rent the shop' }).click()
  await expect(section).toContainText('0 of 3')
  await expectTitles(ben!.page, 'Done', [])
})

test('the palette leads to where a subtask is written, from the card at hand', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const { page } = ada!
  await page.goto(made.path)
  await card(page, 'Open the bakery').getByRole('link').focus()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('add a subtask')
  await page.getByRole('option', { name: /Add a subtask/ }).click()
  await expect(page.getByRole('textbox', { name: 'Title of the new subtask' })).toBeFocused()
  await page.keyboard.type('Buy an oven')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Subtasks' })).toContainText('0 of 1')
})

test('a checklist becomes subtasks, and one undo brings it back', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const key = made.tasks[0]!.key
  const description = 'Before we open\n\n- [ ] Buy an oven\n- [x] Rent the shop'
  await ada!.call('PATCH', `/api/tasks/${key}`, { description })
  const { page } = ada!
  const text = async () =>
    (await ada!.call<{ task: { description: string } }>('GET', `/api/tasks/${key}`)).task.description
  await page.goto(`/t/${key}`)
  await expect(page.locator('.markdown')).toContainText('Buy an oven')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('turn checklist')
  await page.keyboard.press('Enter')
  await expectTitles(page, 'Done', ['Rent the shop'])
  await expect(page.getByRole('region', { name: 'Subtasks' })).toContainText('1 of 2')
  await expect.poll(text).toBe('Before we open')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expectTitles(page, 'Done', [])
  await expect.poll(text).toBe(description)
})

test('where there is no checklist, that is said', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  await ada!.page.goto(`/t/${made.tasks[0]!.key}`)
  await ada!.page.getByRole('button', { name: 'More actions' }).click()
  await ada!.page.getByRole('menuitem', { name: 'Turn checklist into subtasks' }).click()
  await expect(ada!.page.getByText('The description holds no checklist')).toBeVisible()
})

test('the cards of subtasks can be hidden, on this device, and moves still go where they are seen to', async ({
  people,
  board,
}) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks: { 'To do': ['Parent', 'Child', 'Other', 'Last'] } })
  const [parent, child] = made.tasks
  await ada!.call('PATCH', `/api/tasks/${child!.id}`, { parent: parent!.id })
  const { page } = ada!
  await page.goto(made.path)
  await expectTitles(page, 'To do', ['Parent', 'Child', 'Other', 'Last'])
  await page.getByRole('button', { name: 'Display' }).click()
  await page.getByRole('menuitem', { name: 'Subtasks as cards' }).click()
  await expectTitles(page, 'To do', ['Parent', 'Other', 'Last'])
  await card(page, 'Other').getByRole('link').focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expectTitles(page, 'To do', ['Other', 'Parent', 'Last'])
  await page.reload()
  await expectTitles(page, 'To do', ['Other', 'Parent', 'Last'])
  await ada!.call('PATCH', `/api/tasks/${child!.id}`, { parent: null })
  await expectTitles(page, 'To do', ['Other', 'Parent', 'Child', 'Last'])
})

import { card } from '../board/cards'
import { expect, test, type Person } from '../test'

const tasks = { 'To do': ['Open the bakery'] }
const red = { id: '01930000-0000-7000-8000-00000000f001', name: 'Red', color: '#e5484d' }
const blue = { id: '01930000-0000-7000-8000-00000000f002', name: 'Blue', color: '#3e8ed0' }

async function addField(person: Person, project: string, field: object): Promise<void> {
  await person.call('POST', `/api/projects/${project}/fields`, field)
}

test('an admin makes a choice, names it and its choices, and deletes it after a warning', async ({
  people,
  board,
  accessible,
}) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const { page } = ada!
  await page.goto(`${made.path}/settings`)
  await page.getByRole('button', { name: 'Add field' }).click()
  await page.getByRole('menuitem', { name: 'Choice' }).click()
  await expect(page.getByRole('textbox', { name: 'Name of New field' })).toBeFocused()
  await page.keyboard.type('Version')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Add choice' }).click()
  await page.keyboard.type('Spring')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Delete the choice New choice' }).click()
  await expect(page.getByRole('textbox', { name: 'Choice Spring' })).toBeVisible()
  await accessible(page)
  await page.goto(`/t/${made.tasks[0]!.key}`)
  await page.getByRole('button', { name: 'Version: Empty' }).click()
  await page.getByRole('option', { name: 'Spring' }).click()
  await expect(page.getByRole('button', { name: 'Version: Spring' })).toBeVisible()
  await page.goto(`${made.path}/settings`)
  await page.getByRole('button', { name: 'More for Version' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(page.getByRole('dialog')).toContainText('One task loses its value.')
  await page.getByRole('button', { name: 'Delete field' }).click()
  await expect(page.getByText('No custom fields yet')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('textbox', { name: 'Name of Version' })).toBeVisible()
  await page.goto(`/t/${made.tasks[0]!.key}`)
  await expect(page.getByRole('button', { name: 'Version: Spring' })).toBeVisible()
})

test('every kind of field is set in the panel and seen by the other person', async ({
  people,
  board,
  join,
}) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await join(ada!, ben!, made.team)
  for (const type of ['text', 'number', 'date', 'checkbox', 'person'])
    await addField(ada!, made.id, { name: `A ${type}`, type })
  await addField(ada!, made.id, { name: 'A select', type: 'select', options: [red, blue] })
  const { page } = ada!
  const of = (person: Person, name: string) => person.page.getByRole('button', { name, exact: true })
  await ben!.page.goto(`/t/${made.tasks[0]!.key}`)
  await page.goto(`/t/${made.tasks[0]!.key}`)
  await of(ada!, 'A text: Empty').click()
  await page.keyboard.type('Bäckerei')
  await page.keyboard.press('Enter')
  await of(ada!, 'A number: Empty').click()
  await page.keyboard.type('twelve')
  await expect(page.getByText('Write a number such as 12 or 3.5')).toBeVisible()
  await page.getByRole('textbox', { name: 'A number' }).fill('1,234.5')
  await page.keyboard.press('Enter')
  await of(ada!, 'A date: Empty').click()
  await page.getByRole('button', { name: 'Today' }).click()
  await page.getByRole('checkbox', { name: 'A checkbox' }).click()
  await of(ada!, 'A person: Empty').click()
  await page.getByRole('option', { name: 'Ben' }).click()
  await of(ada!, 'A select: Empty').click()
  await page.keyboard.type('blue')
  await page.keyboard.press('Enter')
  for (const name of ['A text: Bäckerei', 'A number: 1,234.5', 'A person: Ben', 'A select: Blue'])
    await expect(of(ben!, name)).toBeVisible()
  await expect(ben!.page.getByRole('checkbox', { name: 'A checkbox' })).toBeChecked()
  await page.keyboard.press('Control+z')
  await expect(of(ben!, 'A select: Empty')).toBeVisible()
})

test('a field stands on cards where one wants it, on this device', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  await addField(ada!, made.id, { name: 'Version', type: 'select', options: [red, blue] })
  const { page } = ada!
  await page.goto(`/t/${made.tasks[0]!.key}`)
  await page.getByRole('button', { name: 'Version: Empty' }).click()
  await page.getByRole('option', { name: 'Red' }).click()
  await expect(card(page, 'Open the bakery')).not.toContainText('Red')
  await page.getByRole('button', { name: 'Display' }).click()
  await page.getByRole('menuitem', { name: 'Version on cards' }).click()
  await expect(card(page, 'Open the bakery')).toContainText('Red')
})

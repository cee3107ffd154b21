import { expect, test } from '../test'
import { bar, before, drag, expectTitles, head, row } from './rows'

const tasks = { Backlog: ['Alpha', 'Beta', 'Gamma'], 'To do': ['Delta'] }

test('the list is a view of its own: by tab, by key, and a task keeps it', async ({ people, board }) => {
  const [ada] = await people(1)
  const { path } = await board(ada!, { tasks })
  const { page } = ada!
  await page.goto(path)
  await expect(page.locator('article').first()).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('l')
  await expect(page).toHaveURL(`${path}/list`)
  await expectTitles(page, 'Backlog', tasks.Backlog)
  await row(page, 'Beta').getByText('Beta').click()
  await expect(page).toHaveURL(/\/t\/[A-Z0-9]+-2\?view=list$/)
  await expect(row(page, 'Alpha')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(`${path}/list`)
  await expect(row(page, 'Beta')).toBeFocused()
})

test('with the keyboard only: move, rename, choose, select, undo', async ({ people, board }) => {
  const [ada] = await people(1)
  const { path } = await board(ada!, { tasks })
  const { page } = ada!
  await page.goto(`${path}/list`)
  await expectTitles(page, 'Backlog', tasks.Backlog)
  await page.keyboard.press('j')
  await page.keyboard.press('ArrowDown')
  await expect(row(page, 'Beta')).toBeFocused()

  await page.keyboard.press('e')
  await page.keyboard.type('Bravo')
  await page.keyboard.press('Enter')
  await expect(row(page, 'Bravo')).toBeFocused()

  await page.keyboard.press('F2')
  await page.keyboard.type('Never')
  await page.keyboard.press('Escape')
  await expect(row(page, 'Bravo')).toBeFocused()

  await page.keyboard.press('Alt+ArrowUp')
  await expectTitles(page, 'Backlog', ['Bravo', 'Alpha', 'Gamma'])
  await page.keyboard.press('Alt+ArrowRight')
  await expectTitles(page, 'To do', ['Bravo', 'Delta'])
  await expect(row(page, 'Bravo')).toBeFocused()
  await page.keyboard.press('Control+z')
  await expectTitles(page, 'Backlog', ['Bravo', 'Alpha', 'Gamma'])

  await page.keyboard.press('Home')
  await expect(head(page, 'Backlog')).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expectTitles(page, 'Backlog', [])
  await page.reload()
  await expectTitles(page, 'To do', ['Delta'])
  await expect(row(page, 'Alpha')).toHaveCount(0)
  await page.keyboard.press('j')
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await expectTitles(page, 'Backlog', ['Bravo', 'Alpha', 'Gamma'])
})

test('what is done to a selection is one deed and one undo', async ({ people, board, another }) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const { page } = ada!
  const other = (await another(ada!)).page
  await other.goto(`${made.path}/list`)
  await page.goto(`${made.path}/list`)
  await expectTitles(page, 'Backlog', tasks.Backlog)
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.keyboard.press('Shift+ArrowDown')
  await row(page, 'Delta')
    .getByText('Delta')
    .click({ modifiers: ['ControlOrMeta'] })
  await expect(bar(page)).toContainText('3 selected')
  const posted = page.waitForRequest(
    (request) => request.url().endsWith('/commands') && request.method() === 'POST',
  )
  await page.keyboard.press('p')
  await page.keyboard.type('urgent')
  await page.keyboard.press('Enter')
  const { commands } = (await posted).postDataJSON() as { commands: unknown[] }
  expect(commands).toHaveLength(3)
  for (const title of ['Alpha', 'Beta', 'Delta']) await expect(row(other, title)).toContainText('Urgent')
  await expect(row(other, 'Gamma')).not.toContainText('Urgent')

  await page.keyboard.press('s')
  await page.keyboard.type('done')
  await page.keyboard.press('Enter')
  await expectTitles(other, 'Done', ['Alpha', 'Beta', 'Delta'])
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expectTitles(other, 'Backlog', ['Alpha', 'Beta', 'Gamma'])
  await expectTitles(other, 'To do', ['Delta'])

  await expect(bar(page)).toContainText('3 selected')
  await bar(page).getByRole('button', { name: 'Delete' }).click()
  await expectTitles(other, 'Backlog', ['Gamma'])
  await expect(bar(page)).toHaveCount(0)
  await page.keyboard.press('Control+z')
  await expectTitles(other, 'Backlog', ['Alpha', 'Beta', 'Gamma'])
})

test('a double press on a title changes it in place, and leaves nothing open', async ({ people, board }) => {
  const [ada] = await people(1)
  const { path } = await board(ada!, { tasks })
  const { page } = ada!
  await page.goto(`${path}/list`)
  await row(page, 'Alpha').getByText('Alpha').dblclick()
  await expect(page.getByRole('textbox', { name: /^Title of/ })).toBeFocused()
  await expect(page).toHaveURL(`${path}/list`)
  await page.keyboard.type('Aleph')
  await page.keyboard.press('Enter')
  await expectTitles(page, 'Backlog', ['Aleph', 'Beta', 'Gamma'])
})

test('all, and Escape for none', async ({ people, board }) => {
  const [ada] = await people(1)
  const { path } = await board(ada!, { tasks })
  const { page } = ada!
  await page.goto(`${path}/list`)
  await expectTitles(page, 'Backlog', tasks.Backlog)
  await page.keyboard.press('Control+a')
  await expect(bar(page)).toContainText('4 selected')
  await page.keyboard.press('Escape')
  await expect(bar(page)).toHaveCount(0)
})

test('a drag within a group orders, into another group it changes what they have in common', async ({
  people,
  board,
}) => {
  const [ada] = await people(1)
  const { path } = await board(ada!, { tasks })
  const { page } = ada!
  await page.goto(`${path}/list`)
  await expectTitles(page, 'Backlog', tasks.Backlog)
  await drag(page, 'Gamma', await before(page, 'Alpha'))
  await expectTitles(page, 'Backlog', ['Gamma', 'Alpha', 'Beta'])
  await drag(page, 'Alpha', await before(page, 'Delta', 'above'))
  await expectTitles(page, 'To do', ['Alpha', 'Delta'])
  await expect(page).toHaveURL(`${path}/list`)

  await row(page, 'Gamma').focus()
  await page.keyboard.press('p')
  await page.keyboard.type('high')
  await page.keyboard.press('Enter')
  await page.goto(`${path}/list?group=priority`)
  await expectTitles(page, 'High', ['Gamma'])
  await drag(page, 'Delta', await before(page, 'Gamma'))
  // The order of the board goes by status first.
  await expectTitles(page, 'High', ['Gamma', 'Delta'])
  await page.keyboard.press('Control+z')
  await expectTitles(page, 'High', ['Gamma'])
})

test('a selection is dragged as one', async ({ people, board }) => {
  const [ada] = await people(1)
  const { path } = await board(ada!, { tasks })
  const { page } = ada!
  await page.goto(`${path}/list`)
  await expectTitles(page, 'Backlog', tasks.Backlog)
  for (const title of ['Alpha', 'Gamma'])
    await row(page, title).click({ modifiers: ['ControlOrMeta'], position: { x: 300, y: 18 } })
  await drag(page, 'Gamma', await before(page, 'Delta', 'above'))
  await expectTitles(page, 'To do', ['Alpha', 'Gamma', 'Delta'])
  await page.keyboard.press('Control+z')
  await expectTitles(page, 'Backlog', tasks.Backlog)
})

test('sorted by columns, the order by hand is explained and not changed', async ({ people, board }) => {
  const [ada] = await people(1)
  const { path } = await board(ada!, { tasks })
  const { page } = ada!
  await page.goto(`${path}/list`)
  await expectTitles(page, 'Backlog', tasks.Backlog)
  await page.getByRole('columnheader', { name: 'Title' }).getByRole('button').click()
  await page.getByRole('columnheader', { name: 'Title' }).getByRole('button').click()
  await expect(page).toHaveURL(`${path}/list?sort=-title`)
  await expectTitles(page, 'Backlog', ['Gamma', 'Beta', 'Alpha'])
  await page
    .getByRole('columnheader', { name: 'Due' })
    .getByRole('button')
    .click({ modifiers: ['Shift'] })
  await expect(page).toHaveURL(`${path}/list?sort=-title,dueDate`)
  await drag(page, 'Alpha', await before(page, 'Gamma'))
  await expect(page.getByText('The list is sorted by Title, Due')).toBeVisible()
  await expectTitles(page, 'Backlog', ['Gamma', 'Beta', 'Alpha'])
})

test('a task is made in place, with what its group has in common', async ({ people, board }) => {
  const [ada] = await people(1)
  const { path } = await board(ada!, { tasks })
  const { page } = ada!
  await page.goto(`${path}/list`)
  await head(page, 'To do').getByRole('button', { name: 'New task in To do' }).click()
  await page.keyboard.type('Echo')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Foxtrot')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expectTitles(page, 'To do', ['Delta', 'Echo', 'Foxtrot'])
})

test('columns are chosen, and made wider by their keys', async ({ people, board }) => {
  const [ada] = await people(1)
  const { path } = await board(ada!, { tasks })
  const { page } = ada!
  await page.goto(`${path}/list`)
  await expectTitles(page, 'Backlog', tasks.Backlog)
  await page.getByRole('button', { name: 'Display' }).click()
  await page.getByRole('switch', { name: 'Created' }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('columnheader', { name: 'Created' })).toBeVisible()
  const edge = page.getByRole('separator', { name: 'Width of Status' })
  const from = Number(await edge.getAttribute('aria-valuenow'))
  await edge.focus()
  await page.keyboard.press('ArrowRight')
  await expect(edge).toHaveAttribute('aria-valuenow', String(from + 16))
  await page.reload()
  await expect(edge).toHaveAttribute('aria-valuenow', String(from + 16))
})

test('what somebody writes does not jump away under their hands', async ({ people, board, another }) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const { page } = ada!
  const other = (await another(ada!)).page
  await page.goto(`${made.path}/list`)
  await other.goto(`${made.path}/list`)
  await expectTitles(page, 'Backlog', tasks.Backlog)
  await row(page, 'Beta').focus()
  await page.keyboard.press('e')
  await page.keyboard.press('End')
  await page.keyboard.type(' two')
  await row(other, 'Beta').focus()
  await other.keyboard.press('s')
  await other.keyboard.type('done')
  await other.keyboard.press('Enter')
  await expectTitles(other, 'Done', ['Beta'])
  await expect(row(page, 'Alpha')).toBeVisible()
  await page.waitForTimeout(300)
  const field = page.getByRole('textbox', { name: /^Title of/ })
  await expect(field).toBeFocused()
  await page.keyboard.type(' three')
  await page.keyboard.press('Enter')
  await expectTitles(page, 'Done', ['Beta two three'])
  await expectTitles(other, 'Done', ['Beta two three'])
})

test('a viewer looks at everything, and is told why they change nothing', async ({ people, board, join }) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await join(ada!, ben!, made.team)
  await ada!.call('PUT', `/api/projects/${made.id}/members/${ben!.id}`, { role: 'viewer' })
  const { page } = ben!
  await page.goto(`${made.path}/list`)
  await expectTitles(page, 'Backlog', tasks.Backlog)
  await row(page, 'Alpha').focus()
  await page.keyboard.press('e')
  await expect(page.getByText('Not allowed').first()).toBeVisible()
  await page.keyboard.press('x')
  await expect(bar(page)).toContainText('One selected')
  await page.keyboard.press('s')
  await expect(page.getByRole('listbox')).toHaveCount(0)
  await expectTitles(page, 'Backlog', tasks.Backlog)
})

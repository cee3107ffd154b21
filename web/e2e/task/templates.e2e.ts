import type { Page } from '@playwright/test'
import { give, invite } from '../access/team'
import { card, column, expectTitles } from '../board/cards'
import { row } from '../list/rows'
import { pressFor } from './keys'
import { expect, test, type Board, type Person } from '../test'

const tasks = { 'To do': ['Order flour'] }
const notices = (page: Page) => page.getByRole('region', { name: 'Notices' })
const bug = { title: 'Bug in the till', priority: 'high', subtasks: ['Reproduce', 'Mend'] }

async function make(person: Person, { id }: Board, name = 'Bug', task: object = bug): Promise<void> {
  await person.call('POST', `/api/projects/${id}/templates`, { name, task })
}

test('a task is saved as a template and others begin with it, by keys alone, seen by the other person', async ({
  people,
  board,
  join,
  accessible,
}) => {
  test.slow()
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await join(ada!, ben!, made.team)
  const flour = made.tasks[0]!
  await ada!.call('PATCH', `/api/tasks/${flour.id}`, { description: 'From the mill', priority: 'urgent' })
  await ada!.call('POST', `/api/projects/${made.id}/tasks`, { title: 'Weigh it', parent: flour.id })
  const { page } = ada!
  await ben!.page.goto(made.path)
  await expect(card(ben!.page, 'Order flour')).toBeVisible()
  await page.goto(`/t/${flour.key}`)
  await page.getByRole('region', { name: 'Links' }).waitFor()
  await page.waitForLoadState('networkidle')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('save as template')
  await expect(page.getByRole('option', { name: /Save as template/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Name of the template' })).toBeFocused()
  await expect(page.getByRole('dialog')).toContainText('One subtask becomes part of it.')
  await accessible(page)
  await page.keyboard.press('Control+a')
  await page.keyboard.type('Flour')
  await page.keyboard.press('Enter')
  await expect(notices(page)).toContainText('Template “Flour” saved')

  // The other person has it at once.
  await pressFor(ben!.page, 'Shift+C', ben!.page.getByRole('combobox', { name: 'Find a template' }))
  await accessible(ben!.page)
  await ben!.page.keyboard.type('flo')
  await expect(ben!.page.getByRole('option', { name: /Flour/ })).toBeVisible()
  await ben!.page.keyboard.press('Enter')
  await expect(notices(ben!.page)).toContainText('Task made from “Flour”')
  const first = made.statuses[0]!.name
  for (const one of [page, ben!.page]) {
    await expect(column(one, first).getByRole('link', { name: 'Order flour' })).toBeVisible()
  }
  const { items } = await ada!.call<{ items: { title: string; key: string; priority: string }[] }>(
    'GET',
    `/api/projects/${made.id}/tasks`,
  )
  expect(items.filter(({ title }) => title === 'Weigh it')).toHaveLength(2)
  const copy = items.find(({ title, key }) => title === 'Order flour' && key !== flour.key)!
  const { task } = await ada!.call<{ task: { description: string; priority: string } }>(
    'GET',
    `/api/tasks/${copy.key}`,
  )
  expect(task).toMatchObject({ description: 'From the mill', priority: 'urgent' })

  await notices(ben!.page).getByRole('button', { name: 'Undo' }).click()
  for (const one of [page, ben!.page]) {
    await expect(one.getByRole('link', { name: 'Order flour' })).toHaveCount(1)
    await expect(card(one, 'Weigh it')).toHaveCount(1)
  }
})

test('in a column and in a group of the list a task begins with a template and what was typed', async ({
  people,
  board,
}) => {
  test.slow()
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  await make(ada!, made)
  const { page } = ada!
  await page.goto(made.path)
  await column(page, 'To do').getByRole('button', { name: 'New task in To do' }).click()
  await page.getByRole('button', { name: 'From a template' }).click()
  await page.getByRole('option', { name: 'Bug' }).click()
  await expectTitles(page, 'To do', ['Order flour', 'Bug in the till', 'Reproduce', 'Mend'])
  // Where one writes stays open, and what is written counts before the template; by keys alone.
  await expect(page.getByRole('textbox', { name: 'New task in To do' })).toBeFocused()
  await page.keyboard.type('Bug in the oven')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('combobox').waitFor()
  await page.keyboard.press('Enter')
  await expect(column(page, 'To do').getByRole('link', { name: 'Bug in the oven' })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'New task in To do' })).toHaveValue('')

  await page.goto(`${made.path}/list`)
  await row(page, 'Order flour').waitFor()
  await page.keyboard.press('c')
  await page.getByRole('button', { name: 'From a template' }).click()
  await page.getByRole('option', { name: 'Bug' }).click()
  await expect(row(page, 'Bug in the till')).toHaveCount(2)
})

test('in the settings a template is made, changed, renamed and deleted; undo brings it back', async ({
  people,
  board,
  join,
  accessible,
}) => {
  test.slow()
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await join(ada!, ben!, made.team)
  await ada!.call('POST', `/api/projects/${made.id}/labels`, { name: 'till', color: '#5557d6' })
  const { page } = ada!
  await ben!.page.goto(`${made.path}/settings`)
  await page.goto(`${made.path}/settings`)
  await page.getByRole('button', { name: 'Add template' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add template' })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByText('Give it a name')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Bug')
  await dialog.getByRole('textbox', { name: 'Title of the task' }).fill('Bug in …')
  await dialog.getByRole('combobox', { name: 'Priority' }).selectOption('high')
  await dialog.getByRole('textbox', { name: 'Estimate' }).fill('soon')
  await dialog.getByRole('textbox', { name: 'Subtasks' }).fill('Reproduce\nMend')
  await dialog.getByRole('button', { name: 'Labels: None' }).click()
  await page.getByRole('option', { name: 'till' }).click()
  await page.keyboard.press('Escape')
  await expect(dialog.getByRole('button', { name: 'Labels: till' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByText('Write a time such as')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Estimate' }).fill('1h 30m')
  await accessible(page)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toHaveCount(0)
  const name = (of: Page, it: string) => of.getByRole('textbox', { name: `Name of ${it}` })
  await expect(name(ben!.page, 'Bug')).toBeVisible()
  await expect(page.getByText('Bug in … · 2 subtasks')).toBeVisible()
  await accessible(page)

  await page.getByRole('button', { name: 'More for Bug' }).click()
  await page.getByRole('menuitem', { name: 'Edit…' }).click()
  const edit = page.getByRole('dialog', { name: 'Edit template' })
  await expect(edit.getByRole('textbox', { name: 'Estimate' })).toHaveValue('1h 30m')
  await edit.getByRole('textbox', { name: 'Subtasks' }).fill('Reproduce')
  await edit.getByRole('button', { name: 'Save' }).click()
  await expect(ben!.page.getByText('Bug in … · one subtask')).toBeVisible()

  await name(page, 'Bug').fill('Defect')
  await page.keyboard.press('Enter')
  await expect(name(ben!.page, 'Defect')).toBeVisible()
  await page.getByRole('button', { name: 'More for Defect' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(name(ben!.page, 'Defect')).toHaveCount(0)
  await notices(page)
    .getByRole('listitem')
    .filter({ hasText: 'deleted' })
    .getByRole('button', { name: 'Undo' })
    .click()
  await expect(name(ben!.page, 'Defect')).toBeVisible()
  await expect(ben!.page.getByText('Bug in … · one subtask')).toBeVisible()
})

test('a viewer sees templates in the settings and can do nothing with them', async ({ people, board }) => {
  test.slow()
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await make(ada!, made)
  await invite(ada!, made, ben!, 'guest')
  await give(ada!, made, ben!, 'viewer')
  const { page } = ben!
  await page.goto(`${made.path}/settings`)
  await expect(page.getByRole('textbox', { name: 'Name of Bug' })).toHaveAttribute('readonly', '')
  await expect(page.getByRole('button', { name: /Add template|More for Bug/ })).toHaveCount(0)
  await page.goto(made.path)
  await card(page, 'Order flour').getByRole('link').focus()
  await pressFor(page, 'Shift+C', page.getByText('You can read this project, but not change it.'))
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('a task begins with a template by touch @phone', async ({ people, board, accessible }) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  await make(ada!, made)
  const { page } = ada!
  await page.goto(made.path)
  await page.getByRole('button', { name: 'New task in Backlog' }).tap()
  const button = page.getByRole('button', { name: 'From a template' })
  expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(44)
  await button.tap()
  await page.getByRole('option', { name: 'Bug' }).waitFor()
  await accessible(page)
  await page.getByRole('option', { name: 'Bug' }).tap()
  await expectTitles(page, 'Backlog', ['Bug in the till', 'Reproduce', 'Mend'])
})

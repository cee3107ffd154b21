import type { Page } from '@playwright/test'
import { expect, test, type Board, type Person } from '../test'
import { expectTitles, row } from './rows'

const tasks = { Backlog: ['Alpha', 'Beta'] }
const red = { id: '01930000-0000-7000-8000-00000000f001', name: 'Red', color: '#e5484d' }
const types = ['text', 'number', 'select', 'date', 'person', 'checkbox'] as const

async function withFields(person: Person, { id }: Board): Promise<void> {
  for (const type of types) {
    const options = type === 'select' ? { options: [red] } : {}
    await person.call('POST', `/api/projects/${id}/fields`, { name: `My ${type}`, type, ...options })
  }
}

async function showFields(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Display' }).click()
  for (const column of ['Status', 'Priority', 'Assignees', 'Due'])
    await page.getByRole('switch', { name: column }).click()
  for (const type of types) await page.getByRole('switch', { name: `My ${type}` }).click()
  await page.keyboard.press('Escape')
}

const cell = (page: Page, type: (typeof types)[number]) =>
  row(page, 'Alpha').getByRole(type === 'checkbox' ? 'checkbox' : 'button', { name: `Set My ${type} of` })

test('custom fields of every kind are changed in their cells, live for the other, and undone', async ({
  people,
  board,
  join,
  accessible,
}) => {
  test.slow()
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await join(ada!, ben!, made.team)
  await withFields(ada!, made)
  await ada!.call('PUT', `/api/projects/${made.id}/members/${ben!.id}`, { role: 'viewer' })
  const { page } = ada!
  for (const one of [page, ben!.page]) {
    await one.goto(`${made.path}/list`)
    await expectTitles(one, 'Backlog', tasks.Backlog)
    await showFields(one)
  }
  await cell(page, 'text').click()
  await page.keyboard.type('Some words')
  await page.keyboard.press('Enter')
  await cell(page, 'number').click()
  await page.keyboard.type('42')
  await page.keyboard.press('Enter')
  await cell(page, 'select').click()
  await page.getByRole('option', { name: 'Red' }).click()
  await cell(page, 'date').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Tomorrow' }).click()
  await cell(page, 'person').click()
  await page.getByRole('option', { name: /Ada/ }).click()
  await cell(page, 'checkbox').click()
  for (const text of ['Some words', '42', 'Red', 'Ada']) {
    await expect(row(page, 'Alpha')).toContainText(text)
    await expect(row(ben!.page, 'Alpha')).toContainText(text)
  }
  await expect(cell(ben!.page, 'checkbox')).toBeChecked()
  await expect(cell(ben!.page, 'date')).toContainText(/\d/)
  await accessible(page)

  await row(page, 'Alpha').focus()
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await expect(cell(page, 'checkbox')).not.toBeChecked()
  await expect(row(ben!.page, 'Alpha')).not.toContainText('Ada')

  await cell(ben!.page, 'text').click()
  await expect(ben!.page.getByText('Not allowed').first()).toBeVisible()
  await cell(ben!.page, 'checkbox').click()
  await expect(cell(ben!.page, 'checkbox')).not.toBeChecked()
  await expect(ben!.page.getByRole('dialog')).toHaveCount(0)
})

test('a custom field is set with the keyboard only, from the row', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  await withFields(ada!, made)
  const { page } = ada!
  await page.goto(`${made.path}/list`)
  await expectTitles(page, 'Backlog', tasks.Backlog)
  await showFields(page)
  await row(page, 'Alpha').focus()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('my number')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused()
  await page.keyboard.type('7')
  await page.keyboard.press('Enter')
  await expect(cell(page, 'number')).toContainText('7')
  await expect(row(page, 'Alpha')).toBeFocused()
})

for (const where of ['', ' @phone']) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`rows show what cards show, in signs with names, ${colorScheme}${where}`, async ({
      people,
      board,
      accessible,
    }) => {
      const [ada] = await people(1)
      const made = await board(ada!, { tasks })
      const [alpha, beta] = made.tasks
      await ada!.call('POST', `/api/projects/${made.id}/tasks`, { title: 'Part', parent: alpha!.id })
      await ada!.call('POST', `/api/tasks/${alpha!.id}/comments`, { body: 'Hello' })
      await ada!.call('PATCH', `/api/tasks/${alpha!.id}`, {
        addBlockedBy: [beta!.id],
        dueDate: '2030-01-07',
        recurrence: { every: 1, unit: 'week', weekdays: null, monthDay: null, from: 'due' },
      })
      const { page } = ada!
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.goto(`${made.path}/list`)
      const one = row(page, 'Alpha')
      await expect(one).toContainText('Blocked by an open task')
      await expect(one).toContainText('0 of 1 subtasks done')
      await expect(one).toContainText('One comment')
      await expect(one.getByRole('img', { name: 'repeats' })).toBeVisible()
      await expect(row(page, 'Beta')).not.toContainText(/Blocked|subtasks|comment/)
      await accessible(page)
    })
  }
}

import { card, expectTitles } from '../board/cards'
import { expect, test } from '../test'

const tasks = { 'To do': ['Order flour'] }

test('a task gets a time and repeats; completed, it comes again, and undo takes that back', async ({
  people,
  board,
}) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const key = made.tasks[0]!.key
  await ada!.call('PATCH', `/api/tasks/${key}`, { dueDate: '2031-01-31' })
  const { page } = ada!
  await page.goto(`/t/${key}`)
  await page.getByRole('button', { name: /^Due date/ }).click()
  await page.getByLabel('Time', { exact: true }).fill('17:00')
  await page.getByLabel('Time', { exact: true }).blur()
  await expect(page.getByRole('button', { name: 'Due date: Jan 31, 2031, 5:00 PM' })).toBeAttached()
  await page.getByRole('button', { name: 'Repeat…' }).last().click()
  await page.getByLabel('Unit').selectOption('month')
  await page.getByLabel('On day').selectOption('31')
  await expect(page.getByText('every month on the 31st')).toBeVisible()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Repeats: every month on the 31st' })).toBeVisible()
  await expect(card(page, 'Order flour').getByRole('img', { name: 'repeats' })).toBeVisible()

  await page.keyboard.press('Escape')
  await card(page, 'Order flour').getByRole('link').focus()
  await page.keyboard.press('s')
  await page.keyboard.type('done')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Next one: Feb 28, 2031')).toBeVisible()
  await expectTitles(page, 'Done', ['Order flour'])
  await expectTitles(page, 'To do', ['Order flour'])
  await page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).click()
  await expectTitles(page, 'Done', [])
  await expectTitles(page, 'To do', ['Order flour'])
  const { task } = await ada!.call<{ task: { recurrence: { monthDay: number } } }>('GET', `/api/tasks/${key}`)
  expect(task.recurrence.monthDay).toBe(31)
})

test('a time that was set elsewhere is shown where one is, with a hint', async ({ people, board }) => {
  const [ada] = await people(1)
  await ada!.call('PATCH', '/api/me', { timeZone: 'Europe/Vienna' })
  const made = await board(ada!, { tasks })
  const dueTime = { time: '20:00', timeZone: 'America/New_York' }
  await ada!.call('PATCH', `/api/tasks/${made.tasks[0]!.key}`, { dueDate: '2031-03-03', dueTime })
  const { page } = ada!
  await page.goto(`/t/${made.tasks[0]!.key}`)
  await expect(card(page, 'Order flour')).toContainText('Mar 4, 2031, 2:00 AM')
  await expect(page.getByRole('button', { name: /^Due date/ })).toHaveAccessibleName(
    'Due date: Mar 4, 2031, 2:00 AM, 8:00 PM in America/New York, where it was set',
  )
})

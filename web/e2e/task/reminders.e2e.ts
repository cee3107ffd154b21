import type { Page } from '@playwright/test'
import { give, invite } from '../access/team'
import { card } from '../board/cards'
import { pressFor } from './keys'
import { expect, test } from '../test'

const tasks = { 'To do': ['Order flour'] }
const notices = (page: Page) => page.getByRole('region', { name: 'Notices' })
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Remind me' })
const soon = () => new Date(Date.now() + 2_000).toISOString()
const minute = () => `${new Date(Date.now() + 400 * 86_400_000).toISOString().slice(0, 10)}T10:30`

test('by keys alone one is reminded before a task is due, and takes it back', async ({
  people,
  board,
  accessible,
}) => {
  test.slow()
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const task = made.tasks[0]!
  await ada!.call('PATCH', `/api/tasks/${task.id}`, {
    dueDate: '2031-03-03',
    dueTime: { time: '17:00', timeZone: 'UTC' },
  })
  await ada!.call('PATCH', '/api/me', { timeZone: 'UTC' })
  const { page } = ada!
  await page.goto(made.path)
  await card(page, 'Order flour').getByRole('link').focus()
  await pressFor(page, 'r', dialog(page).getByRole('combobox'))
  await expect(page.getByRole('option', { name: /1 hour before/ })).toContainText('4:00 PM')
  await accessible(page)
  await page.keyboard.type('hour')
  await page.keyboard.press('Enter')
  await expect(notices(page)).toContainText('Reminder set: Mar 3, 2031, 4:00 PM')
  await expect(card(page, 'Order flour').getByRole('link')).toBeFocused()

  await page.keyboard.press('r')
  await expect(dialog(page)).toContainText(/Mar 3, 2031, 4:00 PM.*Moves with the due date/)
  await expect(page.getByRole('option', { name: /1 hour before/ })).toHaveCount(0)
  await accessible(page)
  await dialog(page)
    .getByRole('button', { name: /^Remove the reminder/ })
    .click()
  await expect(dialog(page).getByRole('listitem')).toHaveCount(0)
  const waiting = async () =>
    (await ada!.call<{ items: unknown[] }>('GET', `/api/reminders?task=${task.id}`)).items.length
  expect(await waiting()).toBe(0)
  await notices(page)
    .getByRole('listitem')
    .filter({ hasText: 'Reminder removed' })
    .getByRole('button', { name: 'Undo' })
    .click()
  await expect.poll(waiting).toBe(1)
})

test('a day and a time of one’s own are chosen beside the due date; what has passed is refused', async ({
  people,
  board,
  accessible,
}) => {
  test.slow()
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  await ada!.call('PATCH', '/api/me', { timeZone: 'Asia/Tokyo' })
  const { page } = ada!
  await page.goto(`/t/${made.tasks[0]!.key}`)
  await page.getByRole('button', { name: /^Due date/ }).click()
  await page.getByRole('button', { name: 'Remind me…' }).click()
  await page.getByRole('option', { name: 'Day and time…' }).click()
  const field = dialog(page).getByLabel('Day and time')
  await expect(dialog(page)).toContainText('Time in Asia/Tokyo')
  await field.fill('2020-01-01T10:00')
  await page.getByRole('button', { name: 'Set reminder' }).click()
  await expect(dialog(page)).toContainText('This moment has passed')
  await accessible(page)
  const wanted = minute()
  await field.fill(wanted)
  await page.getByRole('button', { name: 'Set reminder' }).click()
  await expect(notices(page)).toContainText('Reminder set')
  const { items } = await ada!.call<{ items: { at: string }[] }>('GET', '/api/reminders')
  expect(items.map(({ at }) => Date.parse(at))).toEqual([Date.parse(`${wanted}:00+09:00`)])
})

test('the reminder comes where one is, as viewer too, with the way to the task; nobody else is told', async ({
  people,
  board,
}) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await invite(ada!, made, ben!, 'guest')
  await give(ada!, made, ben!, 'viewer')
  const { key, id } = made.tasks[0]!
  await ada!.page.goto(made.path)
  await ben!.page.goto('/my-work')
  await ben!.page.waitForLoadState('networkidle')
  await ben!.call('POST', `/api/tasks/${id}/reminders`, { at: soon() })
  await expect(notices(ben!.page)).toContainText(`Reminder: ${key}`)
  await notices(ben!.page).getByRole('button', { name: 'Open' }).click()
  await expect(ben!.page).toHaveURL(`/t/${key}`)
  await expect(notices(ada!.page).getByRole('listitem')).toHaveCount(0)
})

test('where the page is not in sight and that was allowed, the system tells', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const { page } = ada!
  await page.addInitScript(() => {
    const told: string[] = []
    class Told extends EventTarget {
      static permission = 'granted'
      constructor(title: string, { body }: { body: string }) {
        super()
        told.push(`${title} · ${body}`)
      }
    }
    Object.assign(window, { Notification: Told, told })
    Object.defineProperty(document, 'hidden', { get: () => true })
  })
  await page.goto(made.path)
  await page.waitForLoadState('networkidle')
  await ada!.call('POST', `/api/tasks/${made.tasks[0]!.id}/reminders`, { at: soon() })
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { told: string[] }).told))
    .toEqual([`Reminder: ${made.tasks[0]!.key} · Order flour`])
})

test('one is reminded by touch @phone', async ({ people, board, accessible }) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const { page } = ada!
  await page.goto(`/t/${made.tasks[0]!.key}`)
  await page.getByRole('button', { name: 'More actions' }).tap()
  await page.getByRole('menuitem', { name: 'Remind me…' }).tap()
  await page.getByRole('option', { name: /Tomorrow morning/ }).waitFor()
  await accessible(page)
  await page.getByRole('option', { name: /Tomorrow morning/ }).tap()
  await expect(notices(page)).toContainText('Reminder set')
})

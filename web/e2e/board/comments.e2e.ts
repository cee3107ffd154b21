import type { Locator, Page } from '@playwright/test'
import { held } from '../editor'
import { expect, test, type Person } from '../test'
import { card } from './cards'

const comments = (page: Page) => page.getByRole('region', { name: 'Comments' })
const lines = (page: Page) =>
  comments(page)
    .getByRole('listitem')
    .filter({ has: page.getByRole('article') })

async function choose(page: Page, line: Locator, what: string): Promise<void> {
  await line.getByRole('button', { name: 'More about the comment' }).first().click()
  await page.getByRole('menuitem', { name: what }).click()
}

async function say(person: Person, key: string, body: string): Promise<void> {
  await person.call('POST', `/api/tasks/${key}/comments`, { body })
}

test('two windows talk about a task', async ({ people, another, board, accessible }) => {
  test.slow()
  const [ada] = await people(1)
  const made = await board(ada!, { tasks: { Backlog: ['Alpha'] } })
  const { key } = made.tasks[0]!
  await say(ada!, key, 'The **first** one')
  const page = ada!.page
  const other = (await another(ada!)).page
  await Promise.all([page.goto(`/t/${key}`), other.goto(`/t/${key}`)])
  await expect(lines(page)).toHaveText(/Ada.*The first one/)
  await expect(lines(page).locator('strong')).toHaveText('first')
  await expect(lines(other)).toHaveCount(1)

  const field = page.getByRole('textbox', { name: 'Write a comment' })
  await field.fill('The second one')
  await field.press('Control+Enter')
  await expect.poll(() => held(field)).toBe('')
  await expect(lines(page)).toHaveText([/The first one/, /The second one/])
  await expect(lines(other)).toHaveText([/The first one/, /The second one/])
  await expect(lines(page).last()).toContainText('now')
  const count = card(other, 'Alpha').getByTitle('2 comments')
  await expect(count).toBeVisible()

  await lines(other).last().hover()
  await choose(other, lines(other).last(), 'Edit')
  await other.getByRole('textbox', { name: 'Edit comment' }).fill('The second one, better')
  await other.getByRole('textbox', { name: 'Edit comment' }).press('Control+Enter')
  await expect(lines(page).last()).toHaveText(/edited.*The second one, better/)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await accessible(page)
  }

  await lines(page).first().hover()
  await choose(page, lines(page).first(), 'Delete')
  await expect(lines(page)).toHaveText([/better/])
  await expect(lines(other)).toHaveText([/better/])
  await expect(count).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(lines(page)).toHaveText([/The first one/, /better/])
  await expect(lines(other)).toHaveText([/The first one/, /better/])
})

test('what was written and not sent is there again, and Escape leaves the field before the panel', async ({
  people,
  board,
}) => {
  const [ada] = await people(1)
  const { key } = (await board(ada!, { tasks: { Backlog: ['Alpha'] } })).tasks[0]!
  const { page } = ada!
  await page.goto(`/t/${key}`)
  const field = page.getByRole('textbox', { name: 'Write a comment' })
  await field.fill('Half a thought')
  await page.keyboard.press('Escape')
  await expect(field).not.toBeFocused()
  await page.reload()
  await expect.poll(() => held(field)).toBe('Half a thought')
})

test('a viewer reads, and is told why there is no field', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks: { Backlog: ['Alpha'] } })
  const { key } = made.tasks[0]!
  await say(ada!, key, 'For all to read')
  const { page } = ada!
  // Whoever makes a project is its admin for good: that she is a viewer is only what her window is told.
  await page.route('**/snapshot', async (route) => {
    const answer = await route.fetch()
    const snapshot = await answer.json()
    for (const member of snapshot.members) member.role = 'viewer'
    await route.fulfill({ response: answer, json: snapshot })
  })
  await page.goto(`/t/${key}`)
  await expect(lines(page)).toHaveText(/For all to read/)
  await expect(comments(page)).toContainText('You can read this project, but not comment in it.')
  await expect(comments(page).getByRole('textbox')).toHaveCount(0)
  await lines(page).hover()
  await lines(page).getByRole('button', { name: 'More about the comment' }).click()
  await expect(page.getByRole('menuitem')).toHaveText([/^Copy link to comment/])
})

import type { Page } from '@playwright/test'
import { expect, test, type Board, type Person } from '../test'
import { before, card, column, expectTitles } from '../board/cards'
import { held } from '../editor'
import { give, invite, remove } from './team'

const tasks = { Backlog: ['Alpha', 'Beta'], 'To do': ['Gamma'] }
const lost = 'You no longer have access to Website'

/** Ada's board, and Ben, who came as a guest and may edit it; he looks at it. */
async function shared(
  people: (count: number) => Promise<Person[]>,
  board: (owner: Person, options: object) => Promise<Board>,
): Promise<{ ada: Person; ben: Person; made: Board; errors: string[] }> {
  const [ada, ben] = (await people(2)) as [Person, Person]
  const made = await board(ada, { tasks })
  await invite(ada, made, ben, 'guest')
  await give(ada, made, ben, 'editor')
  const errors: string[] = []
  ben.page.on('pageerror', (error) => errors.push(String(error)))
  await ben.page.goto(made.path)
  await card(ben.page, 'Alpha').waitFor()
  await ben.page.waitForTimeout(2500) // the person's own stream is followed once the page is idle
  return { ada, ben, made, errors }
}

test.beforeEach(() => test.slow())

async function expectNothing(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Website', exact: true })).toBeVisible()
  await expect(page.getByText(lost)).toBeVisible()
  for (const title of ['Beta', 'Gamma']) await expect(page.getByText(title)).toHaveCount(0)
  await expect(page.locator('[role=dialog], [role=menu], .is-ghost')).toHaveCount(0)
}

test('[L3] removed in the middle of a drag: the card is let go, and the board comes back with the right', async ({
  people,
  board,
}) => {
  const { ada, ben, made, errors } = await shared(people, board)
  const { page } = ben
  const from = (await card(page, 'Alpha').boundingBox())!
  const to = await before(page, 'Gamma')
  await page.mouse.move(from.x + 40, from.y + 12)
  await page.mouse.down()
  await page.mouse.move(to.x, to.y, { steps: 6 })
  await expect(page.locator('.is-ghost')).toHaveCount(1)
  await remove(ada, made, ben)
  await expectNothing(page)
  await page.mouse.move(to.x + 20, to.y + 20)
  await page.mouse.up()
  await expect(page.getByText('not sent')).toHaveCount(0)

  await give(ada, made, ben, 'editor')
  await expectTitles(page, 'Backlog', ['Alpha', 'Beta'])
  await ada.call('PATCH', `/api/tasks/${made.tasks[0]!.key}`, { title: 'Alpha again' })
  await expect(card(page, 'Alpha again')).toBeVisible()
  expect(errors).toEqual([])
})

test('[L3] removed while typing: what was written is shown, and can be applied again', async ({
  people,
  board,
  accessible,
}) => {
  const { ada, ben, made, errors } = await shared(people, board)
  const { page } = ben
  await ben.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(`/t/${made.tasks[0]!.key}`)
  await page.getByRole('button', { name: 'Add a description…' }).click()
  await page.getByRole('textbox', { name: 'Description' }).fill('With **yeast**, not without.')
  await expect(page.getByText('Saved as you type')).toBeVisible()
  await page.getByRole('textbox', { name: 'Write a comment' }).fill('Who buys it?')
  await page.getByRole('button', { name: 'More actions' }).click()
  await expect(page.getByRole('menu')).toBeVisible()
  await page.waitForTimeout(2500)
  await remove(ada, made, ben)

  await expectNothing(page)
  await expect(page.getByRole('heading', { name: 'One change was not sent' })).toBeVisible()
  await expect(page.getByText('Who buys it?')).toBeVisible()
  await accessible(page)
  await page.getByRole('button', { name: 'Copy all' }).click()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toContain('Who buys it?')
  await page.reload()
  await expect(page.getByText('Who buys it?')).toBeVisible()

  await page.waitForTimeout(2500)
  await give(ada, made, ben, 'editor')
  await page.getByRole('button', { name: 'One change was not sent' }).click()
  const dialog = page.getByRole('dialog')
  await accessible(page)
  await dialog
    .getByRole('listitem')
    .filter({ hasText: 'Who buys it?' })
    .getByRole('button', { name: 'Apply' })
    .click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'not sent' })).toHaveCount(0)
  const { task } = await ada.call<{ task: object }>('GET', `/api/tasks/${made.tasks[0]!.key}`)
  expect(task).toMatchObject({ description: 'With **yeast**, not without.', commentCount: 1 })
  expect(errors).toEqual([])
})

test('[L3] on another page a notice says that changes were not sent', async ({ people, board }) => {
  const { ada, ben, made } = await shared(people, board)
  const { page } = ben
  await page.route('**/commands', (route) => route.abort())
  await card(page, 'Alpha').getByRole('link').focus()
  await page.keyboard.press('Delete')
  await expect(card(page, 'Alpha')).toHaveCount(0)
  await page.getByRole('navigation', { name: 'Navigation' }).getByRole('link', { name: 'Projects' }).click()
  await remove(ada, made, ben)
  await page.getByRole('listitem').filter({ hasText: lost }).getByRole('button', { name: 'Show' }).click()
  await expect(page.getByText('Delete the task')).toBeVisible()
  await page.getByRole('button', { name: 'Dismiss', exact: true }).click()
  await expect(page.getByText('Delete the task')).toHaveCount(0)
})

test('a role that shrinks while one looks switches controls off, and keeps what is being written', async ({
  people,
  board,
}) => {
  const { ada, ben, made, errors } = await shared(people, board)
  const { page } = ben
  await page.goto(`/t/${made.tasks[0]!.key}`)
  await page.getByRole('button', { name: 'Add a description…' }).click()
  await page.getByRole('textbox', { name: 'Description' }).fill('Half a sentence')
  await expect(page.getByText('Saved as you type')).toBeVisible()
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Half a title')
  await give(ada, made, ben, 'viewer')

  await expect(page.getByText('Read only')).toBeVisible()
  await expect(page.getByRole('button', { name: 'New task' })).toHaveCount(0)
  await expect(page.locator('.markdown')).toHaveText('Half a sentence')
  await expect(page.getByRole('textbox', { name: 'Description' })).toHaveCount(0)
  await expect(page.getByRole('textbox', { name: 'Title', exact: true })).toHaveValue('Half a title')
  await expect(page.getByText('Your text is kept here.')).toHaveCount(1)
  const before = await ada.call<{ task: object }>('GET', `/api/tasks/${made.tasks[0]!.key}`)
  expect(before.task).toMatchObject({ title: 'Alpha', description: 'Half a sentence' })

  await give(ada, made, ben, 'editor')
  await expect(page.getByRole('textbox', { name: 'Description' })).toHaveText('Half a sentence')
  expect(errors).toEqual([])
})

test('[C8] a session that ended elsewhere keeps what is unsent for the same person, and from another', async ({
  people,
  board,
}) => {
  const { ada, ben, made } = await shared(people, board)
  const { page } = ben
  await page.route('**/commands', (route) => route.abort())
  await page.getByRole('link', { name: 'Alpha' }).click()
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Renamed by Ben')
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Write a comment' }).fill('A secret of Ben')
  await ben.call('POST', '/api/me/password', { currentPassword: ben.password, password: 'another good one' })
  // That call was made with the page's own session, which stays; ending it is a sign-out elsewhere.
  await ben.call('POST', '/api/auth/logout')
  await page.unroute('**/commands')

  await signIn(page, ben.email, 'another good one')
  await expect(page.getByRole('textbox', { name: 'Title', exact: true })).toHaveValue('Renamed by Ben')
  await expect
    .poll(() => held(page.getByRole('textbox', { name: 'Write a comment' })))
    .toBe('A secret of Ben')
  await expect
    .poll(async () => (await ada.call<{ task: object }>('GET', `/api/tasks/${made.tasks[0]!.key}`)).task)
    .toMatchObject({ title: 'Renamed by Ben' })

  await page.route('**/commands', (route) => route.abort())
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Never sent')
  await page.keyboard.press('Enter')
  await ben.call('POST', '/api/auth/logout')
  await page.unroute('**/commands')
  await signIn(page, ada.email, ada.password)
  await expect(page.getByRole('textbox', { name: 'Title', exact: true })).toHaveValue('Renamed by Ben')
  await expect.poll(() => held(page.getByRole('textbox', { name: 'Write a comment' }))).toBe('')
  await expect(column(page, 'Backlog')).not.toContainText('Never sent')
})

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await expect(page).toHaveURL(/sign-in/)
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await page.getByLabel('Password').first().fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

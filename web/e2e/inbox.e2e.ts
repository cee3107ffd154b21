import type { Page } from '@playwright/test'
import { expect, test, type Person } from './test'

const row = (page: Page, title: string) =>
  page.getByRole('list', { name: 'Inbox' }).getByRole('listitem').filter({ hasText: title })
const link = (page: Page) => page.getByRole('link', { name: /^Inbox/ })
const comment = (who: Person, task: string, body: string) =>
  who.call('POST', `/api/tasks/${task}/comments`, { body })
const handleOf = async (who: Person) =>
  (await who.call<{ user: { handle: string } }>('GET', '/api/me')).user.handle

test('a mention is counted and shown at once; done on one device it is gone on the other, and undone comes back', async ({
  people,
  board,
  join,
  another,
}) => {
  test.slow()
  const [ada, ben] = await people(2)
  const made = await board(ada!, { name: 'Shop', tasks: { 'To do': ['Bake', 'Brew'] } })
  await join(ada!, ben!, made.team)
  const { page } = ben!
  await page.goto('/inbox')
  await expect(page.getByText('You are up to date')).toBeVisible()
  await page.waitForLoadState('networkidle')
  const handle = await handleOf(ben!)
  await comment(ada!, made.tasks[0]!.id, `Look here, @${handle}`)
  await expect(row(page, 'Bake')).toContainText(`Ada mentioned you: Look here, @${handle}`)
  await expect(row(page, 'Bake')).toContainText('because you were mentioned')
  await expect(link(page)).toHaveAccessibleName('Inbox 1 unread')
  await expect(page).toHaveTitle(/^\(1\) Inbox/)
  await ada!.call('PATCH', `/api/tasks/${made.tasks[1]!.id}`, { addAssignees: [ben!.id] })
  await expect(row(page, 'Brew')).toContainText('Ada assigned this to you')
  await expect(link(page)).toHaveAccessibleName('Inbox 2 unread')
  await comment(ada!, made.tasks[0]!.id, `And here, @${handle}`)
  await expect(row(page, 'Bake')).toContainText('1 more')
  await expect(link(page)).toHaveAccessibleName('Inbox 2 unread')

  const other = (await another(ben!)).page
  await other.goto('/inbox')
  await expect(row(other, 'Bake')).toBeVisible()
  await other.waitForLoadState('networkidle')
  await row(page, 'Bake').getByRole('button', { name: 'Done' }).click()
  await expect(row(page, 'Bake')).toHaveCount(0)
  await expect(row(other, 'Bake')).toHaveCount(0)
  await expect(link(other)).toHaveAccessibleName('Inbox 1 unread')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(row(other, 'Bake')).toBeVisible()
  await expect(link(other)).toHaveAccessibleName('Inbox 2 unread')
  await page.getByRole('button', { name: 'Mark all as read' }).click()
  await expect(link(other)).toHaveAccessibleName('Inbox')
  await expect(other).toHaveTitle(/^Inbox/)
})

test('by keys: to it, through it, read, unread, done, snoozed and undone', async ({
  people,
  board,
  join,
}) => {
  test.slow()
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks: { 'To do': ['Bake', 'Brew', 'Sell'] } })
  await join(ada!, ben!, made.team)
  for (const { id } of made.tasks) await ada!.call('PATCH', `/api/tasks/${id}`, { addAssignees: [ben!.id] })
  const { page } = ben!
  const unread = async () => (await ben!.call<{ unread: number }>('GET', '/api/me')).unread
  await expect.poll(unread).toBe(3)
  await page.goto('/my-work')
  await expect(page.getByText('Bake')).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('i')
  await expect(page).toHaveURL(/\/inbox$/)
  await expect(row(page, 'Sell')).toBeVisible()
  await page.keyboard.press('j')
  await expect(row(page, 'Sell').getByRole('link')).toBeFocused()
  await page.keyboard.press('j')
  await page.keyboard.press('u')
  await expect.poll(unread).toBe(2)
  await page.keyboard.press('u')
  await expect.poll(unread).toBe(3)
  await page.keyboard.press('e')
  await expect(row(page, 'Brew')).toHaveCount(0)
  await expect(row(page, 'Bake').getByRole('link')).toBeFocused()
  await page.keyboard.press('Control+z')
  await expect(row(page, 'Brew')).toBeVisible()

  await row(page, 'Bake').getByRole('link').focus()
  await page.keyboard.press('h')
  await page.getByRole('dialog', { name: 'Snooze' }).getByRole('combobox').fill('tomorrow')
  await page.keyboard.press('Enter')
  await expect(row(page, 'Bake')).toHaveCount(0)
  await page.getByRole('button', { name: 'Snoozed' }).click()
  await expect(row(page, 'Bake')).toContainText('until ')
  await row(page, 'Bake').getByRole('button', { name: 'Bring back now' }).click()
  await expect(row(page, 'Bake')).toHaveCount(0)
  await page.getByRole('button', { name: 'Inbox', exact: true }).click()
  await expect(row(page, 'Bake')).toBeVisible()

  await row(page, 'Sell').getByRole('link').focus()
  await page.keyboard.press('h')
  await page.getByRole('dialog', { name: 'Snooze' }).getByRole('combobox').fill('own')
  await page.keyboard.press('Enter')
  await page.getByLabel('Day and time').fill('2001-01-01T10:00')
  await page.getByRole('button', { name: 'Snooze', exact: true }).click()
  await expect(page.getByRole('dialog', { name: 'Snooze' })).toContainText('passed')
  await page.getByLabel('Day and time').fill(`${new Date().getFullYear() + 1}-01-02T10:30`)
  await page.keyboard.press('Enter')
  await expect(row(page, 'Sell')).toHaveCount(0)
  await page.keyboard.press('Control+z')
  await expect(row(page, 'Sell')).toBeVisible()

  await page.keyboard.press('Shift+E')
  await expect(page.getByText('You are up to date')).toBeVisible()
  await expect.poll(unread).toBe(0)
  await page.keyboard.press('Control+z')
  await expect(row(page, 'Sell')).toBeVisible()
  await expect.poll(unread).toBe(3)
})

test('a task opens beside the inbox, follows the keyboard, and has its own keys while the focus is in it', async ({
  people,
  board,
  join,
}) => {
  test.slow()
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks: { 'To do': ['Bake', 'Brew', 'Sell'] } })
  await join(ada!, ben!, made.team)
  for (const { id } of made.tasks) await ada!.call('PATCH', `/api/tasks/${id}`, { addAssignees: [ben!.id] })
  const { page } = ben!
  const unread = async () => (await ben!.call<{ unread: number }>('GET', '/api/me')).unread
  const beside = (at: number) =>
    page.getByRole('complementary', { name: new RegExp(`${made.tasks[at]!.key}$`) })
  await page.goto('/inbox')
  await row(page, 'Sell').getByRole('link').click()
  await expect(beside(2)).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`/inbox\\?task=${made.tasks[2]!.key}$`))
  await expect(row(page, 'Sell').getByRole('link')).toHaveAttribute('aria-current', 'true')
  await expect.poll(unread).toBe(2)
  await page.keyboard.press('j')
  await expect(beside(1)).toBeVisible()
  await expect(row(page, 'Brew').getByRole('link')).toBeFocused()
  await expect.poll(unread).toBe(1)
  await page.keyboard.press('e')
  await expect(row(page, 'Brew')).toHaveCount(0)
  await expect(beside(0)).toBeVisible()
  await expect(row(page, 'Bake').getByRole('link')).toBeFocused()
  await page.keyboard.press('Control+z')
  await expect(row(page, 'Brew')).toBeVisible()

  // What is said of it while one looks on is read.
  await expect.poll(unread).toBe(0)
  await comment(ada!, made.tasks[0]!.id, 'Rye or wheat?')
  await expect(row(page, 'Bake')).toContainText('Ada commented')
  await expect(beside(0).getByText('Rye or wheat?')).toBeVisible()
  await expect.poll(unread).toBe(0)

  await row(page, 'Bake').getByRole('link').focus()
  await page.keyboard.press('Enter')
  await expect(beside(0)).toBeFocused()
  await page.keyboard.press('e')
  await page.keyboard.type('Bake well')
  await page.keyboard.press('Enter')
  const title = async () =>
    (await ben!.call<{ task: { title: string } }>('GET', `/api/tasks/${made.tasks[0]!.id}`)).task.title
  await expect.poll(title).toBe('Bake well')
  await beside(0).focus()
  await page.keyboard.press('Control+z')
  await expect.poll(title).toBe('Bake')
  await page.keyboard.press('Escape')
  await expect(beside(0)).toHaveCount(0)
  await expect(page).toHaveURL(/\/inbox$/)
  await expect(row(page, 'Bake').getByRole('link')).toBeFocused()
})

test('what was deleted or archived says so, and can be cleared', async ({ people, board, join }) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks: { 'To do': ['Bake', 'Brew'] } })
  await join(ada!, ben!, made.team)
  for (const { id } of made.tasks) await ada!.call('PATCH', `/api/tasks/${id}`, { addAssignees: [ben!.id] })
  const { page } = ben!
  await page.goto('/inbox')
  await expect(row(page, 'Brew')).toBeVisible()
  await ada!.call('PATCH', `/api/tasks/${made.tasks[0]!.id}`, { archived: true })
  await ada!.call('DELETE', `/api/tasks/${made.tasks[1]!.id}`)
  await page.reload()
  await expect(row(page, 'Bake')).toContainText('Archived')
  await expect(row(page, 'Brew')).toContainText('Deleted')
  await row(page, 'Brew').getByRole('link').click()
  await expect(page.getByRole('complementary', { name: new RegExp(made.tasks[1]!.key) })).toContainText(
    'deleted',
  )
  await row(page, 'Brew').getByRole('button', { name: 'Done' }).click()
  await expect(row(page, 'Brew')).toHaveCount(0)
})

test('on a phone a task takes the whole screen, and the way back leads to the inbox @phone', async ({
  people,
  board,
  join,
}) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks: { 'To do': ['Bake'] } })
  await join(ada!, ben!, made.team)
  await ada!.call('PATCH', `/api/tasks/${made.tasks[0]!.id}`, { addAssignees: [ben!.id] })
  const { page } = ben!
  await page.goto('/inbox')
  await row(page, 'Bake').getByRole('link').click()
  await expect(page).toHaveURL(new RegExp(`/t/${made.tasks[0]!.key}`))
  await page.goBack()
  await expect(page).toHaveURL(/\/inbox$/)
})

test('of a project that one may see no more nothing is left', async ({ people, board, join }) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks: { 'To do': ['Secret'] } })
  await join(ada!, ben!, made.team)
  await ada!.call('PATCH', `/api/tasks/${made.tasks[0]!.id}`, { addAssignees: [ben!.id] })
  const { page } = ben!
  await page.goto('/inbox')
  await expect(row(page, 'Secret')).toBeVisible()
  await page.waitForLoadState('networkidle')
  await ada!.call('PATCH', `/api/projects/${made.id}`, { visibility: 'private' })
  await expect(row(page, 'Secret')).toHaveCount(0)
  await expect(link(page)).toHaveAccessibleName('Inbox')
})

for (const where of ['', ' @phone']) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`the inbox has no barrier, ${colorScheme}${where}`, async ({ people, board, join, accessible }) => {
      const [ada, ben] = await people(2)
      const made = await board(ada!, { tasks: { 'To do': ['Bake', 'Brew'] } })
      await join(ada!, ben!, made.team)
      const { page } = ben!
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.goto('/inbox')
      await expect(page.getByText('You are up to date')).toBeVisible()
      await accessible(page)
      await comment(ada!, made.tasks[0]!.id, `@${await handleOf(ben!)} how long?`)
      await ada!.call('PATCH', `/api/tasks/${made.tasks[1]!.id}`, { addAssignees: [ben!.id] })
      await expect(row(page, 'Bake')).toBeVisible()
      await expect(row(page, 'Brew')).toBeVisible()
      await accessible(page)
      await row(page, 'Bake').getByRole('button', { name: 'Snooze…' }).click()
      await expect(page.getByRole('dialog', { name: 'Snooze' })).toBeVisible()
      await accessible(page)
    })
  }
}

test('a task is watched and muted by key and menu, and a project’s level is one’s own', async ({
  people,
  board,
  join,
}) => {
  test.slow()
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks: { 'To do': ['Bake'] } })
  await join(ada!, ben!, made.team)
  const { id, key } = made.tasks[0]!
  const level = async () =>
    (await ben!.call<{ watch: { level: string } }>('GET', `/api/tasks/${id}/watch`)).watch.level
  const { page } = ben!
  await page.goto(`/t/${key}`)
  await expect(page.getByRole('complementary', { name: new RegExp(key) })).toBeVisible()
  await page.waitForLoadState('networkidle')
  await page.keyboard.press('Shift+W')
  await expect(page.getByText(`You hear everything about ${key}`)).toBeVisible()
  expect(await level()).toBe('watching')
  await comment(ada!, id, 'Rye or wheat?')
  await expect(link(page)).toHaveAccessibleName('Inbox 1 unread')
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Notifications' }).press('ArrowRight')
  await expect(page.getByRole('menuitem', { name: /^Watch/ })).toHaveAttribute('aria-current', 'true')
  await page.getByRole('menuitem', { name: /^Mute/ }).press('Enter')
  await expect(page.getByText(`You hear nothing about ${key}`)).toBeVisible()
  expect(await level()).toBe('muted')

  await page.goto(`/p/${made.key}/settings`)
  await page.getByRole('combobox', { name: 'Tell me of' }).selectOption('Mentions only')
  await expect(page.getByText('You hear: Mentions only')).toBeVisible()
  const { watch } = await ben!.call<{ watch: { level: string } }>('GET', `/api/projects/${made.id}/watch`)
  expect(watch.level).toBe('mentions')

  await page.goto(`/p/${made.key}`)
  await page.getByRole('button', { name: 'Notifications' }).click()
  await expect(page.getByRole('menuitem', { name: 'Mentions only' })).toHaveAttribute('aria-current', 'true')
  await page.getByRole('menuitem', { name: 'Everything' }).click()
  await expect(page.getByText('You hear: Everything')).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('tell me of this project nothing')
  await page.keyboard.press('Enter')
  await expect(page.getByText('You hear: Nothing')).toBeVisible()
})

test('a task that is renamed shows its present title', async ({ people, board, join }) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks: { 'To do': ['Bake'] } })
  await join(ada!, ben!, made.team)
  const { page } = ben!
  await page.goto('/inbox')
  await comment(ada!, made.tasks[0]!.id, `Look here, @${await handleOf(ben!)}`)
  await expect(row(page, 'Bake')).toBeVisible()
  await ada!.call('PATCH', `/api/tasks/${made.tasks[0]!.id}`, { title: 'Brew twice' })
  await expect(row(page, 'Brew twice')).toBeVisible()
  await page.waitForLoadState('networkidle')
  await ada!.call('PATCH', `/api/tasks/${made.tasks[0]!.id}`, { title: 'Sell it' })
  await expect(row(page, 'Sell it')).toBeVisible()
})

import { startServer, type Server } from './server'
import { expect, test as base } from './test'

// An instance that nobody has used yet, one for each test.
const test = base.extend<{ fresh: Server }>({
  // oxlint-disable-next-line no-empty-pattern
  fresh: async ({}, use) => {
    const fresh = await startServer(['--offer-demo'])
    await use(fresh)
    await fresh.dispose()
  },
})

test('the first visitor makes an account, a team and a project, and stands before a board', async ({
  page,
  fresh,
  accessible,
}) => {
  await page.goto(fresh.url)
  await expect(page.getByRole('heading', { name: 'Welcome to Tandem' })).toBeVisible()
  await accessible(page)
  await page.getByLabel('Name', { exact: true }).fill('Ada Lovelace')
  await page.getByLabel('E-mail address').fill('ada@example.com')
  await page.getByLabel('Password').fill('correct horse battery')
  await page.getByRole('button', { name: 'Create account' }).click()

  await expect(page.getByRole('heading', { name: 'Name your team' })).toBeVisible()
  await accessible(page)
  await page.getByLabel('Team name').fill('Acme')
  await page.getByRole('button', { name: 'Continue' }).click()

  await expect(page.getByRole('heading', { name: 'Create your first project' })).toBeVisible()
  await accessible(page)
  await page.getByLabel('Name', { exact: true }).fill('Website')
  await page.getByRole('button', { name: 'Create project' }).click()

  await expect(page).toHaveURL(/\/p\/[A-Z0-9]+$/)
  for (const status of ['Backlog', 'To do', 'In progress', 'In review', 'Done']) {
    await expect(page.getByText(status, { exact: true }).first()).toBeVisible()
  }
})

test('an empty instance offers a demo: a team with a board in full swing, in one click', async ({
  page,
  fresh,
}) => {
  await page.goto(fresh.url)
  await page.getByRole('button', { name: 'Try the demo' }).click()
  await expect(page).toHaveURL(/\/p\/[A-Z0-9]+$/)
  await expect(page.getByText('In progress', { exact: true }).first()).toBeVisible()
  const { projects } = (await (await page.request.get(`${fresh.url}/api/me`)).json()) as {
    projects: { id: string }[]
  }
  const snapshot = await page.request.get(`${fresh.url}/api/projects/${projects[0]!.id}/snapshot`)
  const { tasks, members } = (await snapshot.json()) as { tasks: unknown[]; members: unknown[] }
  expect(tasks.length).toBeGreaterThanOrEqual(60)
  expect(members).toHaveLength(4)
})

test('who signs out comes back by signing in, and a wrong password is told', async ({
  people,
  accessible,
}) => {
  const [ada] = await people(1)
  const { page, context, email, password } = ada!
  await context.clearCookies()
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'Sign in to Tandem' })).toBeVisible()
  await accessible(page)
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Name your team' })).toBeVisible()
})

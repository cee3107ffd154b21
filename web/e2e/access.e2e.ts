import { expect, test, type Person } from './test'

const roleOf = ({ page }: Person, name: string) => page.getByRole('combobox', { name: `Role of ${name}` })

test('a guest is added to a project, becomes a viewer, and is taken off again', async ({
  people,
  board,
  join,
}) => {
  test.slow()
  const [ada, ben] = await people(2)
  const { team, path } = await board(ada!, { tasks: { 'To do': ['Write the menu'] } })
  await join(ada!, ben!, team, 'guest')
  await ben!.page.goto(path)
  await expect(ben!.page.getByRole('heading', { name: 'Nothing here' })).toBeVisible()

  const { page } = ada!
  await page.goto(`${path}/settings`)
  await page.getByRole('button', { name: 'Add people' }).click()
  await page.getByRole('option', { name: /Ben/ }).click()
  await expect(roleOf(ada!, 'Ben')).toHaveValue('editor')
  await expect(page.getByRole('button', { name: 'Add people' })).toHaveAttribute('aria-disabled', 'true')
  await expect(roleOf(ada!, 'Ada')).toHaveAttribute('aria-disabled', 'true')

  await ben!.page.goto(path)
  await expect(ben!.page.getByRole('button', { name: 'New task' }).first()).toBeVisible()
  await roleOf(ada!, 'Ben').selectOption('viewer')
  await expect(ben!.page.getByText('Read only')).toBeVisible()

  await page.getByRole('button', { name: 'Take the role of Ben away' }).click()
  await page.getByRole('button', { name: 'Remove from project' }).click()
  await expect(roleOf(ada!, 'Ben')).toBeHidden()
  await expect(ben!.page.getByText('Write the menu')).toBeHidden()
})

test('an archived project is read only for all, leaves the sidebar, and comes back', async ({
  people,
  board,
  join,
}) => {
  test.slow()
  const [ada, ben] = await people(2)
  const { team, path } = await board(ada!, { tasks: { 'To do': ['Write the menu'] } })
  await join(ada!, ben!, team)
  await ben!.page.goto(path)
  await expect(ben!.page.getByText('Write the menu')).toBeVisible()
  const { page } = ada!
  await page.goto(`${path}/settings`)
  await page.getByRole('button', { name: 'Archive this project' }).click()
  const banner = 'This project is archived. It can be read, not changed.'
  await expect(ben!.page.getByText(banner)).toBeVisible()
  await expect(ben!.page.getByRole('button', { name: 'Restore' })).toBeHidden()
  await expect(ben!.page.getByText('Read only')).toBeVisible()
  const bar = page.getByRole('navigation', { name: 'Navigation' })
  await expect(bar.getByRole('link', { name: 'Website' })).toBeHidden()

  await page.goto(`/team/${team}`)
  await page.getByText('Archived (1)').click()
  await page.getByRole('link', { name: /Website/ }).click()
  await page.getByRole('button', { name: 'Restore' }).click()
  await expect(page.getByText(banner)).toBeHidden()
  await expect(ben!.page.getByText(banner)).toBeHidden()
  await expect(bar.getByRole('link', { name: 'Website' })).toBeVisible()
})

test('a project is deleted after its name, and restored from the page of its team', async ({
  people,
  board,
}) => {
  const [ada] = await people(1)
  const { team, path } = await board(ada!, { tasks: { 'To do': ['Write the menu'] } })
  const { page } = ada!
  await page.goto(`${path}/settings`)
  await page.getByRole('button', { name: 'Delete this project…' }).click()
  await expect(page.getByRole('button', { name: 'Delete project' })).toBeDisabled()
  await page.getByLabel('Type “Website” to confirm').fill('Website')
  await page.getByRole('button', { name: 'Delete project' }).click()
  await expect(page.getByText('“Website” deleted')).toBeVisible()

  await page.goto(`/team/${team}`)
  await page.getByRole('button', { name: 'Restore Website' }).click()
  await page
    .getByRole('link', { name: /Website/ })
    .last()
    .click()
  await expect(page.getByText('Write the menu')).toBeVisible()
})

test('a public link is off at first, shown once, changed, replaced and ended', async ({
  people,
  board,
  join,
}) => {
  test.slow()
  const [ada, ben] = await people(2)
  const { team, path } = await board(ada!, { tasks: { 'To do': ['Write the menu'] } })
  await join(ada!, ben!, team)
  await ben!.page.goto(path)
  const { page } = ada!
  await page.goto(`${path}/settings`)
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Turn on…' }).click()
  await dialog.getByLabel('Password (optional)').fill('open sesame')
  await dialog.getByRole('button', { name: 'Turn on' }).click()
  const first = await dialog.locator('code').innerText()
  expect(first).toMatch(/\/s\/[\w-]{20,}$/)
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByText('by Ada · with a password')).toBeVisible()
  await expect(ben!.page.getByRole('button', { name: /^Public/ })).toBeVisible()

  await page.getByRole('button', { name: 'Change…' }).click()
  await dialog.getByLabel('Password').selectOption('No password')
  await dialog.getByLabel('Expires').selectOption('In 7 days')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText(/without a password · expires/)).toBeVisible()

  await page.getByRole('button', { name: 'New address…' }).click()
  await dialog.getByRole('button', { name: 'Replace the address' }).click()
  expect(await dialog.locator('code').innerText()).not.toBe(first)
  await dialog.getByRole('button', { name: 'Done' }).click()

  await page.getByRole('button', { name: 'Turn off…' }).click()
  await dialog.getByRole('button', { name: 'Turn off' }).click()
  await expect(page.getByRole('button', { name: 'Turn on…' })).toBeVisible()
  await expect(ben!.page.getByRole('button', { name: /^Public/ })).toBeHidden()
})

test('other sessions are seen and ended, one or all, and by a new password', async ({
  people,
  browser,
  baseURL,
}) => {
  const [ada] = await people(1)
  const { page } = ada!
  const signIn = async (): Promise<void> => {
    const context = await browser.newContext({ baseURL: baseURL! })
    await context.request.post('/api/auth/login', { data: { email: ada!.email, password: ada!.password } })
    await context.close()
  }
  await signIn()
  await page.goto('/me')
  await expect(page.getByText('This device', { exact: true }).first()).toBeVisible()
  const ends = page.getByRole('button', { name: /^End the session of/ })
  await expect(ends).toHaveCount(1)
  await ends.click()
  await expect(ends).toHaveCount(0)

  await signIn()
  await page.getByLabel('Current password').fill(ada!.password)
  await page.getByLabel('New password').fill('another horse battery')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('Password changed. You are signed out everywhere else.')).toBeVisible()
  await expect(ends).toHaveCount(0)
})

import { expect, test, type Person } from './test'

async function invite({ page }: Person, team: string, email = ''): Promise<string> {
  await page.goto(`/team/${team}?invite=1`)
  const dialog = page.getByRole('dialog')
  if (email) await dialog.getByLabel('E-mail address (optional)').fill(email)
  await dialog.getByRole('button', { name: 'Create invitation' }).click()
  const url = await dialog.locator('code').innerText()
  await dialog.getByRole('button', { name: 'Done' }).click()
  return new URL(url).pathname
}

test('an invitation is shown once, waits in the list, and brings somebody into the team', async ({
  people,
  board,
}) => {
  const [ada, ben] = await people(2)
  const { team } = await board(ada!)
  const path = await invite(ada!, team, ben!.email)
  await expect(ada!.page.getByText(ben!.email)).toBeVisible()
  await ada!.page.waitForTimeout(2500)

  await ben!.page.goto(path)
  await expect(ben!.page.getByText('Ada invites you to this team as a member.')).toBeVisible()
  await ben!.page.getByRole('button', { name: 'Join the team' }).click()
  await expect(ben!.page.getByRole('combobox', { name: 'Role of Ben' })).toHaveValue('member')
  await expect(ada!.page.getByRole('combobox', { name: 'Role of Ben' })).toBeVisible()
  await expect(ada!.page.getByText('No invitation is waiting for an answer')).toBeVisible()
  await ben!.page.goto(path)
  await expect(
    ben!.page.getByRole('heading', { name: 'This invitation cannot be used any more' }),
  ).toBeVisible()
})

test('whoever has no account makes one with the invited address, and is in the team', async ({
  people,
  board,
  browser,
  baseURL,
}) => {
  const [ada] = await people(1)
  const { team } = await board(ada!)
  const email = `new.${Date.now()}@example.com`
  const path = await invite(ada!, team, email)
  const context = await browser.newContext({ baseURL: baseURL! })
  const page = await context.newPage()
  await page.goto(path)
  await expect(page.getByLabel('E-mail address')).toHaveValue(email)
  await expect(page.getByLabel('E-mail address')).not.toBeEditable()
  await page.getByLabel('Name').fill('Nora')
  await page.getByLabel('Password').fill('correct horse battery')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('combobox', { name: 'Role of Nora' })).toHaveValue('member')
  await context.close()
})

test('every refusal says what to do next', async ({ people, board, join }) => {
  test.slow()
  const [ada, ben, chris] = await people(3)
  const { team } = await board(ada!)
  await ben!.page.goto('/invite/not-there')
  await expect(ben!.page.getByRole('heading', { name: 'There is no such invitation' })).toBeVisible()

  const forBen = await invite(ada!, team, ben!.email)
  await chris!.page.goto(forBen)
  await chris!.page.getByRole('button', { name: 'Join the team' }).click()
  await expect(
    chris!.page.getByRole('heading', { name: 'This invitation is for somebody else' }),
  ).toBeVisible()
  await chris!.page.getByRole('button', { name: 'Sign out' }).click()
  await expect(chris!.page).toHaveURL(/\/sign-in\?next=\/invite/)

  await join(ada!, ben!, team)
  const open = await invite(ada!, team)
  await ben!.page.goto(open)
  await ben!.page.getByRole('button', { name: 'Join the team' }).click()
  await expect(ben!.page.getByRole('heading', { name: 'You are in this team already' })).toBeVisible()
  await ben!.page.getByRole('button', { name: 'Go to the team' }).click()
  await expect(ben!.page.getByRole('combobox', { name: 'Role of Ben' })).toBeVisible()

  await ada!.page.getByRole('button', { name: 'Revoke the invitation by link' }).click()
  await chris!.page.goto(open)
  await expect(
    chris!.page.getByRole('heading', { name: 'This invitation cannot be used any more' }),
  ).toBeVisible()
})

test('an invitation is declined', async ({ people, board }) => {
  const [ada, ben] = await people(2)
  const { team } = await board(ada!)
  const path = await invite(ada!, team)
  await ben!.page.goto(path)
  await ben!.page.getByRole('button', { name: 'Decline' }).click()
  await expect(ben!.page.getByRole('heading', { name: 'Invitation declined' })).toBeVisible()
})

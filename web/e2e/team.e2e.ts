import type { Page } from '@playwright/test'
import { expect, test } from './test'

const roleOf = (page: Page, name: string) => page.getByRole('combobox', { name: `Role of ${name}` })
const toast = (page: Page, text: string | RegExp) =>
  page.getByRole('region', { name: 'Notices' }).getByText(text)

test('a role is changed, shows to the other at once, and decides what they may press', async ({
  people,
  board,
  join,
}) => {
  const [ada, ben] = await people(2)
  const { team } = await board(ada!)
  await join(ada!, ben!, team)
  await ada!.page.goto(`/team/${team}`)
  await ben!.page.goto(`/team/${team}`)
  await expect(roleOf(ben!.page, 'Ada')).toHaveAttribute('aria-disabled', 'true')

  const remove = ben!.page.getByRole('button', { name: 'Remove Ada' })
  await remove.focus()
  await ben!.page.keyboard.press('Shift+Tab')
  await ben!.page.keyboard.press('Tab')
  await expect(ben!.page.getByRole('tooltip')).toHaveText(/Only owners and admins change who is in the team/)
  await remove.press('Enter')
  await expect(toast(ben!.page, 'Only owners and admins change who is in the team.')).toBeVisible()
  await expect(ben!.page.getByRole('dialog')).toBeHidden()

  await ben!.page.waitForTimeout(2500) // the stream is followed once the page is idle
  await roleOf(ada!.page, 'Ben').selectOption('admin')
  await expect(toast(ada!.page, 'Ben is now Admin')).toBeVisible()
  await expect(roleOf(ben!.page, 'Ben')).toHaveValue('admin')
  await expect(ben!.page.getByRole('button', { name: 'Invite people' })).not.toHaveAttribute('aria-disabled')
  await expect(remove).toHaveAttribute('aria-disabled', 'true')
})

test('somebody is removed after a question, and sees the team go', async ({ people, board, join }) => {
  const [ada, ben] = await people(2)
  const { team } = await board(ada!)
  await join(ada!, ben!, team)
  await ben!.page.goto(`/team/${team}`)
  await expect(roleOf(ben!.page, 'Ben')).toBeVisible()
  await ben!.page.waitForTimeout(2500)
  await ada!.page.goto(`/team/${team}`)
  await ada!.page.getByRole('button', { name: 'Remove Ben' }).click()
  await expect(ada!.page.getByRole('dialog')).toContainText('loses access to all projects')
  await ada!.page.getByRole('button', { name: 'Remove from team' }).click()
  await expect(roleOf(ada!.page, 'Ben')).toBeHidden()
  await expect(ben!.page.getByRole('heading', { name: 'Nothing here' })).toBeVisible()
})

test('the last owner hands over before they leave', async ({ people, board, join }) => {
  const [ada, ben] = await people(2)
  const { team } = await board(ada!)
  await join(ada!, ben!, team)
  const { page } = ada!
  await page.goto(`/team/${team}`)
  await page.getByRole('button', { name: /^Leave “/ }).click()
  await page.getByRole('button', { name: 'Leave team' }).click()
  await expect(page.getByRole('alert')).toContainText('at least one owner')
  await page.getByRole('button', { name: 'Cancel' }).click()

  await page.getByRole('button', { name: 'Hand over ownership…' }).click()
  await page.getByLabel('New owner').selectOption('Ben')
  await page.getByRole('button', { name: 'Hand over', exact: true }).click()
  await expect(roleOf(page, 'Ben')).toHaveValue('owner')
  await expect(roleOf(page, 'Ada')).toHaveValue('admin')
  await page.getByRole('button', { name: /^Leave “/ }).click()
  await page.getByRole('button', { name: 'Leave team' }).click()
  await expect(toast(page, /You have left/)).toBeVisible()
})

test('a team is renamed, and deleted only after its name', async ({ people, board }) => {
  const [ada] = await people(1)
  const { team } = await board(ada!)
  const { page } = ada!
  await page.goto('/')
  await page.getByRole('main').or(page.locator('.sheet')).getByRole('link', { name: "Ada's team" }).click()
  await page.getByLabel('Name of the team').fill('Bakers')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { name: 'Bakers', level: 1 })).toBeVisible()
  await page.getByRole('button', { name: 'Delete this team…' }).click()
  const yes = page.getByRole('button', { name: 'Delete team' })
  await expect(yes).toBeDisabled()
  await page.getByLabel('Type “Bakers” to confirm').fill('Bakers')
  await yes.click()
  await expect(toast(page, '“Bakers” deleted')).toBeVisible()
  await page.goto(`/team/${team}`)
  await expect(page.getByRole('heading', { name: 'Nothing here' })).toBeVisible()
})

test('teams fold in the sidebar, and stay so', async ({ people, board }) => {
  const [ada] = await people(1)
  await board(ada!, { name: 'Website' })
  const { page } = ada!
  await page.goto('/')
  const bar = page.getByRole('navigation', { name: 'Navigation' })
  await bar.getByRole('button', { name: /^Hide the projects/ }).click()
  await expect(bar.getByRole('link', { name: 'Website' })).toBeHidden()
  await page.reload()
  await expect(bar.getByRole('button', { name: /^Show the projects/ })).toBeVisible()
  await expect(bar.getByRole('link', { name: 'Website' })).toBeHidden()
})

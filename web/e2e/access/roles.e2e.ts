import type { Page } from '@playwright/test'
import type { Role } from '../../src/api/types'
import { card, drag, expectTitles, inside } from '../board/cards'
import { expect, test } from '../test'
import { give, invite } from './team'

const tasks = { Backlog: ['Alpha', 'Beta'], 'To do': ['Gamma'] }
const reasons: Partial<Record<Role, string>> = {
  viewer: 'You can read this project, but not change it.',
  commenter: 'You can comment in this project, but not change it.',
}

const notice = (page: Page, reason: string) => page.getByRole('listitem').filter({ hasText: reason })

/** Whoever may not change tasks is told so wherever they try, and nothing happens. */
async function expectNoChanges(page: Page, reason: string): Promise<void> {
  await expect(page.getByRole('button', { name: /^New task/ })).toHaveCount(0)
  await drag(page, 'Alpha', await inside(page, 'Done'))
  await expectTitles(page, 'Backlog', tasks.Backlog)

  for (const key of ['c', 'p', 'Delete', 'e', 'Alt+ArrowDown']) {
    await card(page, 'Alpha').getByRole('link').focus()
    await page.keyboard.press(key)
    await notice(page, reason).getByRole('button', { name: 'Close' }).click()
  }
  await expect(page.locator('[role=dialog], .composer')).toHaveCount(0)

  await card(page, 'Alpha').click({ button: 'right' })
  const menu = page.getByRole('menu')
  const remove = menu.getByRole('menuitem', { name: 'Delete' })
  await expect(remove).toHaveAttribute('aria-disabled', 'true')
  await expect(remove).toHaveAccessibleDescription(new RegExp(reason))
  await remove.click({ force: true })
  await expect(menu).toBeVisible()
  await page.keyboard.press('Escape')

  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('New task')
  await page.keyboard.press('Enter')
  await expect(notice(page, reason)).toBeVisible()
  await notice(page, reason).getByRole('button', { name: 'Close' }).click()
  await expectTitles(page, 'Backlog', tasks.Backlog)
}

async function expectReadOnlyPanel(page: Page, reason: string): Promise<void> {
  await page.getByRole('link', { name: 'Alpha' }).click()
  const panel = page.getByRole('complementary', { name: /^Task / })
  await expect(panel.getByRole('heading', { name: 'Alpha' })).toBeVisible()
  for (const name of ['Title', 'Description', 'Title of the new subtask'])
    await expect(panel.getByRole('textbox', { name, exact: true })).toHaveCount(0)
  await expect(panel.getByRole('button', { name: /description/ })).toHaveCount(0)
  const status = panel.getByRole('button', { name: 'Status: Backlog' })
  await expect(status).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Tab')
  await status.focus()
  await expect(page.getByRole('tooltip')).toContainText(reason)
  await expect(status).toHaveAccessibleDescription(new RegExp(reason))
  await status.click({ force: true })
  await expect(page.locator('[role=dialog]')).toHaveCount(0)
}

for (const role of ['viewer', 'commenter'] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`a guest who is ${role} sees what they may not do, and why, ${colorScheme}`, async ({
      people,
      board,
      accessible,
    }) => {
      test.slow()
      const [ada, ben] = await people(2)
      const made = await board(ada!, { tasks })
      await invite(ada!, made, ben!, 'guest')
      await give(ada!, made, ben!, role)
      const task = made.tasks[0]!
      await ada!.call('POST', `/api/tasks/${task.key}/comments`, { body: 'From Ada' })
      const { page } = ben!
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.goto(made.path)
      await card(page, 'Alpha').waitFor()
      await expect(page.getByText(role === 'viewer' ? 'Read only' : 'Comments only')).toBeVisible()
      await expectNoChanges(page, reasons[role]!)
      await expectReadOnlyPanel(page, reasons[role]!)

      const field = page.getByRole('textbox', { name: 'Write a comment' })
      const hers = page.getByRole('listitem').filter({ hasText: 'From Ada' })
      await hers.hover()
      await hers.getByRole('button', { name: 'More about the comment' }).click()
      await expect(page.getByRole('menuitem', { name: 'Copy link' })).toBeVisible()
      await expect(page.getByRole('menuitem', { name: /Edit|Delete/ })).toHaveCount(0)
      await page.keyboard.press('Escape')
      if (role === 'viewer') {
        await expect(field).toHaveCount(0)
        await expect(page.getByText('but not comment in it')).toBeVisible()
      } else {
        await field.fill('From Ben')
        await field.press('Control+Enter')
        const mine = page.getByRole('listitem').filter({ hasText: 'From Ben' })
        await mine.hover()
        await mine.getByRole('button', { name: 'More about the comment' }).click()
        await page.getByRole('menuitem', { name: 'Edit' }).click()
        await page.getByRole('textbox', { name: 'Edit comment' }).fill('From Ben, better')
        const comment = page.getByRole('article', { name: 'Comment of Ben' })
        await comment.getByRole('button', { name: 'Save' }).click()
        await expect(page.getByText('From Ben, better')).toBeVisible()
      }
      await accessible(page)
    })
  }
}

test('a guest who is editor changes tasks, in that project alone', async ({ people, board }) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  const other = await board(ada!, { name: 'Secret' })
  await invite(ada!, made, ben!, 'guest')
  await give(ada!, made, ben!, 'editor')
  const { page } = ben!
  await page.goto(made.path)
  await drag(page, 'Alpha', await inside(page, 'Done'))
  await expectTitles(page, 'Done', ['Alpha'])
  await expect(page.getByRole('link', { name: 'Secret' })).toHaveCount(0)
  await page.goto(other.path)
  await expect(page.getByRole('heading', { name: 'Nothing here' })).toBeVisible()
})

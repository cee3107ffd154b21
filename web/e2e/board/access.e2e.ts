import type { Page } from '@playwright/test'
import { test } from '../test'
import { card, expectTitles } from './cards'

const tasks = { Backlog: ['Alpha', 'Beta', 'Gamma'], 'To do': ['Delta'], Done: ['Epsilon'] }

/** What lies above the board, and how one gets there from its first card. */
const layers: Record<string, (page: Page) => Promise<void>> = {
  board: async () => {},
  'new task': async (page) => page.getByRole('button', { name: 'New task in To do' }).click(),
  menu: async (page) => card(page, 'Alpha').click({ button: 'right' }),
  task: async (page) => page.getByRole('link', { name: 'Alpha' }).click(),
  'move to': async (page) => press(page, 'm'),
  status: async (page) => press(page, 's'),
  priority: async (page) => press(page, 'p'),
  assignees: async (page) => press(page, 'a'),
  labels: async (page) => press(page, 'l'),
  'due date': async (page) => press(page, 'd'),
  undo: async (page) => press(page, 'Delete'),
}

/** A panel on a phone hides the way to Escape: there one goes back. */
async function close(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await page.locator('[role=dialog], [role=menu], .composer, aside.panel').waitFor({ state: 'detached' })
}

async function press(page: Page, key: string): Promise<void> {
  await card(page, 'Alpha').getByRole('link').focus()
  await page.keyboard.press(key)
}

for (const where of ['', ' @phone']) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`board, panel, menus and dialogs keep WCAG 2.2 A and AA, ${colorScheme}${where}`, async ({
      people,
      board,
      accessible,
    }) => {
      test.slow()
      const [ada] = await people(1)
      const { path } = await board(ada!, { tasks })
      const { page } = ada!
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.goto(path)
      for (const [name, open] of Object.entries(layers)) {
        await test.step(name, async () => {
          await card(page, 'Alpha').waitFor()
          await open(page)
          await page.waitForTimeout(150)
          await accessible(page)
          if (name === 'undo') await page.getByRole('button', { name: 'Undo' }).click()
          else await close(page)
        })
      }
      await expectTitles(page, 'Backlog', tasks.Backlog)
    })
  }
}

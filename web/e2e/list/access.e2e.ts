import type { Page } from '@playwright/test'
import { test } from '../test'
import { expectTitles, row } from './rows'

const tasks = { Backlog: ['Alpha', 'Beta', 'Gamma'], 'To do': ['Delta'], Done: ['Epsilon'] }

/** What lies in and above the list, and how one gets there from its first row. */
const layers: Record<string, (page: Page) => Promise<void>> = {
  list: async () => {},
  menu: async (page) => row(page, 'Alpha').click({ button: 'right' }),
  display: async (page) => page.getByRole('button', { name: 'Display' }).click(),
  'new task': async (page) => press(page, 'c'),
  'a title': async (page) => press(page, 'e'),
  'a selection': async (page) => press(page, 'x'),
  'a choice for a selection': async (page) => {
    await press(page, 'x')
    await page.keyboard.press('p')
  },
}

async function press(page: Page, key: string): Promise<void> {
  await row(page, 'Alpha').focus()
  await page.keyboard.press(key)
}

for (const where of ['', ' @phone']) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`the list and its layers keep WCAG 2.2 A and AA, ${colorScheme}${where}`, async ({
      people,
      board,
      accessible,
    }) => {
      test.slow()
      const [ada] = await people(1)
      const { path } = await board(ada!, { tasks })
      const { page } = ada!
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      for (const [name, open] of Object.entries(layers)) {
        await test.step(name, async () => {
          await page.goto(`${path}/list`)
          await row(page, 'Alpha').waitFor()
          await open(page)
          await page.waitForTimeout(200)
          await accessible(page)
        })
      }
      await page.goto(`${path}/list`)
      await expectTitles(page, 'Backlog', tasks.Backlog)
    })
  }
}

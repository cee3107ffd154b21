import type { Page } from '@playwright/test'
import { expect, test, type Board } from './test'

type Screens = Record<string, (page: Page, board: Board) => Promise<void>>

/** Every screen: how to come there, and what says that it is there. */
const ofWork: Screens = {
  projects: async (page) => {
    await page.goto('/')
    await expect(page.getByRole('heading', { name: 'Projects' })).toBeVisible()
  },
  board: async (page, { path, tasks }) => {
    await page.goto(path)
    await expect(page.getByText(tasks[0]!.title).first()).toBeVisible()
  },
  task: async (page, { tasks }) => {
    await page.goto(`/t/${tasks[0]!.key}`)
    await expect(page.getByRole('textbox').filter({ visible: true }).first()).toBeVisible()
  },
  activity: async (page, { path }) => {
    await page.goto(`${path}/activity`)
    await expect(page.getByRole('heading', { name: 'Today' })).toBeVisible()
  },
  history: async (page, { path, tasks }) => {
    await page.goto(`${path}/history`)
    await expect(page.getByText(tasks[0]!.title).first()).toBeVisible()
  },
  'project settings': async (page, { path }) => {
    await page.goto(`${path}/settings`)
    await expect(page.getByRole('heading').first()).toBeVisible()
  },
}

const ofPeople: Screens = {
  team: async (page, { team }) => {
    await page.goto(`/team/${team}`)
    await expect(page.getByRole('combobox').first()).toBeVisible()
  },
  'inviting to a team': async (page, { team }) => {
    await page.goto(`/team/${team}?invite=1`)
    await expect(page.getByRole('dialog')).toBeVisible()
  },
  'an invitation that is none': async (page) => {
    await page.goto('/invite/nowhere')
    await expect(page.getByRole('heading', { name: 'There is no such invitation' })).toBeVisible()
  },
  account: async (page) => {
    await page.goto('/me')
    await expect(page.getByRole('heading').first()).toBeVisible()
  },
  'a page that does not exist': async (page) => {
    await page.goto('/nowhere')
    await expect(page.getByRole('heading').first()).toBeVisible()
  },
}

const groups = { work: ofWork, people: ofPeople }
const variants = ['', ' @phone'].flatMap((where) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ where, colorScheme })),
)

for (const [of, screens] of Object.entries(groups)) {
  for (const { where, colorScheme } of variants) {
    test(`no screen of ${of} has a barrier, ${colorScheme}${where}`, async ({
      people,
      board,
      accessible,
    }) => {
      test.slow()
      const [ada] = await people(1)
      const made = await board(ada!, {
        tasks: { 'To do': ['Write the menu', 'Order the flour'], Done: ['Find a name'] },
      })
      await ada!.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      for (const [name, open] of Object.entries(screens)) {
        await test.step(name, async () => {
          await open(ada!.page, made)
          await accessible(ada!.page)
        })
      }
    })
  }
}

test('the palette and the keys have no barrier', async ({ people, board, accessible }) => {
  const [ada] = await people(1)
  const { path } = await board(ada!, { tasks: { 'To do': ['Write the menu'] } })
  await ada!.page.goto(path)
  await expect(ada!.page.getByText('Write the menu')).toBeVisible()
  await ada!.page.keyboard.press('Control+k')
  await expect(ada!.page.getByRole('dialog')).toBeVisible()
  await accessible(ada!.page)
  await ada!.page.keyboard.press('Escape')
  await ada!.page.keyboard.press('?')
  await expect(ada!.page.getByRole('dialog')).toBeVisible()
  await accessible(ada!.page)
})

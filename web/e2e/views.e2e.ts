import type { Page } from '@playwright/test'
import { expect, type Board, type Person, test } from './test'

const tasks = { 'To do': ['Ship the invoice', 'Write the café menu', 'Paint the fence'] }
const cards = '[data-card]'
const cafe = { field: 'title', op: 'contains', value: 'café' }

const opener = (page: Page) => page.getByRole('button', { name: /^Saved view/ })
const line = (page: Page, name: string | RegExp) => page.getByRole('menuitem', { name })

/** Chooses something in the menu of views. */
async function choose(page: Page, name: string | RegExp): Promise<void> {
  await opener(page).click()
  await line(page, name).click()
}

async function nameIt(page: Page, name: string, who?: 'Only me' | 'Everyone in the project'): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill(name)
  if (who) await dialog.getByText(who, { exact: true }).click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
}

const filtered = ({ path }: Board): string => `${path}?filter=${encodeURIComponent(JSON.stringify(cafe))}`

async function share(person: Person, { id }: Board, name: string, more: object = {}): Promise<string> {
  const body = { name, layout: 'list', filter: cafe, ...more }
  const { view } = await person.call<{ view: { id: string } }>('POST', `/api/projects/${id}/views`, body)
  return view.id
}

test('a shared view shows at once on the other screen, an own one never does; the link shows the same', async ({
  people,
  board,
  join,
}) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await join(ada!, ben!, made.team)
  await ben!.page.goto(made.path)
  await ada!.page.goto(filtered(made))
  await expect(ada!.page.locator(cards)).toHaveCount(1)
  await ada!.page.getByRole('button', { name: 'Save view…' }).click()
  await nameIt(ada!.page, 'Kitchen', 'Everyone in the project')
  await choose(ada!.page, 'Save a copy…')
  await nameIt(ada!.page, 'Mine alone', 'Only me')
  await expect(opener(ada!.page)).toHaveAccessibleName('Saved view: Mine alone')

  await opener(ben!.page).click()
  await expect(line(ben!.page, 'Kitchen')).toBeVisible()
  await expect(line(ben!.page, /Mine alone/)).toHaveCount(0)
  await line(ben!.page, 'Kitchen').click()
  await expect(ben!.page.locator(cards)).toHaveText([/café/])
  await expect(ben!.page).toHaveURL(/saved=/)
  const link = ben!.page.url()
  await ada!.page.goto(link)
  await expect(opener(ada!.page)).toHaveAccessibleName('Saved view: Kitchen')
  await expect(ada!.page.locator(cards)).toHaveText([/café/])

  await choose(ada!.page, 'Rename view…')
  await nameIt(ada!.page, 'Café')
  await expect(opener(ben!.page)).toHaveAccessibleName('Saved view: Café')
  await choose(ada!.page, 'Delete view')
  await expect(opener(ben!.page)).toHaveAccessibleName('Saved views')
  await ada!.page.getByRole('button', { name: 'Undo' }).click()
  await opener(ben!.page).click()
  await expect(line(ben!.page, 'Café')).toBeVisible()
})

test('what differs from a view is marked, put into it, or taken back', async ({ people, board }) => {
  const [ada] = await people(1)
  const { page } = ada!
  await page.setViewportSize({ width: 1440, height: 900 })
  const made = await board(ada!, { tasks })
  await share(ada!, made, 'Kitchen', { sort: 'title' })
  await page.goto(made.path)
  await choose(page, 'Kitchen')
  await expect(page).toHaveURL(/\/list\?.*sort=title/)
  await expect(page.getByRole('row', { name: /café/ })).toBeVisible()
  await page.getByRole('link', { name: 'Board' }).click()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(opener(page)).toHaveAccessibleName('Saved view: Kitchen, changed')
  await expect(page.locator(cards)).toHaveCount(3)
  await page.getByRole('button', { name: 'Reset', exact: true }).click()
  await expect(opener(page)).toHaveAccessibleName('Saved view: Kitchen')
  await expect(page.getByRole('row', { name: /fence/ })).toHaveCount(0)

  await page.getByRole('link', { name: 'Board' }).click()
  await page.getByRole('button', { name: 'Update view' }).click()
  await expect(opener(page)).toHaveAccessibleName('Saved view: Kitchen')
  await choose(page, 'All tasks')
  await expect(page.locator(cards)).toHaveCount(3)
  await page.getByRole('link', { name: 'List' }).click()
  await choose(page, 'Kitchen')
  await expect(page.locator(cards)).toHaveText([/café/])
  await page.goBack()
  await expect(page.getByRole('row', { name: /fence/ })).toBeVisible()
})

test('one’s own view is on one’s other screen at once, and can be shared', async ({
  people,
  board,
  another,
  join,
}) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await join(ada!, ben!, made.team)
  const elsewhere = await another(ada!)
  await elsewhere.page.goto(made.path)
  await ben!.page.goto(made.path)
  await opener(elsewhere.page).click()
  await ada!.page.goto(filtered(made))
  await choose(ada!.page, 'Save view…')
  await nameIt(ada!.page, 'Kitchen')
  await expect(line(elsewhere.page, 'Kitchen (only me)')).toBeVisible()
  await choose(ada!.page, 'Share view with project')
  await expect(line(elsewhere.page, 'Kitchen (only me)')).toHaveCount(0)
  await expect(line(elsewhere.page, 'Kitchen')).toBeVisible()
  await opener(ben!.page).click()
  await expect(line(ben!.page, 'Kitchen')).toBeVisible()
  await expect(opener(ada!.page)).toHaveAccessibleName('Saved view: Kitchen')
})

test('by keys alone: the palette opens, saves and deletes views', async ({ people, board }) => {
  const [ada] = await people(1)
  const { page } = ada!
  const made = await board(ada!, { tasks })
  await share(ada!, made, 'Kitchen', { layout: 'board' })
  await page.goto(made.path)
  await expect(opener(page)).toBeVisible()
  async function inPalette(words: string, option: string): Promise<void> {
    await page.keyboard.press('Control+k')
    await page.keyboard.type(words)
    await expect(page.getByRole('option', { name: option, exact: true })).toBeVisible()
    await page.keyboard.press('Enter')
  }
  await inPalette('view: kitchen', 'View: Kitchen')
  await expect(page.locator(cards)).toHaveText([/café/])
  await inPalette('save a copy', 'Save a copy…')
  await expect(page.getByLabel('Name')).toBeFocused()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('By keys')
  await page.keyboard.press('Enter')
  await expect(opener(page)).toHaveAccessibleName('Saved view: By keys')
  await inPalette('delete view', 'Delete view')
  await expect(opener(page)).toHaveAccessibleName('Saved views')
})

test('who may only read sees shared views and keeps their own, and is told why they cannot share', async ({
  people,
  board,
  join,
}) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await join(ada!, ben!, made.team, 'guest')
  await ada!.call('PUT', `/api/projects/${made.id}/members/${ben!.id}`, { role: 'viewer' })
  await share(ada!, made, 'Kitchen', { layout: 'board' })
  const { page } = ben!
  await page.goto(made.path)
  await choose(page, 'Kitchen')
  await expect(page.locator(cards)).toHaveText([/café/])
  await opener(page).click()
  await expect(line(page, 'Delete view')).toHaveAttribute('aria-disabled', 'true')
  await expect(page.getByText(/You can read this project, but not change it/).first()).toBeVisible()
  await line(page, 'Save a copy…').click()
  await expect(page.getByRole('dialog').getByText('Everyone in the project')).toHaveCount(0)
  await nameIt(page, 'My kitchen')
  await expect(opener(page)).toHaveAccessibleName('Saved view: My kitchen')
  await page.reload()
  await expect(opener(page)).toHaveAccessibleName('Saved view: My kitchen')
})

test('a view without a name is not saved, and the field says so', async ({ people, board }) => {
  const [ada] = await people(1)
  const { page } = ada!
  const { path } = await board(ada!, { tasks })
  await page.goto(path)
  await choose(page, 'Save view…')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('dialog').getByText('Give it a name.')).toBeVisible()
})

test('on a phone views are chosen, changed and taken back by finger @phone', async ({
  people,
  board,
  accessible,
}) => {
  const [ada] = await people(1)
  const { page } = ada!
  const made = await board(ada!, { tasks })
  await share(ada!, made, 'Kitchen', { layout: 'board' })
  await page.goto(made.path)
  await opener(page).tap()
  await accessible(page)
  await line(page, 'Kitchen').tap()
  await expect(page.locator(cards)).toHaveText([/café/])
  await page.getByRole('button', { name: 'Clear filters' }).tap()
  await expect(opener(page)).toHaveAccessibleName('Saved view: Kitchen, changed')
  await opener(page).tap()
  await line(page, 'Reset view').tap()
  await expect(page.locator(cards)).toHaveCount(1)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`views have no barrier: ${colorScheme}`, async ({ people, board, accessible }) => {
    test.slow()
    const [ada] = await people(1)
    const { page } = ada!
    await page.setViewportSize({ width: 1440, height: 900 })
    const made = await board(ada!, { tasks })
    await share(ada!, made, 'Kitchen', { layout: 'board' })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.goto(made.path)
    await choose(page, 'Kitchen')
    await page.getByRole('link', { name: 'List' }).click()
    await expect(opener(page)).toHaveAccessibleName('Saved view: Kitchen, changed')
    await accessible(page)
    await opener(page).click()
    await expect(line(page, 'Update view')).toBeVisible()
    await accessible(page)
    await line(page, 'Save a copy…').click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await accessible(page)
  })
}

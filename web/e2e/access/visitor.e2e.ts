import type { Browser, Page } from '@playwright/test'
import { card, drag, expectTitles, inside } from '../board/cards'
import { expect, test, type Board, type Person } from '../test'

const tasks = { Backlog: ['Alpha', 'Beta'], 'To do': ['Gamma'] }

async function share(owner: Person, { id }: Board, password?: string): Promise<string> {
  const made = await owner.call<{ secret: string }>(
    'PUT',
    `/api/projects/${id}/link`,
    password ? { password } : {},
  )
  return `/s/${made.secret}`
}

async function stranger(browser: Browser, baseURL: string | undefined): Promise<Page> {
  const context = await browser.newContext({ baseURL: baseURL!, reducedMotion: 'reduce' })
  return context.newPage()
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a visitor looks at the board, live, and can change nothing, ${colorScheme}`, async ({
    people,
    board,
    browser,
    baseURL,
    accessible,
  }) => {
    test.slow()
    const [ada] = await people(1)
    const made = await board(ada!, { tasks })
    const [alpha, beta] = made.tasks
    await ada!.call('PATCH', `/api/tasks/${alpha!.key}`, { description: 'With **yeast**' })
    await ada!.call('POST', `/api/tasks/${alpha!.key}/comments`, { body: 'Among ourselves' })
    const page = await stranger(browser, baseURL)
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(String(error)))
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.goto(await share(ada!, made))

    await expect(page.getByText('You are looking at Website by a public link.')).toBeVisible()
    await expectTitles(page, 'Backlog', tasks.Backlog)
    await accessible(page)
    await ada!.call('PATCH', `/api/tasks/${beta!.key}`, { title: 'Beta, live' })
    await expect(card(page, 'Beta, live')).toBeVisible()

    await drag(page, 'Alpha', await inside(page, 'Done'))
    await card(page, 'Alpha').getByRole('link').focus()
    await page.keyboard.press('c')
    await expect(page.getByText('by a public link. Its members')).toBeVisible()
    await expectTitles(page, 'Backlog', ['Alpha', 'Beta, live'])

    await card(page, 'Alpha').getByRole('link').click()
    const panel = page.getByRole('complementary', { name: `Task ${alpha!.key}` })
    await expect(panel.locator('strong', { hasText: 'yeast' })).toBeVisible()
    await expect(panel.getByRole('textbox')).toHaveCount(0)
    await expect(page.getByText('Among ourselves')).toHaveCount(0)
    await expect(panel.getByText('Comments')).toHaveCount(0)
    await accessible(page)
    await page.reload()
    await expect(panel).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(panel).toHaveCount(0)

    await ada!.call('DELETE', `/api/projects/${made.id}/link`)
    await expect(page.getByRole('heading', { name: 'This link has ended' })).toBeVisible()
    await expect(page.getByText('Gamma')).toHaveCount(0)
    await accessible(page)
    await page.reload()
    await expect(page.getByRole('heading', { name: 'This link leads nowhere' })).toBeVisible()
    expect(errors).toEqual([])
    await page.context().close()
  })
}

test('a link with a password asks for it, once a browser', async ({
  people,
  board,
  browser,
  baseURL,
  accessible,
}) => {
  test.slow()
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const page = await stranger(browser, baseURL)
  await page.goto(await share(ada!, made, 'open sesame'))
  await expect(page.getByRole('heading', { name: 'This link needs a password' })).toBeVisible()
  await accessible(page)
  await page.getByLabel('Password').fill('something else')
  await page.getByRole('button', { name: 'Open' }).click()
  await expect(page.getByText('This is not the password.')).toBeVisible()
  await page.getByLabel('Password').fill('open sesame')
  await page.getByRole('button', { name: 'Open' }).click()
  await expectTitles(page, 'Backlog', tasks.Backlog)
  await page.reload()
  await expectTitles(page, 'Backlog', tasks.Backlog)
  await page.context().close()
})

test('a member who follows a public link comes to the board itself', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  await ada!.page.goto(await share(ada!, made))
  await expect(ada!.page).toHaveURL(new RegExp(`${made.path}$`))
  await expect(ada!.page.getByRole('button', { name: /^New task/ }).first()).toBeVisible()
})

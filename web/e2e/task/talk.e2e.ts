import type { Locator, Page } from '@playwright/test'
import { card } from '../board/cards'
import { held } from '../editor'
import { expect, test, type Board, type Person } from '../test'

const comments = (page: Page) => page.getByRole('region', { name: 'Comments' })
const threads = (page: Page) =>
  comments(page)
    .getByRole('listitem')
    .filter({ has: page.getByRole('article') })
const said = (page: Page, text: string | RegExp) =>
  comments(page).getByRole('article').filter({ hasText: text })
const field = (page: Page) => page.getByRole('textbox', { name: 'Write a comment' })

async function choose(page: Page, comment: Locator, what: string): Promise<void> {
  await comment.hover()
  await comment.getByRole('button', { name: 'More about the comment' }).click()
  await page.getByRole('menuitem', { name: what }).click()
}

async function say(person: Person, key: string, body: string, parent?: string): Promise<string> {
  const { comment } = await person.call<{ comment: { id: string } }>('POST', `/api/tasks/${key}/comments`, {
    body,
    ...(parent ? { parent } : {}),
  })
  return comment.id
}

interface Pair {
  ada: Person
  ben: Person
  made: Board
}

/** Two people of one team, and a board with tasks. */
async function pair(
  people: (count: number) => Promise<Person[]>,
  board: (owner: Person, options: { tasks: Record<string, string[]> }) => Promise<Board>,
  join: (owner: Person, person: Person, team: string) => Promise<void>,
  tasks = ['Alpha', 'Beta'],
): Promise<Pair> {
  const [ada, ben] = (await people(2)) as [Person, Person]
  const made = await board(ada, { tasks: { Backlog: tasks } })
  await join(ada, ben, made.team)
  return { ada, ben, made }
}

test('two people answer, react and quote; what is deleted keeps its place for its answers, and comes back', async ({
  people,
  board,
  join,
  accessible,
}) => {
  test.slow()
  const { ada, ben, made } = await pair(people, board, join)
  const key = made.tasks[0]!.key
  await say(ada, key, 'Shall we ship on **Friday**?\n\nOr later')
  await Promise.all([ada.page.goto(`/t/${key}`), ben.page.goto(`/t/${key}`)])

  const first = said(ben.page, 'Shall we ship').first()
  await first.focus()
  await ben.page.keyboard.press('r')
  const reply = ben.page.getByRole('textbox', { name: 'Reply to Ada' })
  await expect(reply).toBeFocused()
  await reply.fill('Fine with me')
  await ben.page.reload()
  await expect.poll(() => held(reply), 'the draft of an answer survives the tab').toBe('Fine with me')
  await reply.press('Control+Enter')
  await expect(said(ada.page, 'Fine with me')).toBeVisible()
  await expect(threads(ada.page)).toHaveCount(1)

  const root = said(ada.page, 'Shall we ship').first()
  await first.hover()
  await first.getByRole('button', { name: 'React' }).click()
  await ben.page.getByRole('combobox', { name: 'Find an emoji' }).fill('rocket')
  await ben.page.keyboard.press('Enter')
  await expect(root.getByRole('button', { name: '🚀 from Ben' })).toHaveText('🚀 1')
  await root.getByRole('button', { name: '🚀 from Ben' }).click()
  await expect(first.getByRole('button', { name: /🚀 from you, Ada|🚀 from Ada, you/ })).toHaveText('🚀 2')
  await first.getByRole('button', { name: /🚀/ }).click()
  await expect(root.getByRole('button', { name: '🚀 from you' })).toHaveText('🚀 1')

  await choose(ben.page, first, 'Quote')
  await expect.poll(() => held(reply)).toBe('> Shall we ship on **Friday**?\n>\n> Or later\n\n')
  await reply.press('Control+End')
  await reply.pressSequentially('Friday it is')
  await reply.press('Control+Enter')
  await expect(said(ada.page, 'Friday it is').locator('blockquote')).toHaveText(/Shall we ship on Friday\?/)
  for (const colorScheme of ['light', 'dark'] as const) {
    await ada.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await accessible(ada.page)
  }

  await choose(ada.page, root, 'Delete')
  for (const { page } of [ada, ben]) {
    await expect(comments(page).getByText('This comment was deleted.')).toBeVisible()
    await expect(said(page, 'Fine with me')).toBeVisible()
  }
  await ada.page.getByRole('button', { name: 'Undo' }).click()
  for (const { page } of [ada, ben]) {
    await expect(said(page, 'Or later').first()).toBeVisible()
    await expect(comments(page).getByText('This comment was deleted.')).toHaveCount(0)
  }
  await said(ben.page, 'Or later').first().focus()
  await ben.page.keyboard.press('Delete')
  await expect(
    said(ben.page, 'Or later').first(),
    'neither the comment of another nor the task',
  ).toBeVisible()
  const mine = said(ben.page, 'Fine with me')
  await mine.focus()
  await ben.page.keyboard.press('Delete')
  await expect(said(ada.page, 'Fine with me')).toHaveCount(0)
  await ben.page.keyboard.press('Control+z')
  await expect(said(ada.page, 'Fine with me')).toBeVisible()
})

test('a link leads to its comment, also far up; one to a deleted comment says so', async ({
  people,
  board,
}) => {
  const [ada] = (await people(1)) as [Person]
  const key = (await board(ada, { tasks: { Backlog: ['Alpha'] } })).tasks[0]!.key
  const ids: string[] = []
  for (let i = 1; i <= 36; i++) ids.push(await say(ada, key, `Thing number ${i}.`))
  const { page } = ada
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(`/t/${key}`)
  await expect(threads(page)).toHaveCount(30)
  await page.getByRole('button', { name: 'Show 6 earlier threads' }).click()
  await expect(threads(page)).toHaveCount(36)
  await choose(page, said(page, 'Thing number 2.'), 'Copy link')
  const link = await page.evaluate(() => navigator.clipboard.readText())
  expect(link).toMatch(new RegExp(`/t/${key}#comment-${ids[1]}$`))

  await page.goto('about:blank')
  await page.goto(link)
  await expect(said(page, 'Thing number 2.')).toBeInViewport()
  await expect(said(page, 'Thing number 2.')).toHaveClass(/marked/)
  await ada.call('DELETE', `/api/comments/${ids[0]}`)
  await page.goto('about:blank')
  await page.goto(`/t/${key}#comment-${ids[0]}`)
  await expect(comments(page).getByText('The comment that the link leads to has been deleted.')).toBeVisible()
})

test('people and tasks are completed, marked and linked, both ways', async ({
  people,
  board,
  join,
  accessible,
}) => {
  test.slow()
  const { ada, ben, made } = await pair(people, board, join)
  const [alpha, beta] = made.tasks as [Board['tasks'][0], Board['tasks'][0]]
  const { page } = ada
  await page.goto(`/t/${alpha.key}`)
  await field(page).pressSequentially('Ask @be')
  const options = page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option')
  await expect(options).toHaveText([/Ben/])
  await accessible(page)
  await page.keyboard.press('Enter')
  await field(page).pressSequentially('about #bet')
  await expect(options).toHaveText([/Beta/])
  await page.keyboard.press('Escape')
  await expect(options).toHaveCount(0)
  await expect(field(page), 'Escape closes the list, not the field').toBeFocused()
  await field(page).pressSequentially('a')
  await field(page).press('Backspace')
  await field(page).press('Control+a')
  await field(page).pressSequentially('Ask @ben')
  await expect(options).toHaveText([/Ben/])
  await expect(page.locator('.cm-tooltip-autocomplete-disabled'), 'the list is not of @b').toHaveCount(0)
  await page.keyboard.press('Tab')
  await field(page).pressSequentially('about #bet')
  await options.filter({ hasText: 'Beta' }).click()
  await field(page).pressSequentially('and NOPE-1 and @nobody')
  await field(page).press('Control+Enter')

  const words = said(page, 'Ask')
  await expect(words.locator('.mention')).toHaveText(/^@ben/)
  await expect(words.getByRole('link')).toHaveText([beta.key])
  await words.locator('.mention').hover()
  await expect(page.getByRole('tooltip')).toHaveText('Ben')
  await words.getByRole('link').hover()
  await expect(page.getByRole('tooltip')).toHaveText('Beta · Backlog')
  await ben.call('PATCH', `/api/tasks/${beta.id}`, { title: 'Beta again' })
  await expect(words.getByRole('link')).toHaveAccessibleName(`${beta.key} Beta again · Backlog`)
  await accessible(page)

  await words.getByRole('link').click()
  await expect(page).toHaveURL(new RegExp(`/t/${beta.key}$`))
  const mentions = page.getByRole('region', { name: 'Mentioned in' })
  await expect(mentions.getByRole('link')).toHaveText([
    new RegExp(`${alpha.key}.*Alpha.*in a comment of Ada`),
  ])
  await mentions.getByRole('link').click()
  await expect(said(page, 'Ask')).toHaveClass(/marked/)
})

test('what others say is marked until one has read it, and for oneself alone', async ({
  people,
  another,
  board,
  join,
}) => {
  test.slow()
  const { ada, ben, made } = await pair(people, board, join)
  const key = made.tasks[0]!.key
  await say(ada, key, 'From me')
  await Promise.all([ada.page.goto(made.path), ben.page.goto(`/t/${key}`)])
  const second = await another(ada)
  await second.page.goto(made.path)
  const dot = (page: Page) => card(page, 'Alpha').getByTitle(/some unread/)
  await expect(card(ada.page, 'Alpha').getByTitle('One comment')).toBeVisible()
  await expect(dot(ada.page)).toHaveCount(0)
  await field(ben.page).fill('From Ben')
  await field(ben.page).press('Control+Enter')
  await expect(dot(ada.page)).toBeVisible()
  await expect(dot(second.page)).toBeVisible()
  await expect(dot(ben.page)).toHaveCount(0)

  await ada.page.goto(`/t/${key}`)
  await expect(comments(ada.page).getByRole('separator')).toHaveText('New')
  await expect(comments(ada.page).locator('div', { has: ada.page.getByRole('separator') })).toContainText(
    'From Ben',
  )
  await expect(dot(ada.page)).toHaveCount(0)
  await expect(dot(second.page), 'read on one screen, read on all').toHaveCount(0)
  await expect(comments(ben.page).getByRole('separator')).toHaveCount(0)
  await ada.page.reload()
  await expect(said(ada.page, 'From Ben')).toBeVisible()
  await expect(comments(ada.page).getByRole('separator')).toHaveCount(0)
})

test('who is here, what they look at, and that they are writing; gone when they leave', async ({
  people,
  board,
  join,
  accessible,
}) => {
  test.slow()
  const { ada, ben, made } = await pair(people, board, join)
  const key = made.tasks[0]!.key
  await ada.page.goto(made.path)
  const here = (name: string) =>
    ada.page.getByRole('banner').or(ada.page.locator('header')).getByRole('img', { name })
  await expect(card(ada.page, 'Alpha')).toBeVisible()
  await ben.page.goto(made.path)
  await expect(here('Ben').first()).toBeVisible()
  const box = (await card(ben.page, 'Beta').boundingBox())!
  await ben.page.mouse.move(box.x + 40, box.y + 20)
  await ben.page.mouse.down()
  await ben.page.mouse.move(box.x + 80, box.y + 60, { steps: 8 })
  await expect(card(ada.page, 'Beta'), 'in the hand of Ben').toHaveClass(/here/)
  await ben.page.mouse.up()
  await expect(card(ada.page, 'Beta')).not.toHaveClass(/here/, { timeout: 15_000 })
  await ben.page.goto(`/t/${key}`)
  await expect(here(`Ben · viewing ${key}`).first()).toBeVisible()
  await expect(card(ada.page, 'Alpha')).toHaveClass(/here/)
  await accessible(ada.page)

  await ada.page.goto(`/t/${key}`)
  await field(ben.page).pressSequentially('Hm', { delay: 30 })
  await expect(comments(ada.page).getByText('Ben is typing…')).toBeVisible()
  await field(ben.page).press('Control+Enter')
  await expect(comments(ada.page).getByText('Ben is typing…')).toHaveCount(0)

  await ben.page.getByRole('link', { name: 'My work' }).first().click()
  await expect(here('Ben').first()).toHaveCount(0)
  await expect(card(ada.page, 'Alpha')).not.toHaveClass(/here/)
  await ben.page.goto(`/t/${key}`)
  await expect(here('Ben').first()).toBeVisible()
  await ben.page.close()
  await expect(here('Ben')).toHaveCount(0)
})

test('@phone talking on a phone: menu, answer, reaction, suggestions', async ({
  people,
  board,
  join,
  accessible,
}) => {
  test.slow()
  const { ada, ben, made } = await pair(people, board, join)
  const key = made.tasks[0]!.key
  await say(ben, key, 'Are we there yet?')
  const { page } = ada
  await page.goto(`/t/${key}`)
  const first = said(page, 'Are we there yet?')
  await first.getByRole('button', { name: 'More about the comment' }).tap()
  await page.getByRole('menuitem', { name: 'Reply' }).tap()
  const reply = page.getByRole('textbox', { name: 'Reply to Ben' })
  await reply.pressSequentially('Soon, @b')
  await page.getByRole('option', { name: /Ben/ }).tap()
  await expect.poll(() => held(reply)).toMatch(/^Soon, @ben\S* $/)
  await page.getByRole('button', { name: 'Reply', exact: true }).last().tap()
  await expect(said(page, 'Soon')).toBeVisible()
  await first.getByRole('button', { name: 'React' }).tap()
  await page.getByRole('option', { name: 'yes thumbs up good agree' }).tap()
  await expect(first.getByRole('button', { name: '👍 from you' })).toBeVisible()
  await accessible(page)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(wide, 'nothing is wider than the screen').toBeLessThanOrEqual(0)
})

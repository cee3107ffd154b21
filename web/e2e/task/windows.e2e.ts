import type { Page } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { expect, test, type Person } from '../test'

const comments = (page: Page) => page.getByRole('region', { name: 'Comments' })
const said = (page: Page, text: string) => comments(page).getByRole('article').filter({ hasText: text })

/** Many comments on a task, "word 1" and so on, in pieces, each made in one moment; gives their ids. */
async function fill(person: Person, project: string, task: string, pieces: number[]): Promise<string[]> {
  const ids: string[] = []
  // Made in one moment, they stand in the order of their ids.
  const begin = randomUUID().slice(0, 8)
  const nth = (n: number): string => `${begin}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
  for (const length of pieces) {
    const commands = Array.from({ length }, (_, i) => ({
      id: randomUUID(),
      kind: 'comment.create',
      task,
      comment: nth(ids.length + i),
      body: `word ${ids.length + i + 1}.`,
    }))
    await person.call('POST', `/api/projects/${project}/commands`, { commands })
    ids.push(...commands.map(({ comment }) => comment))
  }
  return ids
}

test('a task with 5,000 comments opens with the latest; earlier ones come by scrolling, and by a link', async ({
  people,
  board,
  join,
}) => {
  test.setTimeout(120_000)
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks: { Backlog: ['Alpha'] } })
  await join(ada!, ben!, made.team)
  const { id, key } = made.tasks[0]!
  const ids = await fill(ada!, made.id, id, [...Array<number>(9).fill(500), 430, 70])
  await ben!.call('PUT', `/api/tasks/${id}/seen`, { comment: ids[4929]! })
  const { page } = ben!
  const asked: string[] = []
  page.on('request', (request) => {
    if (/\/comments\?/.test(request.url())) asked.push(request.url())
  })

  await page.goto(`/p/${made.id}`)
  const began = Date.now()
  await page.goto(`/t/${key}`)
  await expect(said(page, 'word 5000.')).toBeVisible()
  expect(Date.now() - began, 'in ms, on a busy machine').toBeLessThan(8000)
  expect(asked.length).toBe(1)
  await expect(comments(page).getByRole('article')).toHaveCount(30)
  // All that is here is new: the line stands above it, and goes up as earlier ones come.
  await expect(comments(page).getByRole('separator')).toHaveCount(1)

  // Back by scrolling, until what is new begins.
  await said(page, 'word 5000.').scrollIntoViewIfNeeded()
  for (const earliest of ['word 4971.', 'word 4941.', 'word 4911.']) {
    await said(page, earliest).waitFor({ timeout: 10_000 })
    await said(page, earliest).scrollIntoViewIfNeeded()
    await page.mouse.move(1100, 400)
    await page.mouse.wheel(0, -400)
  }
  await expect(comments(page).getByRole('separator')).toHaveText('New')
  const line = comments(page)
    .locator('div', { has: page.getByRole('separator') })
    .last()
  await expect(line).toContainText('word 4931.')

  // Somebody answers what is not here: it comes along.
  await ada!.call('POST', `/api/tasks/${id}/comments`, { body: 'an answer', parent: ids[9]! })
  await expect(said(page, 'an answer')).toHaveCount(1)
  await expect(said(page, 'word 10.')).toHaveCount(1)

  // A link leads to where it was said, with what was said around it.
  await page.goto(`/t/${key}#comment-${ids[99]!}`)
  await expect(said(page, 'word 100.')).toBeFocused({ timeout: 20_000 })
  expect(await comments(page).getByRole('article').count()).toBeLessThan(60)
  await expect(said(page, 'word 115.')).toHaveCount(1)
  await comments(page)
    .getByRole('button', { name: /later threads/ })
    .click()
  await expect(said(page, 'word 140.')).toHaveCount(1)

  // What is said now is shown, and the rest in between is a press away.
  await comments(page).getByRole('button', { name: 'Go to the latest' }).click()
  await expect(said(page, 'word 5000.')).toHaveCount(1)
  await expect(said(page, 'word 100.')).toHaveCount(0)
})

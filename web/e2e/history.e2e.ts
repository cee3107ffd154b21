import type { Page } from '@playwright/test'
import { expect, test, type Board, type Person } from './test'

/** A board on which "Mow the lawn" was renamed and moved, and "Paint the fence" deleted. */
async function lived(ada: Person, board: (owner: Person, options: object) => Promise<Board>): Promise<Board> {
  const made = await board(ada, { tasks: { 'To do': ['Mow the lawn', 'Paint the fence'] } })
  const [mow, paint] = made.tasks
  const doing = made.statuses.find(({ name }) => name === 'In progress')!
  await ada.call('PATCH', `/api/tasks/${mow!.id}`, {
    title: 'Mow all of it',
    description: 'With the new mower.',
  })
  await ada.call('POST', `/api/tasks/${mow!.id}/move`, { status: doing.id })
  await ada.call('DELETE', `/api/tasks/${paint!.id}`)
  return made
}

const slider = (page: Page) => page.getByRole('slider', { name: 'Moment' })
const card = (page: Page, title: string) => page.locator('article').filter({ hasText: title })

test('a board can be looked at as it was at any moment, and changes nothing @phone', async ({
  people,
  board,
  accessible,
}) => {
  const [ada] = await people(1)
  const made = await lived(ada!, board)
  const { page } = ada!
  await page.goto(`${made.path}/history`)
  await expect(page.getByText('The board as it is now.')).toBeVisible()
  await expect(card(page, 'Mow all of it')).toBeVisible()
  await expect(card(page, 'Paint the fence')).toHaveCount(0)
  await accessible(page)

  await slider(page).focus()
  await page.keyboard.press('ArrowLeft')
  await expect(card(page, 'Paint the fence')).toHaveCount(1)
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect(card(page, 'Mow the lawn')).toHaveCount(1)
  await expect(page.getByText(/The board as it was .* Nothing can be changed here/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'New task' })).toHaveCount(0)
  await expect(page).toHaveURL(/\?at=\d+/)
  await accessible(page)
  await page.reload()
  await expect(card(page, 'Mow the lawn')).toHaveCount(1)
  await page.getByRole('button', { name: 'Back to now' }).click()
  await expect(card(page, 'Mow all of it')).toHaveCount(1)
})

test('what happened is played from the beginning to now @phone', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await lived(ada!, board)
  const { page } = ada!
  await page.goto(`${made.path}/history`)
  await expect(slider(page)).not.toHaveValue('0')
  await page.getByRole('button', { name: /^Speed/ }).click()
  await page
    .getByRole('menuitem', { name: '16×' })
    .or(page.getByRole('menuitemcheckbox', { name: '16×' }))
    .or(page.getByRole('menuitemradio', { name: '16×' }))
    .click()
  const head = await slider(page).getAttribute('max')
  await slider(page).focus()
  await page.keyboard.press('Home')
  await expect(page.locator('article')).toHaveCount(0)
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await expect(slider(page)).toHaveValue(head!)
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  await expect(card(page, 'Mow all of it')).toHaveCount(1)
})

test('a task is restored as it was, and that can be undone', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await lived(ada!, board)
  const { page } = ada!
  await page.goto(`${made.path}/history`)
  await slider(page).focus()
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowLeft')
  await card(page, 'Mow the lawn').click()
  await page.getByRole('button', { name: `Restore ${made.tasks[0]!.key} as it was` }).click()
  await expect(page.getByText(`${made.tasks[0]!.key} is as it was`)).toBeVisible()
  const now = async () =>
    (
      await ada!.call<{ task: { title: string; description: string } }>(
        'GET',
        `/api/tasks/${made.tasks[0]!.id}`,
      )
    ).task
  await expect.poll(async () => (await now()).title).toBe('Mow the lawn')
  expect((await now()).description).toBe('')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(async () => (await now()).title).toBe('Mow all of it')
  expect((await now()).description).toBe('With the new mower.')
})

test('a deleted task is brought back from the past', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await lived(ada!, board)
  const { page } = ada!
  await page.goto(`${made.path}/history`)
  await slider(page).focus()
  await page.keyboard.press('ArrowLeft')
  await card(page, 'Paint the fence').click()
  await page.getByRole('button', { name: `Restore ${made.tasks[1]!.key} as it was` }).click()
  await page.getByRole('button', { name: 'Back to now' }).click()
  await expect(card(page, 'Paint the fence')).toHaveCount(1)
})

test('who may only look restores nothing', async ({ people, board, join }) => {
  const [ada, ben] = await people(2)
  const made = await lived(ada!, board)
  await join(ada!, ben!, made.team, 'guest')
  await ada!.call('PUT', `/api/projects/${made.id}/members/${ben!.id}`, { role: 'viewer' })
  const { page } = ben!
  await page.goto(made.path)
  await card(page, 'Mow all of it').waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('t')
  await card(page, 'Mow all of it').click()
  await expect(page.getByRole('complementary', { name: /^Task/ })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Restore/ })).toHaveCount(0)
})

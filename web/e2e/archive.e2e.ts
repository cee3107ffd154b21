import { expect, test, type Board, type Person } from './test'

/** Archives all tasks of the board but the last. */
async function put(person: Person, board: Board): Promise<void> {
  for (const { id } of board.tasks.slice(0, -1))
    await person.call('PATCH', `/api/tasks/${id}`, { archived: true })
}

test('what was archived is found, and brought back for everybody @phone', async ({
  people,
  board,
  join,
  accessible,
}) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks: { 'To do': ['Mow the lawn', 'Paint the fence', 'Buy paint'] } })
  await join(ada!, ben!, made.team)
  await put(ada!, made)
  await ben!.page.goto(made.path)
  await expect(ben!.page.locator('article')).toHaveCount(1)

  const { page } = ada!
  await page.goto(`${made.path}/archive`)
  await expect(page.getByRole('list', { name: 'Archived tasks' }).getByRole('listitem')).toHaveCount(2)
  await accessible(page)
  await page.getByRole('searchbox', { name: 'Find in the archive' }).fill('fence')
  const rows = page.getByRole('list', { name: 'Archived tasks' }).getByRole('listitem')
  await expect(rows).toHaveCount(1)
  await rows.getByRole('button', { name: /^Bring .* back$/ }).click()
  await expect(page.getByText('No archived task fits')).toBeVisible()
  await expect(ben!.page.locator('article')).toHaveCount(2)

  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(rows).toHaveText([/Paint the fence/])
  await expect(ben!.page.locator('article')).toHaveCount(1)
})

test('the palette leads to it, and who may only look brings nothing back', async ({
  people,
  board,
  join,
}) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks: { 'To do': ['Mow the lawn', 'Buy paint'] } })
  await join(ada!, ben!, made.team, 'guest')
  await ada!.call('PUT', `/api/projects/${made.id}/members/${ben!.id}`, { role: 'viewer' })
  await put(ada!, made)
  const { page } = ben!
  await page.goto(made.path)
  await page.locator('article').first().waitFor()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('archived tasks')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: 'Mow the lawn' })).toBeVisible()
  await expect(page.getByRole('button', { name: /back$/ })).toHaveCount(0)
})

import { expect, test } from './test'

const tasks = { 'To do': ['Ship the invoice', 'Write the café menu'] }

test('the palette finds tasks of the open board, others by the server, and forgives mistakes; by keys alone', async ({
  people,
  board,
  accessible,
}) => {
  const [ada] = await people(1)
  const { page } = ada!
  const { path, tasks: made } = await board(ada!, { tasks })
  const other = await board(ada!, { name: 'Kitchen', tasks: { 'To do': ['Sharpen the knives'] } })
  await page.goto(path)
  await expect(page.locator('[data-card]')).toHaveCount(2)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('invocie')
  await expect(page.getByRole('option', { name: /Ship the invoice/ })).toBeVisible()
  await accessible(page)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`/t/${made[0]!.key}`)

  await page.keyboard.press('Control+k')
  await page.keyboard.type('sharp')
  await expect(page.getByRole('option', { name: /Sharpen the knives/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`/t/${other.tasks[0]!.key}`)
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const where of ['', ' @phone']) {
    test(`what is found stands under headings, best first and marked, ${colorScheme}${where}`, async ({
      people,
      board,
      join,
      accessible,
    }) => {
      const [ada, ben] = await people(2)
      const { page } = ada!
      const { path, tasks: made, team } = await board(ada!, { name: 'Café Berlin', tasks })
      const other = await board(ada!, { name: 'Kitchen', tasks: { 'To do': ['Fix the café lamp'] } })
      await join(ada!, ben!, team)
      await ada!.call('POST', `/api/tasks/${other.tasks[0]!.id}/comments`, {
        body: 'The bulb of the café is blue',
      })
      await ada!.call('PATCH', `/api/tasks/${made[1]!.id}`, { archived: true })
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.goto(path)
      await expect(page.locator('[data-card]')).toHaveCount(1)

      if (where) await page.getByRole('button', { name: 'Search', exact: true }).click()
      else await page.keyboard.press('Control+k')
      const field = page.getByRole('combobox', { name: 'Search or type a command' })
      await field.fill('cafe')
      const under = (name: string) => page.getByRole('group', { name, exact: true }).getByRole('option')
      await expect(under('Tasks').filter({ hasText: 'Fix the café lamp' })).toBeVisible()
      await expect(under('Tasks').filter({ hasText: 'Write the café menu' })).toContainText('Archived')
      await expect(under('Projects')).toContainText(['Café Berlin'])
      await expect(under('Comments')).toContainText([other.tasks[0]!.key])
      await expect(page.locator('[role=option] mark').first()).toHaveText('Café')
      await expect(page.getByRole('status').filter({ hasText: /\d+ results/ })).toHaveCount(1)
      await accessible(page)

      await field.fill('ben')
      await under('People').filter({ hasText: 'Ben' }).click()
      await expect(page).toHaveURL(/filter=/)
      const filter = new URL(page.url()).searchParams.get('filter')
      expect(JSON.parse(filter!)).toEqual({ field: 'assignee', op: 'is', value: ben!.id })
      await expect(page.getByText('No task matches the filter')).toBeVisible()
    })
  }
}

test('the highlighted option stays the same one while the server answers; keys walk, and open beside', async ({
  people,
  board,
}) => {
  const [ada] = await people(1)
  const { page } = ada!
  const { path } = await board(ada!, { tasks: { 'To do': ['Violin bows', 'Violin strings'] } })
  const other = await board(ada!, { name: 'Violins', tasks: { 'To do': ['Violin cases'] } })
  await page.route('**/api/search?*', async (route) => {
    await expect(page.getByRole('option', { name: /Violins/ })).toHaveAttribute('data-highlighted')
    await route.continue()
  })
  await page.goto(path)
  await expect(page.locator('[data-card]')).toHaveCount(2)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('violin')
  await page.keyboard.press('End')
  await expect(page.getByRole('option', { name: 'Create task “violin”' })).toHaveAttribute('data-highlighted')
  await page.keyboard.press('ArrowUp')
  await expect(page.getByRole('option', { name: /Violin cases/ })).toBeVisible()
  const project = page.getByRole('option', { name: /Violins/ })
  await expect(project).toHaveAttribute('data-highlighted')
  const id = await project.getAttribute('id')
  await expect(page.getByRole('combobox')).toHaveAttribute('aria-activedescendant', id!)
  const opened = page.context().waitForEvent('page')
  await page.keyboard.press('Control+Enter')
  expect(new URL((await opened).url()).pathname).toBe(other.path)
  await expect(page).toHaveURL(path)
})

test('before anything is typed stand the tasks that were opened last; signing out forgets them', async ({
  people,
  board,
}) => {
  const [ada] = await people(1)
  const { page } = ada!
  const made = await board(ada!, { tasks })
  const other = await board(ada!, { name: 'Kitchen', tasks: { 'To do': ['Sharpen the knives'] } })
  const noted = () => page.evaluate(() => localStorage.getItem('tandem:recent-tasks'))
  for (const { key } of [...made.tasks, other.tasks[0]!]) {
    await page.goto(`/t/${key}`)
    await expect.poll(noted).toContain(key)
  }
  await page.goto('/my-work')
  await expect(page.getByText('Nothing is assigned to you')).toBeVisible()
  await page.keyboard.press('Control+k')
  const recent = page.getByRole('group', { name: 'Recent' }).getByRole('option')
  await expect(recent).toContainText(['Sharpen the knives', 'Write the café menu', 'Ship the invoice'])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`/t/${made.tasks[1]!.key}`)
  await expect(page.getByRole('complementary', { name: /^Task / })).toBeFocused()

  await page.keyboard.press('Control+k')
  await page.keyboard.type('sign out')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/sign-in/)
  expect(await noted()).toBe('{}')
})

test('who may see one of two projects finds nothing of the other', async ({ people, board, join }) => {
  const [ada, ben] = await people(2)
  const seen = await board(ada!, { name: 'Lamp shop', tasks: { 'To do': ['Sell lamps'] } })
  const hidden = await board(ada!, { name: 'Lamp secrets', tasks: { 'To do': ['Hide lamps'] } })
  await ada!.call('POST', `/api/tasks/${hidden.tasks[0]!.id}/comments`, { body: 'lamps everywhere' })
  await join(ada!, ben!, seen.team)
  const { page } = ben!
  await page.goto(seen.path)
  await expect(page.locator('[data-card]')).toHaveCount(1)
  await page.keyboard.press('Control+k')
  const answer = page.waitForResponse('**/api/search?*')
  await page.keyboard.type('lamp')
  await answer
  await expect(page.getByRole('option', { name: /Sell lamps/ })).toBeVisible()
  await expect(page.getByRole('group', { name: 'Projects' }).getByRole('option')).toContainText(['Lamp shop'])
  await expect(page.getByRole('group', { name: 'Comments' })).toHaveCount(0)
  await expect(page.getByRole('option', { name: /Hide lamps|secrets/ })).toHaveCount(0)
})

test('what is about the focused card is found while one types, and Enter does it', async ({
  people,
  board,
}) => {
  const [ada] = await people(1)
  const { page } = ada!
  const { path } = await board(ada!, { tasks })
  await page.goto(path)
  const card = page.locator('[data-drag]').filter({ hasText: 'Ship the invoice' })
  const assigned = card.getByRole('img', { name: 'Ada' })
  await card.getByRole('link').focus()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('assign')
  await expect(page.getByRole('option', { name: /^Assign/ })).toHaveAttribute('data-highlighted')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('option', { name: /Ada/ })).toHaveAttribute('data-highlighted')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(assigned).toBeVisible()

  await page.keyboard.press('Control+k')
  await page.keyboard.type('undo')
  await expect(page.getByRole('option', { name: /^Undo/ })).toHaveAttribute('data-highlighted')
  await page.keyboard.press('Enter')
  await expect(assigned).toHaveCount(0)
})

import { expect, test } from './test'

const at = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

test('what one assigns appears with the other, of all projects, and goes when it is done', async ({
  people,
  board,
  join,
}) => {
  const [ada, ben] = await people(2)
  const one = await board(ada!, { name: 'Shop', tasks: { 'To do': ['Bake', 'Brew'] } })
  const two = await board(ada!, { name: 'Office', tasks: { 'To do': ['Sign'] } })
  await join(ada!, ben!, one.team)
  await join(ada!, ben!, two.team)
  const { page } = ben!
  await page.goto('/my-work')
  await expect(page.getByText('Nothing is assigned to you')).toBeVisible()

  const give = (task: string, more: object) =>
    ada!.call('PATCH', `/api/tasks/${task}`, { addAssignees: [ben!.id], ...more })
  await give(one.tasks[0]!.id, { dueDate: at(-2) })
  await expect(page.getByRole('button', { name: /^Overdue/ })).toBeVisible()
  await expect(page.getByRole('link', { name: /Bake/ })).toBeVisible()
  await give(two.tasks[0]!.id, { dueDate: at(30) })
  await expect(page.getByRole('link', { name: /Sign/ })).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'Sign' })).toContainText('Office')
  await expect(page.getByRole('link', { name: /Brew/ })).toHaveCount(0)
  await ada!.call('PATCH', `/api/tasks/${one.tasks[0]!.id}`, { title: 'Bake bread' })
  await expect(page.getByRole('link', { name: /Bake bread/ })).toBeVisible()

  // Completed here by a click, it is done for the other.
  await page.getByRole('button', { name: `Complete ${two.tasks[0]!.key}` }).click()
  await expect(page.getByRole('link', { name: /Sign/ })).toHaveCount(0)
  const done = async () =>
    (await ada!.call<{ task: { completedAt: string | null } }>('GET', `/api/tasks/${two.tasks[0]!.id}`)).task
      .completedAt
  await expect.poll(done).not.toBeNull()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('link', { name: /Sign/ })).toBeVisible()
  await ada!.call('PATCH', `/api/tasks/${one.tasks[0]!.id}`, { removeAssignees: [ben!.id] })
  await expect(page.getByRole('link', { name: /Bake/ })).toHaveCount(0)
})

test('it has its keys, and stays live after a visit to a board', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks: { 'To do': ['Bake', 'Brew'] } })
  for (const { id } of made.tasks) await ada!.call('PATCH', `/api/tasks/${id}`, { addAssignees: [ada!.id] })
  const { page } = ada!
  await page.goto(made.path)
  await expect(page.getByText('Bake').first()).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('m')
  await expect(page).toHaveURL(/\/my-work$/)
  await expect(page.getByRole('link', { name: /Brew/ })).toBeVisible()
  await page.keyboard.press('j')
  await expect(page.getByRole('link', { name: /Bake/ })).toBeFocused()
  await page.keyboard.press('d')
  await page.getByRole('dialog').getByRole('button', { name: 'Today', exact: true }).click()
  await expect(page.getByRole('button', { name: /^Today/ })).toBeVisible()
  await page.getByRole('link', { name: /Bake/ }).focus()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('link', { name: /Bake/ })).toHaveCount(0)
  await ada!.call('PATCH', `/api/tasks/${made.tasks[1]!.id}`, { title: 'Brew tea' })
  await expect(page.getByRole('link', { name: /Brew tea/ })).toBeVisible()
  await page.getByRole('link', { name: /Brew tea/ }).focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/t/${made.tasks[1]!.key}`))
})

for (const where of ['', ' @phone']) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`my work has no barrier, ${colorScheme}${where}`, async ({ people, board, accessible }) => {
      const [ada] = await people(1)
      const made = await board(ada!, { tasks: { 'To do': ['Bake', 'Brew'] } })
      const { page } = ada!
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.goto('/my-work')
      await expect(page.getByText('Nothing is assigned to you')).toBeVisible()
      await accessible(page)
      await ada!.call('PATCH', `/api/tasks/${made.tasks[0]!.id}`, {
        addAssignees: [ada!.id],
        dueDate: at(-3),
        priority: 'urgent',
      })
      await ada!.call('PATCH', `/api/tasks/${made.tasks[1]!.id}`, { addAssignees: [ada!.id], dueDate: at(0) })
      await expect(page.getByRole('link', { name: /Brew/ })).toBeVisible()
      await accessible(page)
    })
  }
}

test('what is done there can be undone and redone by keys, after others too', async ({
  people,
  board,
  join,
}) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks: { 'To do': ['Bake', 'Brew'] } })
  await join(ada!, ben!, made.team)
  const [bake, brew] = made.tasks
  for (const { id } of made.tasks) await ada!.call('PATCH', `/api/tasks/${id}`, { addAssignees: [ada!.id] })
  const { page } = ada!
  await page.goto('/my-work')
  const link = (name: RegExp) => page.getByRole('link', { name })
  const read = async (id: string) =>
    (await ben!.call<{ task: { priority: string; completedAt: string | null } }>('GET', `/api/tasks/${id}`))
      .task
  await link(/Bake/).focus()
  await page.keyboard.press('p')
  await page.keyboard.type('urgent')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await read(bake!.id)).priority).toBe('urgent')
  await expect(link(/Bake/)).toBeFocused()
  await page.keyboard.press('Control+Enter')
  await expect(link(/Bake/)).toHaveCount(0)
  await expect(link(/Brew/)).toBeFocused()
  await expect.poll(async () => (await read(bake!.id)).completedAt).not.toBeNull()
  await page.keyboard.press('Control+z')
  await expect(link(/Bake/)).toBeVisible()
  await page.keyboard.press('Control+Shift+z')
  await expect(link(/Bake/)).toHaveCount(0)
  await page.keyboard.press('Control+z')
  await expect(link(/Bake/)).toBeVisible()
  await expect.poll(async () => (await read(bake!.id)).completedAt).toBeNull()

  await ben!.call('PATCH', `/api/tasks/${bake!.id}`, { priority: 'low' })
  await expect(link(/Bake/)).toContainText('Low')
  await page.keyboard.press('Control+z')
  const notice = page.locator('.toast', { hasText: `Not undone: changing ${bake!.key}` })
  await expect(notice).toContainText('Ben changed it since.')
  expect((await read(bake!.id)).priority).toBe('low')
  expect((await read(brew!.id)).priority).toBe('none')
})

test('of many tasks only those near are drawn, and keys reach the last', async ({ people, board }) => {
  test.slow()
  const [ada] = await people(1)
  const made = await board(ada!)
  const create = (n: number) => ({
    id: crypto.randomUUID(),
    kind: 'task.create',
    title: `Task ${n}`,
    assignees: [ada!.id],
  })
  for (let part = 0; part < 3; part++)
    await ada!.call('POST', `/api/projects/${made.id}/commands`, {
      commands: Array.from({ length: 200 }, (_, n) => create(part * 200 + n + 1)),
    })
  const { page } = ada!
  await page.goto('/my-work')
  await expect(page.getByRole('button', { name: /^Without a date/ })).toContainText('600')
  await page.keyboard.press('j')
  const rows = page.locator('[data-work]')
  await expect(rows.first()).toBeFocused()
  expect(await rows.count()).toBeLessThan(80)
  await page.keyboard.press('End')
  await expect(page.getByRole('link', { name: 'Task 600' })).toBeFocused()
  expect(await rows.count()).toBeLessThan(80)
})

test('on a phone a long title has two lines, and the lines do not touch those of others @phone', async ({
  people,
  board,
  accessible,
}) => {
  const [ada] = await people(1)
  const title = 'Open the bakery in the old town before the summer begins'
  const made = await board(ada!, { tasks: { 'To do': [title, 'Order flour'] } })
  for (const { id } of made.tasks)
    await ada!.call('PATCH', `/api/tasks/${id}`, { addAssignees: [ada!.id], dueDate: at(0) })
  const { page } = ada!
  await page.goto('/my-work')
  const text = page.getByText(title)
  const isCut = (element: Element) =>
    element.scrollHeight > element.clientHeight || element.scrollWidth > element.clientWidth
  expect(await text.evaluate(isCut)).toBe(false)
  const [row, box] = [page.getByRole('listitem').filter({ hasText: title }), (await text.boundingBox())!]
  expect(box.height).toBeLessThanOrEqual((await row.boundingBox())!.height)
  await accessible(page)
})

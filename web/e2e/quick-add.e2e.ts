import { expect, test } from './test'

for (const colorScheme of ['light', 'dark'] as const) {
  for (const where of ['', ' @phone']) {
    test(`a new task is understood while it is typed, and is there for the other one, ${colorScheme}${where}`, async ({
      people,
      board,
      join,
      accessible,
    }) => {
      const [ada, ben] = await people(2)
      const { path, id, team } = await board(ada!, { tasks: { 'To do': ['Write the menu'] } })
      await join(ada!, ben!, team)
      await ada!.call('POST', `/api/projects/${id}/labels`, { name: 'Billing', color: '#5557d6' })
      const { page } = ada!
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await Promise.all([page.goto(path), ben!.page.goto(path)])
      await expect(ben!.page.getByText('Write the menu')).toBeVisible()
      await expect(page.getByText('Write the menu')).toBeVisible()

      if (where) await page.getByRole('button', { name: 'New', exact: true }).click()
      else await page.keyboard.press('c')
      const field = page.getByRole('textbox', { name: /Title of the new task/ })
      await expect(field).toBeFocused()
      await field.pressSequentially('Ship invoice tomorrow #bill !high ~2h')
      const chips = page.getByRole('list', { name: 'Understood' }).getByRole('button')
      await expect(chips).toHaveCount(4)
      await accessible(page)
      // By keys: what was taken for a length of time is text after all.
      await page.keyboard.press('Tab')
      for (let i = 0; i < 3; i++) await page.keyboard.press('Tab')
      await page.keyboard.press('Space')
      await expect(chips).toHaveCount(3)
      await field.press('Enter')
      await expect(field).toHaveValue('')
      const card = ben!.page.locator('[data-drag]').filter({ hasText: 'Ship invoice ~2h' })
      await expect(card).toBeVisible()
      await expect(card).toContainText('Billing')
      const { items } = await ben!.call<{ items: Record<string, unknown>[] }>(
        'GET',
        `/api/projects/${id}/tasks`,
      )
      const made = items.find(({ title }) => title === 'Ship invoice ~2h')
      expect(made).toMatchObject({ priority: 'high', estimateSeconds: null })
      expect(made!.dueDate).toMatch(/^\d{4}-\d\d-\d\d$/)
    })
  }
}

test('a label that there is none of is made with the task, and taken back with it', async ({
  people,
  board,
}) => {
  const [ada] = await people(1)
  const { path } = await board(ada!, { tasks: { 'To do': ['Write the menu'] } })
  const { page } = ada!
  await page.goto(path)
  await expect(page.getByText('Write the menu')).toBeVisible()
  await page.keyboard.press('c')
  await page.keyboard.type('Order flour #kitchen')
  await page.getByRole('button', { name: 'New label “kitchen”' }).click()
  await page.keyboard.press('Enter')
  const card = page.locator('[data-drag]').filter({ hasText: 'Order flour' })
  await expect(card).toContainText('kitchen')
  await expect(card).not.toContainText('#')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+z')
  await expect(card).toHaveCount(0)
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const where of ['', ' @phone']) {
    test(`a task is made from a page without tasks, in a project of choice, and is there for the other one, ${colorScheme}${where}`, async ({
      people,
      board,
      join,
      accessible,
    }) => {
      const [ada, ben] = await people(2)
      await board(ada!, { name: 'Website' })
      const kitchen = await board(ada!, { name: 'Kitchen', tasks: { 'To do': ['Write the menu'] } })
      await join(ada!, ben!, kitchen.team)
      await ada!.call('POST', `/api/projects/${kitchen.id}/labels`, { name: 'Billing', color: '#5557d6' })
      const { page } = ada!
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await Promise.all([page.goto('/my-work'), ben!.page.goto(kitchen.path)])
      await expect(ben!.page.getByText('Write the menu')).toBeVisible()
      await expect(page.getByText('Nothing is assigned to you')).toBeVisible()

      if (where) await page.getByRole('button', { name: 'New', exact: true }).click()
      else await page.keyboard.press('c')
      const field = page.getByRole('textbox', { name: 'Title of the new task' })
      await expect(field).toBeFocused()
      await page.getByRole('combobox', { name: 'Project' }).selectOption('Kitchen')
      await field.pressSequentially('Ship invoice tomorrow 5pm #billing @ben !high')
      const chips = page.getByRole('list', { name: 'Understood' }).getByRole('button')
      await expect(chips).toHaveCount(5)
      await accessible(page)
      await field.press(where ? 'Enter' : 'Control+Enter')
      await expect(page.getByRole('dialog')).toHaveCount(0)
      const card = ben!.page.locator('[data-drag]').filter({ hasText: 'Ship invoice' })
      await expect(card).toBeVisible()
      await expect(card).toContainText('Billing')
      await page.getByRole('button', { name: 'Open', exact: true }).click()
      await expect(page).toHaveURL(new RegExp(`/t/${kitchen.key}-2`))

      // The project that was used last is offered first.
      await page.goto('/my-work')
      await expect(
        page.getByRole('link', { name: /Ship invoice/ }).or(page.getByText('Nothing is assigned to you')),
      ).toBeVisible()
      if (where) await page.getByRole('button', { name: 'New', exact: true }).click()
      else await page.keyboard.press('c')
      await expect(page.getByRole('combobox', { name: 'Project' })).toHaveValue(kitchen.id)
    })
  }
}

test('what the palette does not find becomes a task, which undo takes back; closing keeps what was written', async ({
  people,
  board,
}) => {
  const [ada] = await people(1)
  const { path } = await board(ada!, { tasks: { 'To do': ['Write the menu'] } })
  const { page } = ada!
  await page.goto('/my-work')
  await expect(page.getByText('Nothing is assigned to you')).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('Order flour !high')
  await page.keyboard.press('Enter')
  const field = page.getByRole('textbox', { name: 'Title of the new task' })
  await expect(field).toHaveValue('Order flour !high')
  await expect(field).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(field).toHaveCount(0)
  await page.keyboard.press('c')
  await expect(field).toHaveValue('Order flour !high')
  await page.keyboard.press('Enter')
  await expect(page.getByText('“Order flour” created in Website')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.goto(path)
  await expect(page.getByText('Write the menu')).toBeVisible()
  await expect(page.getByText('Order flour')).toHaveCount(0)
})

test('a task is made without a connection, and sent when there is one', async ({ people, board }) => {
  const [ada] = await people(1)
  const { path, id } = await board(ada!, { tasks: { 'To do': ['Write the menu'] } })
  const { page } = ada!
  await page.goto(`${path}/settings`)
  await expect(page.getByRole('heading', { name: 'Statuses' })).toBeVisible()
  await page.keyboard.press('c')
  const field = page.getByRole('textbox', { name: 'Title of the new task' })
  await expect(field).toBeFocused()
  await page.context().setOffline(true)
  await field.fill('Order flour')
  await field.press('Enter')
  await expect(page.getByText('“Order flour” created in Website')).toBeVisible()
  await page.context().setOffline(false)
  const titles = async () => {
    const { items } = await ada!.call<{ items: { title: string }[] }>('GET', `/api/projects/${id}/tasks`)
    return items.map(({ title }) => title)
  }
  await expect.poll(titles).toContain('Order flour')
})

test('where one may only read, that is said, and what was written is kept', async ({
  people,
  board,
  join,
}) => {
  const [ada, ben] = await people(2)
  const { path, team, id } = await board(ada!, { tasks: { 'To do': ['Write the menu'] } })
  await join(ada!, ben!, team)
  await ada!.call('PUT', `/api/projects/${id}/members/${ben!.id}`, { role: 'viewer' })
  const { page } = ben!
  await page.goto('/my-work')
  await expect(page.getByText('Nothing is assigned to you')).toBeVisible()
  await page.keyboard.press('c')
  const field = page.getByRole('textbox', { name: 'Title of the new task' })
  await field.fill('Order flour')
  await field.press('Enter')
  await expect(page.getByRole('alert')).toContainText('You can read this project, but not change it.')
  await expect(field).toHaveValue('Order flour')
  await page.keyboard.press('Escape')
  await page.goto(path)
  await expect(page.getByText('Write the menu')).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('zzz')
  await expect(page.getByText('Nothing found').first()).toBeVisible()
  await expect(page.getByRole('option')).toHaveCount(0)
})

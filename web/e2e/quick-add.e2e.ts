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

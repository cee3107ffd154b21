import { expect, test } from './test'

for (const colorScheme of ['light', 'dark'] as const) {
  for (const where of ['', ' @phone']) {
    test(`the page of keys is searched and has no barrier, ${colorScheme}${where}`, async ({
      people,
      board,
      accessible,
    }) => {
      const [ada] = await people(1)
      const { page } = ada!
      const { path } = await board(ada!, { tasks: { 'To do': ['Write the menu'] } })
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.goto(path)
      await expect(page.getByText('Write the menu')).toBeVisible()
      await page.keyboard.press('?')
      const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
      await dialog.getByRole('searchbox').fill('sidebar')
      await expect(dialog.getByText('Hide sidebar')).toBeVisible()
      await expect(dialog.getByText('New task')).toHaveCount(0)
      await dialog.getByRole('button', { name: /Change the keys of “Hide sidebar”/ }).click()
      await accessible(page)
    })
  }
}

test('keys are changed by keys, a conflict is settled by the person, and all goes back', async ({
  people,
  board,
}) => {
  const [ada] = await people(1)
  const { page } = ada!
  const { path } = await board(ada!, { tasks: { 'To do': ['Write the menu'] } })
  await page.goto(path)
  await expect(page.getByText('Write the menu')).toBeVisible()
  await page.keyboard.press('?')
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await dialog.getByRole('button', { name: /Change the keys of “New task”/ }).press('Enter')
  await page.keyboard.press('s')
  await expect(dialog.getByRole('alert')).toContainText('belongs to')
  await dialog.getByRole('button', { name: 'Use it here' }).press('Enter')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()

  await page.reload()
  await expect(page.getByText('Write the menu')).toBeVisible()
  await page.keyboard.press('c')
  const field = page.getByRole('textbox', { name: /Title of the new task/ })
  await expect(field).toHaveCount(0)
  await page.keyboard.press('s')
  await expect(field).toBeFocused()
  await page.keyboard.press('Escape')

  await page.keyboard.press('?')
  await dialog.getByRole('button', { name: 'Back to the usual keys everywhere' }).click()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await page.keyboard.press('c')
  await expect(field).toBeFocused()
})

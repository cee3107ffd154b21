import type { Page } from '@playwright/test'
import { expect, test, type Person } from '../test'

const dialog = (page: Page) => page.getByRole('dialog', { name: /^Versions of the description/ })
const versions = (page: Page) => dialog(page).getByRole('radio', { name: /ago|now/ })

async function write(person: Person, key: string, description: string): Promise<void> {
  await person.call('PATCH', `/api/tasks/${key}`, { description })
}

async function stored(person: Person, key: string): Promise<string> {
  const { task } = await person.call<{ task: { description: string } }>('GET', `/api/tasks/${key}`)
  return task.description
}

test('a description that somebody has emptied is brought back into the open editor, and that can be undone', async ({
  people,
  board,
  join,
  accessible,
}) => {
  test.slow()
  const [ada, ben] = (await people(2)) as [Person, Person]
  const made = await board(ada, { tasks: { 'To do': ['Open the bakery'] } })
  await join(ada, ben, made.team)
  const { key } = made.tasks[0]!
  const plan = '## Plan\n\n- buy flour\n- bake bread'
  await write(ada, key, plan)
  await write(ben, key, 'Never mind')
  await ben.page.goto(`/t/${key}`)
  await ben.page.getByRole('button', { name: 'Edit description' }).click()
  await expect(ben.page.getByText('Saved as you type')).toBeVisible()

  const { page } = ada
  await page.goto(`/t/${key}`)
  await page.getByRole('button', { name: 'Versions', exact: true }).click()
  await expect(versions(page)).toHaveCount(3)
  await expect(versions(page).first()).toBeChecked()
  await expect(versions(page).first()).toBeFocused()
  const text = dialog(page).getByRole('textbox', { name: 'The text, with what differs' })
  await expect(text).toContainText('buy flour')
  await expect(text).toContainText('Never mind')
  await dialog(page).getByRole('button', { name: 'Restore this version' }).click({ force: true })
  await expect(dialog(page), 'the latest is not restored').toBeVisible()
  await versions(page).first().focus()
  await page.keyboard.press('ArrowDown')
  await expect(versions(page).nth(1)).toBeChecked()
  await expect(text).not.toContainText('Never mind')
  await dialog(page).getByText('What restoring changes').click()
  await expect(text).toContainText('Never mind')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await accessible(page)
  }
  await page.keyboard.press('Control+Enter')
  await expect(dialog(page)).toHaveCount(0)
  await expect.poll(() => stored(ada, key)).toBe(plan)
  await expect(ben.page.getByRole('textbox', { name: 'Description' })).toContainText('bake bread')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => stored(ada, key)).toBe('Never mind')
  await expect(ben.page.getByRole('textbox', { name: 'Description' })).toHaveText('Never mind')
})

test('a viewer sees the versions and is told why none can be restored; the palette leads there', async ({
  people,
  board,
  join,
}) => {
  const [ada, ben] = (await people(2)) as [Person, Person]
  const made = await board(ada, { tasks: { 'To do': ['Open the bakery'] } })
  await join(ada, ben, made.team, 'guest')
  await ada.call('PUT', `/api/projects/${made.id}/members/${ben.id}`, { role: 'viewer' })
  const { key } = made.tasks[0]!
  await write(ada, key, 'One')
  await write(ada, key, 'Two')
  const { page } = ben
  await page.goto(`/t/${key}`)
  await expect(page.getByText('Two')).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('versions of')
  await page.getByRole('option', { name: /Versions of the description/ }).click()
  await expect(versions(page)).toHaveCount(3)
  await versions(page).nth(1).check({ force: true })
  await dialog(page).getByRole('button', { name: 'Restore this version' }).click({ force: true })
  await expect(page.getByText('You can read this project, but not change it.').first()).toBeVisible()
  expect(await stored(ada, key)).toBe('Two')
})

test('@phone versions on a phone', async ({ people, board, accessible }) => {
  const [ada] = (await people(1)) as [Person]
  const { key } = (await board(ada, { tasks: { 'To do': ['Open the bakery'] } })).tasks[0]!
  await write(ada, key, 'One **bold** word')
  await write(ada, key, 'Another word')
  const { page } = ada
  await page.goto(`/t/${key}`)
  await page.getByRole('button', { name: 'Versions', exact: true }).tap()
  await expect(versions(page)).toHaveCount(3)
  await dialog(page).getByText('Ada').nth(1).tap()
  await expect(versions(page).nth(1)).toBeChecked()
  await accessible(page)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(wide, 'nothing is wider than the screen').toBeLessThanOrEqual(0)
  await dialog(page).getByRole('button', { name: 'Restore this version' }).tap()
  await expect.poll(() => stored(ada, key)).toBe('One **bold** word')
})

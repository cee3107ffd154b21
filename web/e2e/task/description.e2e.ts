import type { Locator, Page } from '@playwright/test'
import { held } from '../editor'
import { expect, test, type Person } from '../test'

const tasks = { 'To do': ['Open the bakery', 'Paint the sign'] }
const field = (page: Page): Locator => page.getByRole('textbox', { name: 'Description' })

async function write(page: Page, key: string): Promise<void> {
  await page.goto(`/t/${key}`)
  await page.getByRole('button', { name: /^(Add a|Edit) description/ }).click()
  await expect(page.getByText('Saved as you type')).toBeVisible()
}

async function stored(person: Person, key: string): Promise<string> {
  const { task } = await person.call<{ task: { description: string } }>('GET', `/api/tasks/${key}`)
  return task.description
}

test('two people write one description at once, and both end with what the server has', async ({
  people,
  board,
  join,
}) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await join(ada!, ben!, made.team)
  const { key } = made.tasks[0]!
  await ada!.call('PATCH', `/api/tasks/${key}`, { description: 'First line\n\nLast line' })
  await write(ada!.page, key)
  await write(ben!.page, key)
  await field(ada!.page).press('Control+Home')
  await field(ben!.page).press('Control+End')
  await Promise.all([
    ada!.page.keyboard.type('Ada writes 😀 at the top. ', { delay: 15 }),
    ben!.page.keyboard.type(' Ben writes at the end.', { delay: 15 }),
  ])
  const want = 'Ada writes 😀 at the top. First line\n\nLast line Ben writes at the end.'
  await expect.poll(() => held(field(ada!.page))).toBe(want)
  await expect.poll(() => held(field(ben!.page))).toBe(want)
  await expect(ben!.page.locator('.cm-caret-name')).toHaveText('Ada')
  await expect.poll(() => stored(ada!, key)).toBe(want)
})

test('a change over the API joins what is being written', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const { key } = made.tasks[0]!
  await ada!.call('PATCH', `/api/tasks/${key}`, { description: 'One\nTwo\nThree' })
  await write(ada!.page, key)
  await field(ada!.page).press('Control+End')
  await ada!.page.keyboard.type(' typed')
  await ada!.call('PATCH', `/api/tasks/${key}`, { description: 'Zero\nOne\nTwo\nThree' })
  await expect.poll(() => held(field(ada!.page))).toContain('Zero\nOne')
  await expect.poll(() => stored(ada!, key)).toBe('Zero\nOne\nTwo\nThree typed')
})

test('what is written without a connection survives closing the tab, and joins the text', async ({
  people,
  board,
  another,
}) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const { key, id } = made.tasks[0]!
  await ada!.call('PATCH', `/api/tasks/${key}`, { description: 'Middle' })
  const { page, context } = ada!
  await write(page, key)
  await context.setOffline(true)
  await expect(page.getByText('Offline', { exact: true })).toBeVisible()
  await field(page).press('Control+End')
  await page.keyboard.type(' and the end')
  const kept = () =>
    page.evaluate(() => Object.keys(localStorage).filter((name) => name.includes(':document:')))
  await expect.poll(async () => (await kept()).length).toBe(1)
  const other = await another(ada!)
  await other.page.goto('/')
  await other.call('PATCH', `/api/tasks/${id}`, { description: 'The start. Middle' })
  await context.setOffline(false)
  await page.reload()
  await expect.poll(() => stored(ada!, key)).toBe('The start. Middle and the end')
  await expect.poll(async () => (await kept()).length).toBe(0)
})

test('the toolbar and its keys, boxes that tick, and completion', async ({ people, board, accessible }) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const { key } = made.tasks[0]!
  const { page } = ada!
  await write(page, key)
  await page.keyboard.type('Plan')
  await page.getByRole('button', { name: 'Heading' }).click()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+b')
  await page.keyboard.type('bold')
  await page.keyboard.press('Control+b')
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Checklist' }).click()
  await page.keyboard.type('buy flour')
  await page.keyboard.press('Enter')
  await page.keyboard.type('ask @ada')
  await page.getByRole('option').first().click()
  await page.keyboard.type('of #paint')
  await expect(page.getByRole('option', { name: /Paint the sign/ })).toBeVisible()
  await accessible(page)
  await page.keyboard.press('Enter')
  await page.locator('.cm-md-box').first().click()
  await expect.poll(() => stored(ada!, key)).toContain(`## Plan\n**bold**\n- [x] buy flour\n- [ ] ask @ada`)
  await page.keyboard.press('Escape')
  await expect(page.locator('.markdown h2')).toHaveText('Plan')
  await expect(page.getByRole('button', { name: 'Edit description' })).toBeFocused()
})

test('a box of the text is ticked where it is read, by mouse and keys, and can be taken back', async ({
  people,
  board,
  join,
}) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await join(ada!, ben!, made.team)
  await ada!.call('PUT', `/api/projects/${made.id}/members/${ben!.id}`, { role: 'viewer' })
  const { key } = made.tasks[0]!
  await ada!.call('PATCH', `/api/tasks/${key}`, { description: '- [ ] Flour\n- [x] Salt' })
  await Promise.all([ada!, ben!].map(({ page }) => page.goto(`/t/${key}`)))
  const flour = (page: Page): Locator => page.getByRole('checkbox', { name: 'Flour' })
  await flour(ada!.page).click()
  await expect(flour(ada!.page)).toBeChecked()
  await expect(flour(ben!.page)).toBeChecked()
  await expect(flour(ben!.page)).toBeDisabled()
  await expect(field(ada!.page)).toBeHidden()
  await expect.poll(() => stored(ada!, key)).toBe('- [x] Flour\n- [x] Salt')
  await ada!.page.keyboard.press('Space')
  await expect.poll(() => stored(ada!, key)).toBe('- [ ] Flour\n- [x] Salt')
  await ada!.page.keyboard.press('Control+z')
  await expect(flour(ben!.page)).toBeChecked()
})

import type { Page } from '@playwright/test'
import { expect, test } from '../test'

const tasks = { 'To do': ['Ship the invoice', 'Write the café menu', 'Paint the fence'] }
const cards = '[data-card]'

/** Opens the filter by its key, and chooses a field and a value, by keys alone. */
async function filterByKeys(page: Page, field: string, value: string): Promise<void> {
  await page.keyboard.press('/')
  await expect(page.getByRole('combobox', { name: 'Add a condition' })).toBeFocused()
  await page.keyboard.type(field)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: field })).toBeVisible()
  await page.keyboard.type(value)
}

test('a filter is built by keys, stands in the address, and shows the same to whoever opens the link', async ({
  people,
  board,
  another,
}) => {
  const [ada] = await people(1)
  const { path } = await board(ada!, { tasks })
  await ada!.page.goto(path)
  await expect(ada!.page.locator(cards)).toHaveCount(3)
  await filterByKeys(ada!.page, 'Title or key', 'CAFE')
  await expect(ada!.page.locator(cards)).toHaveCount(1)
  await expect(ada!.page.getByText('One task matches')).toBeVisible()

  const link = ada!.page.url()
  const elsewhere = await another(ada!)
  await elsewhere.page.goto(link)
  await expect(elsewhere.page.locator(cards)).toHaveText([/café/])

  await ada!.page.keyboard.press('Escape')
  await ada!.page.getByRole('link', { name: 'List' }).click()
  await expect(ada!.page.getByRole('row', { name: /café/ })).toBeVisible()
  await expect(ada!.page.getByText('Paint the fence')).toHaveCount(0)
  await ada!.page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(ada!.page.getByText('Paint the fence')).toBeVisible()
})

test('what others change comes into the filter and goes out of it, live', async ({ people, board, join }) => {
  const [ada, ben] = await people(2)
  const { path, team, tasks: made } = await board(ada!, { tasks })
  await join(ada!, ben!, team)
  const filter = JSON.stringify({ field: 'priority', op: 'is', value: 'high' })
  await ada!.page.goto(`${path}?filter=${encodeURIComponent(filter)}`)
  await expect(ada!.page.getByText('No task matches').first()).toBeVisible()
  await ben!.call('PATCH', `/api/tasks/${made[0]!.id}`, { priority: 'high' })
  await expect(ada!.page.locator(cards)).toHaveText([/invoice/])
  await ben!.call('PATCH', `/api/tasks/${made[0]!.id}`, { priority: 'low' })
  await expect(ada!.page.locator(cards)).toHaveCount(0)
})

test('conditions are joined by OR, and a filter that makes no sense says so', async ({ people, board }) => {
  const [ada] = await people(1)
  const { path } = await board(ada!, { tasks })
  const title = (value: string) => ({ field: 'title', op: 'contains', value })
  const filter = JSON.stringify({ and: [title('invoice'), title('fence')] })
  await ada!.page.goto(`${path}?filter=${encodeURIComponent(filter)}`)
  await expect(ada!.page.getByText('No task matches').first()).toBeVisible()
  await ada!.page.getByRole('button', { name: 'and', exact: true }).click()
  await expect(ada!.page.locator(cards)).toHaveCount(2)
  await ada!.page.goto(`${path}?filter=nonsense`)
  await expect(ada!.page.getByText('a filter that cannot be used here')).toBeVisible()
  await expect(ada!.page.locator(cards)).toHaveCount(3)
})

for (const scheme of ['light', 'dark'] as const) {
  for (const [name, viewport] of [
    ['desktop', { width: 1280, height: 800 }],
    ['phone', { width: 390, height: 844 }],
  ] as const) {
    test(`the filter is accessible: ${scheme}, ${name}`, async ({ people, board, accessible }) => {
      const [ada] = await people(1)
      const { page } = ada!
      const { path } = await board(ada!, { tasks })
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
      await page.setViewportSize(viewport)
      const filter = JSON.stringify({
        and: [
          { field: 'assignee', op: 'none' },
          {
            or: [
              { field: 'dueDate', op: 'none' },
              { field: 'dueDate', op: 'within', value: 'thisWeek' },
            ],
          },
        ],
      })
      await page.goto(`${path}?filter=${encodeURIComponent(filter)}`)
      await expect(page.locator(cards)).toHaveCount(3)
      await accessible(page)
      await page.getByRole('button', { name: 'this week' }).click()
      await expect(page.getByRole('dialog', { name: 'Due' })).toBeVisible()
      await accessible(page)
    })
  }
}

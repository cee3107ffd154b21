import { expect, test, type Person } from '../test'
import { card, expectTitles } from './cards'

const tasks = { Backlog: ['Alpha', 'Beta'] }

async function describe(person: Person, key: string, description: string): Promise<void> {
  await person.call('PATCH', `/api/tasks/${key}`, { description })
}

test('a task opens beside the board under its own address, and the way back closes it', async ({
  people,
  board,
}) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const { page } = ada!
  const key = made.tasks[0]!.key
  await page.goto(made.path)
  await page.getByRole('link', { name: 'Alpha' }).click()
  await expect(page).toHaveURL(new RegExp(`/t/${key}$`))
  const panel = page.getByRole('complementary', { name: `Task ${key}` })
  await expect(panel).toBeVisible()
  await expect(card(page, 'Beta')).toBeVisible()
  await page.goBack()
  await expect(panel).toHaveCount(0)
  await expect(page).toHaveURL(new RegExp(`${made.path}$`))

  await page.goto(`/t/${key}`)
  await expect(panel).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(new RegExp(`${made.path}$`))
})

test('properties are set by key from the card', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const { page } = ada!
  await page.goto(made.path)
  const alpha = card(page, 'Alpha')
  await alpha.getByRole('link').focus()
  await page.keyboard.press('p')
  await page.keyboard.type('urg')
  await page.keyboard.press('Enter')
  await expect(alpha.getByRole('img', { name: 'Urgent' })).toBeVisible()
  await page.keyboard.press('a')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(alpha.getByRole('img', { name: 'Ada' })).toBeVisible()
  await page.keyboard.press('l')
  await page.keyboard.type('Bug')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(alpha.getByText('Bug')).toBeVisible()
  await page.keyboard.press('s')
  await page.keyboard.type('done')
  await page.keyboard.press('Enter')
  await expectTitles(page, 'Done', ['Alpha'])
  await page.reload()
  await expectTitles(page, 'Done', ['Alpha'])
  await expect(card(page, 'Alpha').getByText('Bug')).toBeVisible()
})

test('what is typed before a picker, the palette or the field for a new task is there goes into it', async ({
  people,
  board,
}) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const { page } = ada!
  await page.route(
    /(TaskPickers|CardComposer|PopoverLayer|ShellDialogs|DialogLayer)-[^/]*\.js$/,
    async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      await route.continue()
    },
  )
  await page.goto(made.path)
  const alpha = card(page, 'Alpha')
  await alpha.getByRole('link').focus()
  await page.keyboard.type('p')
  await page.keyboard.type('urg')
  await page.keyboard.press('Enter')
  await expect(alpha.getByRole('img', { name: 'Urgent' })).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`${made.path}$`))
  await page.reload()
  await card(page, 'Alpha').getByRole('link').focus()
  await page.keyboard.type('cOne more')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('article').filter({ hasText: 'One more' })).toBeVisible()
  await page.reload()
  await card(page, 'Alpha').getByRole('link').focus()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('account settings')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/me$/)
})

test('a description is saved as it is written, and seen by who opens it', async ({
  people,
  board,
  another,
}) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const { page } = ada!
  const key = made.tasks[0]!.key
  await page.goto(`/t/${key}`)
  await page.getByRole('button', { name: 'Add a description…' }).click()
  await page.getByRole('textbox', { name: 'Description' }).fill('Half a **thought**')
  await expect(page.getByText('Saved as you type')).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(page.locator('.markdown strong')).toHaveText('thought')
  const other = (await another(ada!)).page
  await other.goto(`/t/${key}`)
  await expect(other.locator('.markdown strong')).toHaveText('thought')
})

test('a title that is being typed is not overwritten', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const { page } = ada!
  const key = made.tasks[0]!.key
  await page.goto(`/t/${key}`)
  const title = page.getByRole('textbox', { name: 'Title', exact: true })
  await title.fill('Alpha of mine')
  await ada!.call('PATCH', `/api/tasks/${key}`, { title: 'Alpha of theirs' })
  await expect(page.getByText('Meanwhile the title was changed to “Alpha of theirs”.')).toBeVisible()
  await expect(title).toHaveValue('Alpha of mine')
  await page.getByRole('button', { name: 'Use that one' }).click()
  await expect(title).toHaveValue('Alpha of theirs')
})

test('what a description holds is text: nothing in it runs', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const { page } = ada!
  const key = made.tasks[0]!.key
  const evil = [
    '<img src=x onerror="window.ran = 1">',
    '<script>window.ran = 1</script>',
    '[a](javascript:window.ran=1)',
    '<svg onload="window.ran = 1">',
    '![x](data:text/html,<script>window.ran=1</script>)',
    '[plain](https://example.com/)',
  ]
  await describe(ada!, key, evil.join('\n\n'))
  await page.goto(`/t/${key}`)
  const text = page.locator('.markdown')
  await expect(text.getByRole('link', { name: 'plain' })).toHaveAttribute(
    'rel',
    'noopener noreferrer nofollow',
  )
  await expect(text.locator('script, svg, [onerror], [onload], a[href^="javascript"]')).toHaveCount(0)
  expect(await page.evaluate(() => (window as unknown as { ran?: number }).ran)).toBeUndefined()
})

test('an archived task says so at its address, and can be brought back', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const { page } = ada!
  const key = made.tasks[0]!.key
  await ada!.call('PATCH', `/api/tasks/${key}`, { archived: true })
  await page.goto(`/t/${key}`)
  await expect(page.getByText(`${key} is archived.`)).toBeVisible()
  await page.getByRole('button', { name: 'Bring back' }).click()
  await expectTitles(page, 'Backlog', ['Alpha', 'Beta'])
  await expect(page.getByRole('textbox', { name: 'Title', exact: true })).toHaveValue('Alpha')
})

test('a task that is deleted while it is open says so, and can be restored there', async ({
  people,
  board,
}) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const { page } = ada!
  const key = made.tasks[0]!.key
  await page.goto(`/t/${key}`)
  await expect(page.getByRole('textbox', { name: 'Title', exact: true })).toHaveValue('Alpha')
  await ada!.call('DELETE', `/api/tasks/${key}`)
  await expect(page.getByText(`${key} has been deleted.`)).toBeVisible()
  await page.getByRole('button', { name: 'Restore' }).click()
  await expect(page.getByRole('textbox', { name: 'Title', exact: true })).toHaveValue('Alpha')
  await expectTitles(page, 'Backlog', ['Alpha', 'Beta'])
})

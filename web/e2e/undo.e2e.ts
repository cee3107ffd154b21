import type { Locator, Page } from '@playwright/test'
import { bar, expectTitles, row } from './list/rows'
import { expect, test, type Board, type Person } from './test'

const tasks = { Backlog: ['Alpha', 'Beta', 'Gamma', 'Delta'] }

const notice = (page: Page, text: string): Locator => page.locator('.toast', { hasText: text })

const change = (person: Person, task: { id: string }, fields: object) =>
  person.call('PATCH', `/api/tasks/${task.id}`, fields)

async function priorities(person: Person, { tasks: all }: Board): Promise<string[]> {
  const of = async ({ id }: { id: string }) =>
    (await person.call<{ task: { priority: string } }>('GET', `/api/tasks/${id}`)).task.priority
  return Promise.all(all.map(of))
}

async function selectAll(page: Page): Promise<void> {
  await row(page, 'Alpha').focus()
  await page.keyboard.press('Control+a')
  await expect(bar(page)).toContainText('4 selected')
}

async function setPriority(page: Page, name: string): Promise<void> {
  await page.keyboard.press('p')
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
  await expect(row(page, 'Alpha')).toContainText(name, { ignoreCase: true })
}

test('of many, those stay that somebody else has changed since, and it is said whose they are', async ({
  people,
  board,
  join,
  accessible,
}) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await join(ada!, ben!, made.team)
  const { page } = ada!
  await page.goto(`${made.path}/list`)
  await expectTitles(page, 'Backlog', tasks.Backlog)
  await selectAll(page)
  await setPriority(page, 'urgent')
  await expect.poll(() => priorities(ada!, made)).toEqual(['urgent', 'urgent', 'urgent', 'urgent'])
  await change(ben!, made.tasks[1]!, { priority: 'low' })
  await expect(row(page, 'Beta')).toContainText('Low')

  await page.keyboard.press('Control+z')
  await expect(notice(page, '3 undone; one was changed since and stays as it is')).toContainText(
    'Ben changed it',
  )
  await expect.poll(() => priorities(ben!, made)).toEqual(['none', 'low', 'none', 'none'])
  await accessible(page)
  await page.keyboard.press('Control+Shift+z')
  await expect.poll(() => priorities(ben!, made)).toEqual(['urgent', 'low', 'urgent', 'urgent'])
})

test('one undo is one step: where it cannot be, that is said, and the next takes the next', async ({
  people,
  board,
  join,
}) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await join(ada!, ben!, made.team)
  const { page } = ada!
  await page.goto(`${made.path}/list`)
  await expectTitles(page, 'Backlog', tasks.Backlog)
  await row(page, 'Alpha').focus()
  await setPriority(page, 'high')
  await row(page, 'Beta').focus()
  await page.keyboard.press('Alt+ArrowRight')
  await expectTitles(page, 'To do', ['Beta'])
  await expect.poll(() => priorities(ada!, made)).toEqual(['high', 'none', 'none', 'none'])
  const done = made.statuses.find(({ name }) => name === 'Done')!
  await change(ben!, made.tasks[1]!, { status: done.id })
  await expectTitles(page, 'Done', ['Beta'])

  await page.keyboard.press('Control+z')
  await expect(notice(page, `Not undone: moving ${made.tasks[1]!.key}`)).toContainText(
    'Ben changed it since. It stays as it is.',
  )
  await expectTitles(page, 'Done', ['Beta'])
  expect(await priorities(ben!, made)).toEqual(['high', 'none', 'none', 'none'])
  await page.keyboard.press('Control+z')
  await expect.poll(() => priorities(ben!, made)).toEqual(['none', 'none', 'none', 'none'])
  await expectTitles(page, 'Done', ['Beta'])
  await page.keyboard.press('Control+z')
  await expect(notice(page, 'Nothing left to undo')).toBeVisible()
})

test('who may only look since then is told why, and what they did stays', async ({ people, board, join }) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await join(ada!, ben!, made.team)
  const { page } = ben!
  await page.goto(`${made.path}/list`)
  await expectTitles(page, 'Backlog', tasks.Backlog)
  await row(page, 'Alpha').focus()
  await setPriority(page, 'high')
  await expect.poll(() => priorities(ada!, made)).toEqual(['high', 'none', 'none', 'none'])
  await ada!.call('PUT', `/api/projects/${made.id}/members/${ben!.id}`, { role: 'viewer' })
  await expect(page.getByRole('treegrid')).toHaveAttribute('aria-readonly', 'true')
  await page.keyboard.press('Control+z')
  await expect(notice(page, `Not undone: changing ${made.tasks[0]!.key}`)).toBeVisible()
  expect(await priorities(ada!, made)).toEqual(['high', 'none', 'none', 'none'])
})

/** How each is done to a selection. */
const deeds: Record<string, (page: Page) => Promise<void>> = {
  status: (page) => choose(page, 's', 'done'),
  priority: (page) => choose(page, 'p', 'urgent'),
  assignees: async (page) => {
    await choose(page, 'a', 'ada')
    await page.keyboard.press('Escape')
  },
  labels: async (page) => {
    await choose(page, 'l', 'bug')
    await page.keyboard.press('Escape')
  },
  date: async (page) => {
    await page.keyboard.press('d')
    await page.getByRole('dialog').getByRole('button', { name: 'Tomorrow' }).click()
  },
  move: async (page) => {
    await page.keyboard.press('Alt+ArrowRight')
  },
  archive: async (page) => bar(page).getByRole('button', { name: 'Archive' }).click(),
  delete: async (page) => page.keyboard.press('Delete'),
}

async function choose(page: Page, key: string, text: string): Promise<void> {
  await page.keyboard.press(key)
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
}

/** What the other sees of all tasks, as far as these deeds change it. */
async function seen(person: Person, { id }: Board): Promise<unknown> {
  const { tasks: all } = await person.call<{ tasks: Record<string, unknown>[] }>(
    'GET',
    `/api/projects/${id}/snapshot`,
  )
  const told = all.map(({ title, status, priority, assignees, labels, dueDate, archivedAt }) => {
    return { title, status, priority, assignees, labels, dueDate, archivedAt }
  })
  return told.toSorted((a, b) => (String(a.title) < String(b.title) ? -1 : 1))
}

for (const [name, deed] of Object.entries(deeds)) {
  test(`a selection changed by ${name} is one call, one undo and one redo`, async ({
    people,
    board,
    join,
  }) => {
    const [ada, ben] = await people(2)
    const made = await board(ada!, { tasks })
    await join(ada!, ben!, made.team)
    await ada!.call('POST', `/api/projects/${made.id}/labels`, { name: 'Bug', color: '#cc272e' })
    const { page } = ada!
    await page.goto(`${made.path}/list`)
    await expectTitles(page, 'Backlog', tasks.Backlog)
    const before = await seen(ben!, made)
    await selectAll(page)
    const posts: { commands: unknown[]; atomic?: boolean }[] = []
    page.on('request', (request) => {
      if (request.url().endsWith('/commands') && request.method() === 'POST')
        posts.push(request.postDataJSON())
    })
    await deed(page)
    await expect.poll(() => seen(ben!, made)).not.toEqual(before)
    const after = await seen(ben!, made)
    expect(posts.map(({ commands, atomic }) => [commands.length, atomic])).toEqual([[4, true]])
    await page.keyboard.press('Control+z')
    await expect.poll(() => seen(ben!, made)).toEqual(before)
    await page.keyboard.press('Control+Shift+z')
    await expect.poll(() => seen(ben!, made)).toEqual(after)
    expect(posts).toHaveLength(3)
  })
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the notice of an undo says what stays, ${colorScheme} @phone`, async ({
    people,
    board,
    join,
    accessible,
  }) => {
    const [ada, ben] = await people(2)
    const made = await board(ada!, { tasks })
    await join(ada!, ben!, made.team)
    const { page } = ada!
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.goto(`${made.path}/list`)
    await expectTitles(page, 'Backlog', tasks.Backlog)
    await row(page, 'Alpha').focus()
    await page.keyboard.press('Control+a')
    await bar(page).getByRole('button', { name: 'Priority' }).click()
    await page.getByRole('option', { name: 'Urgent' }).click()
    await expect.poll(() => priorities(ada!, made)).toEqual(['urgent', 'urgent', 'urgent', 'urgent'])
    await change(ben!, made.tasks[1]!, { priority: 'low' })
    await change(ben!, made.tasks[2]!, { priority: 'low' })
    await expect(row(page, 'Gamma')).toContainText('Low')
    await page.getByRole('button', { name: 'Undo' }).click()
    const { key } = made.tasks[2]!
    await expect(notice(page, '2 undone; 2 were changed since and stay as they are')).toContainText(
      `As Ben made them: ${made.tasks[1]!.key} and ${key}`,
    )
    await expect.poll(() => priorities(ben!, made)).toEqual(['none', 'low', 'low', 'none'])
    await accessible(page)
  })
}

import type { Page } from '@playwright/test'
import { expect, test, type Board, type Person } from './test'

interface Snapshot {
  project: { visibility: string }
  statuses: { name: string }[]
  labels: { id: string; name: string; color: string }[]
  fields: { name: string }[]
  tasks: { title: string; key: string; assignees: string[]; labels: string[] }[]
}

const dialog = (page: Page) => page.getByRole('dialog', { name: 'New project' })

/** What the project holds that the page has come to. */
async function opened({ page, call }: Person): Promise<Snapshot> {
  await expect(page).toHaveURL(/\/p\/[A-Z0-9]+$/)
  const { projects } = await call<{ projects: { id: string; key: string }[] }>('GET', '/api/me')
  const project = projects.find(({ key }) => page.url().endsWith(`/p/${key}`))
  return call<Snapshot>('GET', `/api/projects/${project!.id}/snapshot`)
}

/** A project with a label, a field and an assigned task of its own. */
async function furnish(owner: Person, { id, tasks }: Board): Promise<void> {
  const { label } = await owner.call<{ label: { id: string } }>('POST', `/api/projects/${id}/labels`, {
    name: 'urgent mail',
    color: '#e5484d',
  })
  await owner.call('POST', `/api/projects/${id}/fields`, { name: 'Cost', type: 'number' })
  await owner.call('PATCH', `/api/tasks/${tasks[0]!.id}`, { labels: [label.id], assignees: [owner.id] })
}

for (const where of ['', ' @phone']) {
  test(`a project begins with a starter, which shows what it brings${where}`, async ({
    people,
    board,
    accessible,
  }) => {
    const [ada] = await people(1)
    const { page } = ada!
    const { team } = await board(ada!)
    await page.goto(`/?new=${team}`)
    await expect(dialog(page).getByRole('radio', { name: 'Blank' })).toBeChecked()
    await accessible(page)
    await dialog(page).getByLabel('Name', { exact: true }).fill('Defects')
    const card = dialog(page).locator('label').filter({ hasText: 'Bug tracking' })
    await expect(card).toContainText('Confirmed')
    await card.click()
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await accessible(page)
    }
    await dialog(page).getByRole('button', { name: 'Create project' }).click()
    const made = await opened(ada!)
    expect(made.statuses.map(({ name }) => name)).toContain('Being fixed')
    expect(made.fields.map(({ name }) => name)).toEqual(['Severity', 'Seen in version'])
    await expect(page.getByText('How to report a bug')).toBeVisible()
  })

  test(`a project begins as another, from its settings, with its open tasks${where}`, async ({
    people,
    board,
    accessible,
  }) => {
    const [ada] = await people(1)
    const { page } = ada!
    const source = await board(ada!, { tasks: { 'To do': ['Write the menu'], Done: ['Find a name'] } })
    await furnish(ada!, source)
    await ada!.call('PATCH', `/api/projects/${source.id}`, { visibility: 'private' })
    await page.goto(`${source.path}/settings`)
    await page.getByRole('button', { name: 'New project from this one…' }).click()
    await expect(dialog(page).getByRole('combobox', { name: 'Project' })).toHaveValue(source.id)
    await expect(dialog(page).getByRole('combobox', { name: 'Who sees it' })).toHaveValue('private')
    await dialog(page).getByRole('switch', { name: 'Copy its open tasks too' }).click()
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await accessible(page)
    }
    await dialog(page).getByLabel('Name', { exact: true }).fill('Second course')
    await dialog(page).getByRole('button', { name: 'Create project' }).click()
    const made = await opened(ada!)
    expect(made.project.visibility).toBe('private')
    expect(made.fields.map(({ name }) => name)).toEqual(['Cost'])
    expect(made.tasks.map(({ title }) => title)).toEqual(['Write the menu'])
    expect(made.tasks[0]).toMatchObject({ assignees: [ada!.id], labels: [made.labels[0]!.id] })
    await expect(page.getByText('Write the menu')).toBeVisible()
  })
}

test('the palette leads there, all of it works by keys, and the other screen sees the project at once', async ({
  people,
  board,
  join,
}) => {
  const [ada, ben] = await people(2)
  const source = await board(ada!, { tasks: { 'To do': ['Write the menu'] } })
  await join(ada!, ben!, source.team)
  await ben!.page.goto('/')
  const { page } = ada!
  await page.goto(source.path)
  await expect(page.getByText('Write the menu')).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('New project from Website')
  await expect(page.getByRole('option', { name: /^New project from Website/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(dialog(page).getByLabel('Name', { exact: true })).toBeFocused()
  await page.keyboard.type('Things to do')
  const chosen = dialog(page).getByRole('radio', { name: 'One of your projects' })
  await expect(chosen).toBeChecked()
  await chosen.focus()
  await page.keyboard.press('ArrowUp')
  await expect(dialog(page).getByRole('radio', { name: 'Personal' })).toBeChecked()
  await page.keyboard.press('Enter')
  const made = await opened(ada!)
  expect(made.statuses.map(({ name }) => name)).toEqual(['Some day', 'Soon', 'Today', 'Done'])
  await expect(ben!.page.getByRole('link', { name: /Things to do/ }).first()).toBeVisible()
})

test('who may make no project is offered none, and what is refused is told in its place', async ({
  people,
  board,
  join,
}) => {
  const [ada, ben] = await people(2)
  const source = await board(ada!)
  await join(ada!, ben!, source.team, 'guest')
  await ada!.call('PUT', `/api/projects/${source.id}/members/${ben!.id}`, { role: 'viewer' })
  await ben!.page.goto(`${source.path}/settings`)
  await expect(ben!.page.getByRole('heading', { name: 'Members' })).toBeVisible()
  await expect(ben!.page.getByRole('button', { name: 'New project from this one…' })).toHaveCount(0)

  const { page } = ada!
  await page.goto(`/?new=${source.team}&from=${source.id}`)
  await dialog(page).getByLabel('Name', { exact: true }).fill('Copy')
  await dialog(page).getByLabel('Key').fill(source.key)
  await dialog(page).getByRole('button', { name: 'Create project' }).click()
  await expect(dialog(page).getByText('Another project has this key.')).toBeVisible()
  await dialog(page).getByLabel('Key').fill('COPY2')
  await dialog(page).getByRole('button', { name: 'Create project' }).click()
  expect((await opened(ada!)).tasks).toEqual([])
})

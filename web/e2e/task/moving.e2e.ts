import type { Page } from '@playwright/test'
import { give, invite } from '../access/team'
import { card, column, expectTitles } from '../board/cards'
import { bar, row } from '../list/rows'
import { pressFor } from './keys'
import { expect, test, type Board, type Person } from '../test'

const tasks = { 'To do': ['Order flour', 'Paint the sign'] }
const notices = (page: Page) => page.getByRole('region', { name: 'Notices' })
const find = (page: Page) => page.getByRole('combobox', { name: 'Find a project' })
const panel = (page: Page, key: string) => page.getByRole('complementary', { name: `Task ${key}` })

async function two(
  owner: Person,
  board: (owner: Person, options: object) => Promise<Board>,
): Promise<Board[]> {
  return [await board(owner, { name: 'Shop', tasks }), await board(owner, { name: 'Office' })]
}

test('by keys alone a task goes to another project; who looks at it goes along, and it can be moved back', async ({
  people,
  board,
  join,
  accessible,
}) => {
  test.slow()
  const [ada, ben] = await people(2)
  const [shop, office] = await two(ada!, board)
  await join(ada!, ben!, shop!.team)
  await join(ada!, ben!, office!.team)
  const key = shop!.tasks[0]!.key
  const { page } = ada!
  await ben!.page.goto(`/t/${key}`)
  await expect(panel(ben!.page, key)).toBeVisible()
  await page.goto(`/t/${key}`)
  await expect(panel(page, key)).toBeVisible()
  await pressFor(page, 'Shift+M', find(page))
  await accessible(page)
  await page.keyboard.type('offi')
  await expect(page.getByRole('option')).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'To Office' })).toBeVisible()
  await expect(page.getByLabel('Status', { exact: true })).toHaveValue(
    office!.statuses.find(({ name }) => name === 'To do')!.id,
  )
  await expect(page.getByRole('dialog')).toContainText('It gets a new key')
  await accessible(page)
  await expect(page.getByRole('button', { name: 'Move', exact: true })).toBeFocused()
  await page.keyboard.press('Enter')

  await expect(notices(page)).toContainText(`Moved to ${office!.key}-1`)
  // A notice stays as long as one is on it.
  const back = notices(page).getByRole('button', { name: 'Move back' })
  await back.focus()
  for (const one of [page, ben!.page]) {
    await expect(one).toHaveURL(`/t/${office!.key}-1`)
    await expect(panel(one, `${office!.key}-1`)).toBeVisible()
    await expect(card(one, 'Order flour')).toBeVisible()
  }
  // The old address leads there, also for who comes later.
  await ben!.page.goto(`/t/${key}`)
  await expect(ben!.page).toHaveURL(`/t/${office!.key}-1`)

  await back.press('Enter')
  await expect(notices(page)).toContainText(`Moved back to ${shop!.key}-3`)
  await expect(page).toHaveURL(`/t/${shop!.key}-3`)
  await expectTitles(page, 'To do', ['Paint the sign', 'Order flour'])
})

test('what does not come along is said before; subtasks do', async ({ people, board, join }) => {
  test.slow()
  const [ada, ben] = await people(2)
  const [shop, office] = await two(ada!, board)
  await join(ada!, ben!, shop!.team)
  const [flour, sign] = shop!.tasks
  const review = { name: 'Review', category: 'active', color: '#5557d6' }
  const { status } = await ada!.call<{ status: { id: string } }>(
    'POST',
    `/api/projects/${shop!.id}/statuses`,
    review,
  )
  const { field } = await ada!.call<{ field: { id: string } }>('POST', `/api/projects/${shop!.id}/fields`, {
    name: 'Cost',
    type: 'number',
  })
  await ada!.call('POST', `/api/projects/${shop!.id}/tasks`, { title: 'Weigh it', parent: flour!.id })
  await ada!.call('PATCH', `/api/tasks/${flour!.id}`, {
    addAssignees: [ben!.id],
    fields: { [field.id]: 5 },
    blockedBy: [sign!.id],
    status: status.id,
  })
  const { page } = ada!
  await page.goto(shop!.path)
  await card(page, 'Order flour').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Move to another project…' }).click()
  await page.getByRole('option', { name: /Office/ }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('One subtask goes along.')
  await expect(dialog).toContainText('There is no status “Review” there.')
  await expect(dialog).toContainText(
    'Stays behind: what stands in “Cost”; Ben, without access there; the link to one blocking task.',
  )
  await dialog.getByLabel('Status').selectOption({ label: 'Done' })
  await dialog.getByRole('button', { name: 'Move', exact: true }).click()
  await expectTitles(page, 'To do', ['Paint the sign'])
  await notices(page).getByRole('button', { name: 'Open' }).click()
  await expect(page).toHaveURL(new RegExp(`/t/${office!.key}-\\d+$`))
  await expect(column(page, 'Done').getByRole('link', { name: 'Order flour' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Weigh it' }).first()).toBeVisible()
})

test('all that is selected in the list goes, one after another', async ({ people, board }) => {
  const [ada] = await people(1)
  const [shop, office] = await two(ada!, board)
  const { page } = ada!
  await page.goto(`${shop!.path}/list`)
  await row(page, 'Order flour').waitFor()
  await page.keyboard.press('Control+a')
  await bar(page).getByRole('button', { name: 'Move to another project…' }).click()
  await page.getByRole('option', { name: /Office/ }).click()
  await expect(page.getByRole('dialog')).toContainText('They get new keys')
  await page.getByRole('button', { name: 'Move', exact: true }).click()
  await expect(notices(page)).toContainText('2 tasks moved to Office')
  await expect(row(page, 'Order flour')).toHaveCount(0)
  await expect(bar(page)).toHaveCount(0)
  const there = async () =>
    (await ada!.call<{ items: { title: string }[] }>('GET', `/api/projects/${office!.id}/tasks`)).items.length
  expect(await there()).toBe(2)
  await notices(page).getByRole('button', { name: 'Move back' }).click()
  await expect(row(page, 'Order flour')).toBeVisible()
  await expect(row(page, 'Paint the sign')).toBeVisible()
  expect(await there()).toBe(0)
})

test('a project in which one may not make tasks is not offered, and a viewer has no move', async ({
  people,
  board,
}) => {
  test.slow()
  const [ada, ben] = await people(2)
  const [shop, office] = await two(ada!, board)
  const third = await board(ada!, { name: 'Attic' })
  for (const [one, role] of [
    [shop!, 'viewer'],
    [office!, 'editor'],
    [third, 'viewer'],
  ] as const) {
    await invite(ada!, one, ben!, 'guest')
    await give(ada!, one, ben!, role)
  }
  await ada!.call('POST', `/api/projects/${office!.id}/tasks`, { title: 'File it' })
  const { page } = ben!
  await page.goto(office!.path)
  await card(page, 'File it').getByRole('link').focus()
  await pressFor(page, 'Shift+M', find(page))
  await expect(page.getByRole('option')).toHaveCount(0)

  await page.goto(shop!.path)
  await card(page, 'Order flour').click({ button: 'right' })
  await expect(page.getByRole('menuitem', { name: 'Copy link' })).toBeVisible()
  await expect(page.getByRole('menuitem', { name: /another project|Save as template/ })).toHaveCount(0)
  await page.keyboard.press('Escape')
  await card(page, 'Order flour').getByRole('link').focus()
  await pressFor(page, 'Shift+M', page.getByText('You can read this project, but not change it.'))
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('who may not see the other project is told that the task is gone', async ({ people, board, join }) => {
  test.slow()
  const [ada, ben] = await people(2)
  const [shop, office] = await two(ada!, board)
  await join(ada!, ben!, shop!.team)
  const key = shop!.tasks[0]!.key
  await ben!.page.goto(`/t/${key}`)
  await expect(panel(ben!.page, key)).toBeVisible()
  await ada!.call('POST', `/api/tasks/${key}/transfer`, { project: office!.id })
  await expect(ben!.page.getByText(`${key} has been deleted.`)).toBeVisible()
  await expect(ben!.page.locator('body')).not.toContainText(`${office!.key}-1`)
})

test('a task goes to another project by touch @phone', async ({ people, board, accessible }) => {
  const [ada] = await people(1)
  const [shop, office] = await two(ada!, board)
  const { page } = ada!
  await page.goto(`/t/${shop!.tasks[0]!.key}`)
  await page.getByRole('button', { name: 'More actions' }).tap()
  await page.getByRole('menuitem', { name: 'Move to another project…' }).tap()
  await page.getByRole('option', { name: /Office/ }).tap()
  await expect(page.getByRole('heading', { name: 'To Office' })).toBeVisible()
  await accessible(page)
  await page.getByRole('button', { name: 'Move', exact: true }).tap()
  await expect(page).toHaveURL(`/t/${office!.key}-1`)
})

import type { Page } from '@playwright/test'
import { expect, test, type Board, type Person } from './test'

const tasks = { 'To do': ['Mow the lawn', 'Paint the fence'] }
const setTask = (by: Person, { tasks: all }: Board, fields: object, n = 0) =>
  by.call('PATCH', `/api/tasks/${all[n]!.id}`, fields)
const section = (page: Page) => page.getByRole('region', { name: 'Activity', exact: true })

test('a task tells what happened to it, live, beside or without its comments @phone', async ({
  people,
  board,
  join,
  accessible,
}) => {
  test.slow()
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await join(ada!, ben!, made.team)
  await setTask(ada!, made, { title: 'Mow all of it', dueDate: '2031-12-12' })
  await ada!.call('POST', `/api/tasks/${made.tasks[0]!.id}/comments`, { body: 'The mower is broken.' })
  await setTask(ada!, made, { priority: 'low' })
  const { page } = ada!
  await page.goto(`/t/${made.tasks[0]!.key}`)
  await expect(section(page)).toContainText(
    'Ada created the task, renamed it from “Mow the lawn” to “Mow all of it”, and set the due date to Dec 12, 2031',
  )
  const doing = made.statuses.find(({ name }) => name === 'In progress')!
  await ben!.call('POST', `/api/tasks/${made.tasks[0]!.id}/move`, { status: doing.id })
  await expect(section(page)).toContainText('Ben moved it from To do to In progress')
  await accessible(page)

  // Both are one list, in the order of time.
  const items = section(page).getByRole('listitem')
  await expect(items).toHaveText([
    /Ada created the task/,
    /The mower is broken\./,
    /Ada set the priority to Low/,
    /Ben moved it/,
  ])
  const comment = page.getByText('The mower is broken.')
  await page.getByText('Comments', { exact: true }).first().click()
  await expect(items).toHaveText([/The mower is broken\./])
  await expect(comment).toBeVisible()
  await page.getByText('Activity', { exact: true }).last().click()
  await expect(comment).toBeHidden()
  await page.reload()
  await expect(section(page)).toContainText('Ben moved it')
  await expect(comment).toBeHidden()

  // Who deletes a comment is told of.
  await page.getByText('All', { exact: true }).click()
  const { items: said } = await ada!.call<{ items: { id: string }[] }>(
    'GET',
    `/api/tasks/${made.tasks[0]!.id}/comments`,
  )
  await ada!.call('DELETE', `/api/comments/${said[0]!.id}`)
  await expect(section(page)).toContainText('Ada deleted a comment')
  await expect(comment).toHaveCount(0)
})

test('the activity of a project is filtered by person and kind, and goes on live @phone', async ({
  people,
  board,
  join,
  accessible,
}) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await join(ada!, ben!, made.team)
  await ben!.call('POST', `/api/projects/${made.id}/labels`, { name: 'garden' })
  const { page } = ada!
  await page.goto(`${made.path}/activity`)
  const log = page.getByRole('main')
  await expect(log.getByRole('heading', { name: 'Today' })).toBeVisible()
  await expect(log).toContainText('Ben joined as an editor and added the label “garden”')
  await expect(log).toContainText('Ada created the task')
  await setTask(ben!, made, { priority: 'high' }, 1)
  await expect(log).toContainText('Ben set the priority to High')
  await accessible(page)

  await page.getByLabel('Person').selectOption({ label: 'Ben' })
  await expect(log).not.toContainText('Ada created the task')
  await page.getByLabel('What').selectOption({ label: 'Labels' })
  await expect(log.getByRole('listitem')).toHaveText([/^.*Ben added the label “garden”/])
  await page.reload()
  await expect(log.getByRole('listitem')).toHaveCount(1)
})

test('who has been away is told what changed, once and on all screens @phone', async ({
  people,
  board,
  join,
  another,
  accessible,
}) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await join(ada!, ben!, made.team)
  const { page } = ada!
  const looked = page.waitForResponse(
    (answer) => answer.url().endsWith('/look') && answer.request().method() === 'PUT',
  )
  await page.goto(made.path)
  await looked
  await expect(page.getByRole('button', { name: /changes? since/ })).toHaveCount(0)
  await page.goto('/me')
  await setTask(ben!, made, { title: 'Mow all of it', priority: 'high' })
  await setTask(ben!, made, { title: 'Paint all of it' }, 1)

  const second = await another(ada!)
  await second.page.goto(made.path)
  await expect(second.page.getByRole('button', { name: /^3 changes/ })).toBeVisible()
  await page.goto(made.path)
  const pill = page.getByRole('button', { name: /^3 changes/ })
  await expect(page.locator('article.changed')).toHaveCount(2)
  await pill.click()
  const panel = page.getByRole('dialog', { name: 'What others changed' })
  await expect(panel.getByRole('listitem')).toHaveText([/Paint all of it/, /Mow all of it.*Ben renamed it/])
  await accessible(page)
  await panel.getByRole('button', { name: 'Mark as seen' }).click()
  await expect(pill).toHaveCount(0)
  await expect(page.locator('article.changed')).toHaveCount(0)
  await expect(second.page.getByRole('button', { name: /changes? since/ })).toHaveCount(0)
})

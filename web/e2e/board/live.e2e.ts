import { expect, test } from '../test'
import { before, card, column, drag, expectTitles, inside } from './cards'

const tasks = { Backlog: ['Alpha', 'Beta', 'Gamma'], 'To do': ['Delta', 'Epsilon'] }

test.describe('two people on one board', () => {
  test('see each other’s create, edit, drag and delete', async ({ people, join, board }) => {
    const [ada, ben] = await people(2)
    const { path, team } = await board(ada!, { tasks })
    await join(ada!, ben!, team)
    const other = ben!.page
    const page = ada!.page
    await Promise.all([page.goto(path), other.goto(path)])
    await expectTitles(other, 'Backlog', tasks.Backlog)
    await expectTitles(page, 'To do', tasks['To do'])

    await page.getByRole('button', { name: 'New task in To do' }).click()
    await page.getByRole('textbox', { name: 'Title of the new task in To do' }).fill('Zeta')
    await page.keyboard.press('Enter')
    await expectTitles(page, 'To do', ['Delta', 'Epsilon', 'Zeta'])
    await expectTitles(other, 'To do', ['Delta', 'Epsilon', 'Zeta'])
    await page.keyboard.press('Escape')

    await other.getByRole('link', { name: 'Beta' }).click()
    await other.getByRole('textbox', { name: 'Title', exact: true }).fill('Beta, renamed')
    await other.keyboard.press('Enter')
    await expectTitles(page, 'Backlog', ['Alpha', 'Beta, renamed', 'Gamma'])
    await other.goBack()

    await drag(page, 'Gamma', await before(page, 'Epsilon'))
    await expectTitles(page, 'To do', ['Delta', 'Gamma', 'Epsilon', 'Zeta'])
    await expectTitles(other, 'To do', ['Delta', 'Gamma', 'Epsilon', 'Zeta'])
    await expectTitles(other, 'Backlog', ['Alpha', 'Beta, renamed'])

    await card(other, 'Alpha').getByRole('link').focus()
    await other.keyboard.press('Delete')
    await expectTitles(page, 'Backlog', ['Beta, renamed'])
    await other.getByRole('button', { name: 'Undo' }).click()
    await expectTitles(page, 'Backlog', ['Alpha', 'Beta, renamed'])
  })

  test('[C4] what was done offline arrives in order, once there is a connection', async ({
    people,
    join,
    board,
  }) => {
    const [ada, ben] = await people(2)
    const { path, team } = await board(ada!, { tasks })
    await join(ada!, ben!, team)
    const other = ben!.page
    const page = ada!.page
    await Promise.all([page.goto(path), other.goto(path)])
    await expectTitles(page, 'Backlog', tasks.Backlog)

    await ada!.context.setOffline(true)
    await drag(page, 'Alpha', await before(page, 'Delta'))
    await card(page, 'Beta').getByRole('link').focus()
    await page.keyboard.press('Alt+ArrowDown')
    await expectTitles(page, 'Backlog', ['Gamma', 'Beta'])
    await expectTitles(page, 'To do', ['Alpha', 'Delta', 'Epsilon'])
    await expect(page.getByText('2 changes waiting')).toBeVisible()
    await expectTitles(other, 'Backlog', tasks.Backlog)

    await ada!.context.setOffline(false)
    await expectTitles(other, 'Backlog', ['Gamma', 'Beta'])
    await expectTitles(other, 'To do', ['Alpha', 'Delta', 'Epsilon'])
    await expect(page.getByText('waiting')).toHaveCount(0)
  })

  test('[C1] a change that is refused goes back by itself and says why', async ({ people, board }) => {
    const [ada] = await people(1)
    const { id, path, statuses } = await board(ada!, { tasks })
    const { page } = ada!
    await page.goto(path)
    await expectTitles(page, 'Backlog', tasks.Backlog)

    // Meanwhile the status to which the card is dragged is deleted: of that this window cannot know.
    await ada!.context.setOffline(true)
    await drag(page, 'Alpha', await inside(page, 'In review'))
    await expectTitles(page, 'In review', ['Alpha'])
    const review = statuses.find(({ name }) => name === 'In review')!
    await ada!.call('DELETE', `/api/projects/${id}/statuses/${review.id}`)
    await ada!.context.setOffline(false)
    await expectTitles(page, 'Backlog', tasks.Backlog)
    await expect(column(page, 'In review')).toHaveCount(0)
    const notice = page.getByRole('region', { name: 'Notices' }).getByRole('listitem')
    await expect(notice).toContainText(/status/i)
  })
})

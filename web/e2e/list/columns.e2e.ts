import { expect, test } from '../test'
import { expectTitles } from './rows'

const tasks = { Backlog: ['Alpha', 'Beta'] }

test('an edge is taken by its middle, and changes the width and not the order', async ({ people, board }) => {
  const [ada] = await people(1)
  const { path } = await board(ada!, { tasks })
  const { page } = ada!
  await page.goto(`${path}/list`)
  await expectTitles(page, 'Backlog', tasks.Backlog)
  const edge = page.getByRole('separator', { name: 'Width of Status' })
  const from = Number(await edge.getAttribute('aria-valuenow'))
  const box = (await edge.boundingBox())!
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 40, y, { steps: 4 })
  await page.mouse.up()
  await expect(edge).toHaveAttribute('aria-valuenow', String(from + 40))
  await expect(page).toHaveURL(`${path}/list`)
  await page.reload()
  await expect(edge).toHaveAttribute('aria-valuenow', String(from + 40))
})

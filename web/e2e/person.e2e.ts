import { expect, test } from './test'

test('a project made in one window shows in the other at once, and its new name too', async ({
  people,
  another,
  board,
}) => {
  const [ada] = await people(1)
  await board(ada!, { name: 'First' })
  const other = (await another(ada!)).page
  await other.goto('/')
  await expect(other.getByRole('link', { name: 'First' }).first()).toBeVisible()
  await other.waitForTimeout(2500) // the stream is followed once the page is idle

  const { id } = await board(ada!, { name: 'Second' })
  await expect(other.getByRole('link', { name: 'Second' }).first()).toBeVisible()
  await ada!.call('PATCH', `/api/projects/${id}`, { name: 'Renamed' })
  await expect(other.getByRole('link', { name: 'Renamed' }).first()).toBeVisible()
  await ada!.call('DELETE', `/api/projects/${id}`)
  await expect(other.getByRole('link', { name: 'Renamed' })).toHaveCount(0)
})

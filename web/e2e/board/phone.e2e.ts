import { expect, test } from '../test'

test('on a narrow phone nothing of the header is cut off, though somebody else is here @phone', async ({
  people,
  board,
  join,
  accessible,
}) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { name: 'Website relaunch', tasks: { 'To do': ['Bake'] } })
  await join(ada!, ben!, made.team)
  const { page } = ada!
  await page.setViewportSize({ width: 360, height: 740 })
  await Promise.all([page.goto(made.path), ben!.page.goto(made.path)])
  const header = page.locator('header.head').first()
  await expect(header.getByRole('img', { name: /Ben/ })).toBeVisible()
  const cut = () =>
    header.evaluate((element) =>
      [...element.querySelectorAll('button')]
        .filter((one) => one.offsetParent && one.getBoundingClientRect().right > innerWidth)
        .map((one) => one.getAttribute('aria-label')),
    )
  await expect.poll(cut).toEqual([])
  expect((await header.getByRole('heading').boundingBox())!.width).toBeGreaterThan(60)
  await header.getByRole('button', { name: /^View: Board/ }).tap()
  await accessible(page)
  await page.getByRole('menuitem', { name: 'Project settings' }).tap()
  await expect(page).toHaveURL(`${made.path}/settings`)
})

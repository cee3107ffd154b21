import type { CDPSession } from '@playwright/test'
import { expect, test, type Board, type Person } from '../test'
import { bar, datesOf, day, dragTo, expectSpan, march, middleOf, onDay, set, tray } from './days'

const tasks = { 'To do': ['Bake', 'Brew', 'Clean', 'Order'] }

/** Bake from the 9th to the 11th, Brew due on the 17th, Clean from the 4th to the 9th; Order has no date. */
async function bakery(
  ada: Person,
  board: (owner: Person, options: object) => Promise<Board>,
): Promise<Board> {
  const made = await board(ada, { tasks })
  await set(ada, made, 'Bake', { startDate: onDay(9), dueDate: onDay(11) })
  await set(ada, made, 'Brew', { dueDate: onDay(17), dueTime: { time: '17:30', timeZone: 'UTC' } })
  await set(ada, made, 'Clean', { startDate: onDay(4), dueDate: onDay(9) })
  return made
}

test('tasks lie on their days, are dragged to others and back, and others see it', async ({
  people,
  board,
  join,
}) => {
  const [ada, ben] = await people(2)
  const made = await bakery(ada!, board)
  await join(ada!, ben!, made.team)
  const { page } = ada!
  await page.goto(march(made))
  await ben!.page.goto(march(made))
  await expectSpan(page, 'Bake', 9, 11)
  await expectSpan(page, 'Brew', 17)
  await expectSpan(page, 'Clean', 4, 9)
  await expect(bar(page, 'Clean')).toHaveCount(2)
  await expect(bar(page, 'Brew')).toContainText('17:30')

  // Taken hold of by its second day, it keeps its length.
  const hold = await middleOf(day(page, 10))
  const { y } = await middleOf(bar(page, 'Bake'))
  await dragTo(page, { x: hold.x, y }, await middleOf(day(page, 24)))
  await page.mouse.up()
  await expectSpan(page, 'Bake', 23, 25)
  await expectSpan(ben!.page, 'Bake', 23, 25)
  await expect(page).toHaveURL(/calendar\?day=2027-03-10$/)
  expect(await datesOf(ada!, made, 'Bake')).toEqual([onDay(23), onDay(25)])

  await page.keyboard.press('Control+z')
  await expectSpan(page, 'Bake', 9, 11)
  await expectSpan(ben!.page, 'Bake', 9, 11)
})

test('an end that is dragged changes the length, and Escape puts it back', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await bakery(ada!, board)
  const { page } = ada!
  await page.goto(march(made))
  await expectSpan(page, 'Bake', 9, 11)
  const end = await middleOf(bar(page, 'Bake').locator('[data-edge=end]'))
  const to = { x: (await middleOf(day(page, 12))).x, y: end.y }
  await dragTo(page, end, to)
  await expectSpan(page, 'Bake', 9, 12)
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await expectSpan(page, 'Bake', 9, 11)
  await dragTo(page, end, to)
  await page.mouse.up()
  await expectSpan(page, 'Bake', 9, 12)
  // What was due on one day only begins there when it grows.
  const brew = await middleOf(bar(page, 'Brew').locator('[data-edge=end]'))
  await dragTo(page, brew, { x: (await middleOf(day(page, 19))).x, y: brew.y })
  await page.mouse.up()
  await expectSpan(page, 'Brew', 17, 19)
  await expect.poll(() => datesOf(ada!, made, 'Brew')).toEqual([onDay(17), onDay(19)])
})

test('the tray gives tasks to days, and takes their dates away', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await bakery(ada!, board)
  const { page } = ada!
  await page.goto(march(made))
  const line = tray(page).getByRole('link', { name: /Order/ })
  await dragTo(page, await middleOf(line), await middleOf(day(page, 15)))
  await page.mouse.up()
  await expectSpan(page, 'Order', 15)
  await expect(tray(page).getByText('Every open task has a date')).toBeVisible()
  await dragTo(page, await middleOf(bar(page, 'Bake')), await middleOf(tray(page)))
  await page.mouse.up()
  await expect(tray(page).getByRole('link', { name: /Bake/ })).toBeVisible()
  await expect.poll(() => datesOf(ada!, made, 'Bake')).toEqual([null, null])
  await expect(bar(page, 'Bake')).toHaveCount(0)
})

test('everything has its keys, and each move is announced', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await bakery(ada!, board)
  const { page } = ada!
  await page.goto(march(made))
  await expectSpan(page, 'Bake', 9, 11)
  const focused = () =>
    page.evaluate(() => {
      const element = document.activeElement as HTMLElement
      return element.dataset.day ?? element.querySelector('.title')?.textContent
    })
  await page.keyboard.press('ArrowDown')
  await expect.poll(focused).toBe(onDay(10))
  await page.keyboard.press('ArrowLeft')
  await expect.poll(focused).toBe(onDay(9))
  await page.keyboard.press('j')
  await expect.poll(focused).toBe('Bake')
  await page.keyboard.press('Alt+ArrowDown')
  await expectSpan(page, 'Bake', 16, 18)
  await expect(
    page.getByRole('status').filter({ hasText: 'from Tuesday, March 16 to Thursday, March 18' }),
  ).toHaveCount(1)
  await expect.poll(focused).toBe('Bake')
  await page.keyboard.press('Alt+Shift+ArrowRight')
  await expectSpan(page, 'Bake', 16, 19)
  await page.keyboard.press('Alt+ArrowLeft')
  await expectSpan(page, 'Bake', 15, 18)
  await page.keyboard.press('ArrowUp')
  await expect.poll(focused).toBe(onDay(15))
  await page.keyboard.press('PageDown')
  await expect.poll(focused).toBe('2027-04-15')
  await expect(page).toHaveURL(/day=2027-04-15/)
  await page.keyboard.press('PageUp')
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: /due March 15/ }).fill('Taste')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expectSpan(page, 'Taste', 15)
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/t\/\w+-\d+\?day=2027-03-15&view=calendar/)
})

test('a day is clicked to create a task there', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await bakery(ada!, board)
  const { page } = ada!
  await page.goto(march(made))
  await day(page, 3).click()
  await page.getByRole('textbox', { name: /due March 3/ }).fill('Taste')
  await page.keyboard.press('Enter')
  await expectSpan(page, 'Taste', 3)
  await page.reload()
  await expectSpan(page, 'Taste', 3)
})

test('who may only look moves nothing', async ({ people, board, join }) => {
  const [ada, ben] = await people(2)
  const made = await bakery(ada!, board)
  await join(ada!, ben!, made.team, 'guest')
  await ada!.call('PUT', `/api/projects/${made.id}/members/${ben!.id}`, { role: 'viewer' })
  const { page } = ben!
  await page.goto(march(made))
  await expectSpan(page, 'Bake', 9, 11)
  await dragTo(page, await middleOf(bar(page, 'Bake')), await middleOf(day(page, 24)))
  await expect(page.locator('.is-ghost')).toHaveCount(0)
  await page.mouse.up()
  await bar(page, 'Bake').locator('a').focus()
  await page.keyboard.press('Alt+ArrowDown')
  await expect(page.getByText('Not allowed').first()).toBeVisible()
  await expectSpan(page, 'Bake', 9, 11)
  expect(await datesOf(ada!, made, 'Bake')).toEqual([onDay(9), onDay(11)])
})

test('weeks begin as the person says, and today is theirs', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  await ada!.call('PATCH', '/api/me', { weekStart: 6, timeZone: 'Pacific/Kiritimati' })
  const { page } = ada!
  await page.goto(march(made))
  await expect(page.getByRole('columnheader').first()).toHaveText('Sat')
  await page.keyboard.press('.')
  const there = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Pacific/Kiritimati' }).format(new Date())
  await expect(page.locator('[role=gridcell][aria-current=date]')).toHaveAttribute('data-day', there)
  await ada!.call('PATCH', '/api/me', { timeZone: 'Pacific/Pago_Pago', weekStart: null })
  await page.reload()
  const elsewhere = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Pacific/Pago_Pago' }).format(new Date())
  await expect(page.locator('[role=gridcell][aria-current=date]')).toHaveAttribute('data-day', elsewhere)
})

test.describe('by finger @phone', () => {
  const touch = (client: CDPSession, type: string, x: number, y: number) =>
    client.send('Input.dispatchTouchEvent', {
      type: type as 'touchStart',
      touchPoints: type === 'touchEnd' ? [] : [{ x: Math.round(x), y: Math.round(y) }],
    })

  test('the agenda shows days from today on, and a hold picks another day', async ({ people, board }) => {
    const [ada] = await people(1)
    const made = await board(ada!, { tasks })
    const soon = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10)
    await set(ada!, made, 'Bake', { dueDate: soon })
    const { page } = ada!
    await page.goto(`${made.path}/calendar`)
    await expect(page.getByRole('heading', { name: /^Today/ })).toBeVisible()
    const line = page.locator('.line', { hasText: 'Bake' })
    await expect(line).toBeVisible()
    const at = await middleOf(line)
    const client = await page.context().newCDPSession(page)
    await touch(client, 'touchStart', at.x, at.y)
    await page.waitForTimeout(320)
    await touch(client, 'touchEnd', 0, 0)
    const picker = page.getByRole('dialog', { name: /Another day/ })
    await picker.getByRole('button', { name: 'Tomorrow' }).tap()
    await expect.poll(async () => (await datesOf(ada!, made, 'Bake'))[1]).not.toBe(soon)
    await expect(page).toHaveURL(/calendar$/)
    await page.locator('.line', { hasText: 'Bake' }).tap()
    await expect(page).toHaveURL(/\/t\//)
  })

  test('on a wide screen a hold lifts a bar, and a swipe does not', async ({ people, board }) => {
    const [ada] = await people(1)
    const made = await bakery(ada!, board)
    const { page } = ada!
    await page.setViewportSize({ width: 1024, height: 768 })
    await page.goto(march(made))
    await expectSpan(page, 'Bake', 9, 11)
    const client = await page.context().newCDPSession(page)
    const from = await middleOf(bar(page, 'Bake'))
    const to = await middleOf(day(page, 24))
    await touch(client, 'touchStart', from.x, from.y)
    for (let i = 1; i <= 5; i++) await touch(client, 'touchMove', from.x, from.y + i * 15)
    await expect(page.locator('.is-ghost')).toHaveCount(0)
    await touch(client, 'touchEnd', 0, 0)
    await touch(client, 'touchStart', from.x, from.y)
    await page.waitForTimeout(320)
    for (let i = 1; i <= 8; i++)
      await touch(client, 'touchMove', from.x + ((to.x - from.x) * i) / 8, from.y + ((to.y - from.y) * i) / 8)
    await page.waitForTimeout(100)
    await touch(client, 'touchEnd', 0, 0)
    await expectSpan(page, 'Bake', 23, 25)
  })
})

for (const where of ['', ' @phone']) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`the calendar has no barrier, ${colorScheme}${where}`, async ({ people, board, accessible }) => {
      const [ada] = await people(1)
      const made = await bakery(ada!, board)
      const past = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10)
      await set(ada!, made, 'Order', { dueDate: past, priority: 'urgent' })
      const { page } = ada!
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      for (const path of [march(made), march(made, '&span=week'), `${made.path}/calendar`]) {
        await page.goto(path)
        await expect(page.locator(where ? '.line, .none' : '[role=gridcell]').first()).toBeVisible()
        await accessible(page)
      }
    })
  }
}

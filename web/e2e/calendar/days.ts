import type { Locator, Page } from '@playwright/test'
import { expect, type Board, type Person } from '../test'

/** What tests say of a calendar. They all look at March 2027, where nothing is today. */
export const march = (board: Board, more = ''): string => `${board.path}/calendar?day=2027-03-10${more}`
export const onDay = (n: number): string => `2027-03-${String(n).padStart(2, '0')}`
export const day = (page: Page, n: number): Locator => page.locator(`[role=gridcell][data-day="${onDay(n)}"]`)
export const bar = (page: Page, title: string): Locator =>
  page.locator('[role=grid] .bar', { hasText: title })
export const tray = (page: Page): Locator => page.getByRole('complementary', { name: 'Without a date' })

/** Sets what is given of a task of a board. */
export async function set(owner: Person, board: Board, title: string, changes: object): Promise<void> {
  const task = board.tasks.find((one) => one.title === title)!
  await owner.call('PATCH', `/api/tasks/${task.id}`, changes)
}

export async function datesOf(owner: Person, board: Board, title: string): Promise<(string | null)[]> {
  const task = board.tasks.find((one) => one.title === title)!
  const { task: now } = await owner.call<{ task: { startDate: string | null; dueDate: string | null } }>(
    'GET',
    `/api/tasks/${task.id}`,
  )
  return [now.startDate, now.dueDate]
}

/** The first and last day under the bars of a task, by what lies where on the screen. */
export async function expectSpan(page: Page, title: string, from: number, to = from): Promise<void> {
  const spans = async () => {
    const found = await bar(page, title).evaluateAll((bars) => {
      const covered = new Set<string>()
      for (const one of bars) {
        const box = one.getBoundingClientRect()
        for (const cell of document.querySelectorAll<HTMLElement>('[role=gridcell]')) {
          const { left, right, top, bottom } = cell.getBoundingClientRect()
          const middle = (left + right) / 2
          const y = box.top + box.height / 2
          if (box.left < middle && middle < box.right && top < y && y < bottom) covered.add(cell.dataset.day!)
        }
      }
      return [...covered].toSorted()
    })
    return [found[0], found.at(-1)]
  }
  await expect.poll(spans, `${title} lies on`).toEqual([onDay(from), onDay(to)])
}

export async function middleOf(target: Locator): Promise<{ x: number; y: number }> {
  const box = (await target.boundingBox())!
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** Drags by mouse, in steps as a hand does. */
export async function dragTo(
  page: Page,
  from: { x: number; y: number },
  to: { x: number; y: number },
): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + 5, from.y + 5)
  await page.mouse.move(to.x, to.y, { steps: 8 })
  await page.waitForTimeout(50)
}

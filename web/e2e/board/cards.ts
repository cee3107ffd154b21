import type { Locator, Page } from '@playwright/test'
import { expect } from '../test'

/** What tests say of a board. */
export const card = (page: Page, title: string): Locator => page.locator('article', { hasText: title })
export const column = (page: Page, status: string): Locator =>
  page.locator('section.column').filter({ has: page.getByRole('heading', { name: status, exact: true }) })
/** The titles of a column as they stand on the screen, from above. */
export async function titles(page: Page, status: string): Promise<string[]> {
  const rows = await column(page, status)
    .locator('article')
    .evaluateAll((cards) =>
      cards
        .map((one) => ({
          top: one.getBoundingClientRect().top,
          text: one.querySelector('a')?.textContent ?? '',
        }))
        .toSorted((a, b) => a.top - b.top)
        .map(({ text }) => text),
    )
  return rows
}

export async function expectTitles(page: Page, status: string, wanted: readonly string[]): Promise<void> {
  await expect.poll(() => titles(page, status), `${status} on the board`).toEqual(wanted)
}

/** Drags by mouse, in steps as a hand does. */
export async function drag(page: Page, title: string, to: { x: number; y: number }): Promise<void> {
  const box = (await card(page, title).boundingBox())!
  await page.mouse.move(box.x + 40, box.y + 12)
  await page.mouse.down()
  await page.mouse.move(box.x + 46, box.y + 18)
  await page.mouse.move(to.x, to.y, { steps: 8 })
  await page.mouse.up()
}

/** Just above the middle of a card: before it. */
export async function before(page: Page, title: string): Promise<{ x: number; y: number }> {
  const box = (await card(page, title).boundingBox())!
  return { x: box.x + 40, y: box.y + 16 }
}

/** Somewhere in the lower part of a column: at its end, when it is short. */
export async function inside(page: Page, status: string): Promise<{ x: number; y: number }> {
  const box = (await column(page, status).boundingBox())!
  return { x: box.x + 60, y: box.y + box.height / 2 }
}

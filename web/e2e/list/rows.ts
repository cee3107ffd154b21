import type { Locator, Page } from '@playwright/test'
import { expect } from '../test'

/** What tests say of a list. */
export const row = (page: Page, title: string): Locator =>
  page.locator('[data-card][role=row]', { hasText: title })
export const head = (page: Page, group: string): Locator => page.locator('.group-head', { hasText: group })
export const bar = (page: Page): Locator => page.getByRole('toolbar', { name: 'Selected tasks' })

/** The titles between the head of this group and the next, from above. */
export async function titles(page: Page, group: string): Promise<string[]> {
  const rows = await page.locator('[data-row]').evaluateAll((found) =>
    found
      .map((one) => ({
        top: one.getBoundingClientRect().top,
        isHead: one.classList.contains('group-head'),
        text: one.querySelector(one.classList.contains('group-head') ? '.name' : 'a')?.textContent ?? '',
      }))
      .toSorted((a, b) => a.top - b.top),
  )
  const from = rows.findIndex(({ isHead, text }) => isHead && text === group)
  const rest = rows.slice(from + 1)
  const to = rest.findIndex(({ isHead }) => isHead)
  return rest.slice(0, to < 0 ? undefined : to).map(({ text }) => text)
}

export async function expectTitles(page: Page, group: string, wanted: readonly string[]): Promise<void> {
  await expect.poll(() => titles(page, group), `${group} in the list`).toEqual(wanted)
}

/** Drags by mouse, in steps as a hand does. */
export async function drag(page: Page, title: string, to: { x: number; y: number }): Promise<void> {
  const box = (await row(page, title).boundingBox())!
  await page.mouse.move(box.x + 200, box.y + 12)
  await page.mouse.down()
  await page.mouse.move(box.x + 206, box.y + 18)
  await page.mouse.move(to.x, to.y, { steps: 8 })
  await page.mouse.up()
}

/** Where a row that comes from below, or from above, lands before this one: rows below a dragged one close up. */
export async function before(
  page: Page,
  title: string,
  from: 'below' | 'above' = 'below',
): Promise<{ x: number; y: number }> {
  const box = (await row(page, title).boundingBox())!
  return { x: box.x + 200, y: box.y + 12 - (from === 'above' ? box.height : 4) }
}

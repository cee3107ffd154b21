import type { Locator, Page } from '@playwright/test'
import { expect } from '../test'

/** Presses keys that a part of the page answers which may not be here yet, until something is to be seen of it. */
export async function pressFor(page: Page, keys: string, seen: Locator): Promise<void> {
  await expect(async () => {
    if (!(await seen.isVisible())) await page.keyboard.press(keys)
    await expect(seen).toBeVisible({ timeout: 3_000 })
  }).toPass()
}

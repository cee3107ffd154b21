import { fileURLToPath } from 'node:url'
import { devices, type BrowserContextOptions } from '@playwright/test'
import { startServer, type Server } from './server'
import { test as base } from './test'

const test = base.extend<object, { demo: Server }>({
  demo: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const demo = await startServer(['--offer-demo'])
      await use(demo)
      await demo.dispose()
    },
    { scope: 'worker' },
  ],
})

const desktop = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.5 }
const shots: Record<string, BrowserContextOptions> = {
  'board-light': { ...desktop, colorScheme: 'light' },
  'board-dark': { ...desktop, colorScheme: 'dark' },
  'board-phone': { ...devices['Pixel 7'], colorScheme: 'light', deviceScaleFactor: 1.5 },
}

test('pictures of the board', async ({ browser, demo }) => {
  const first = await browser.newContext(desktop)
  const page = await first.newPage()
  await page.goto(demo.url)
  await page.getByRole('button', { name: 'Try the demo' }).click()
  await page.waitForURL(/\/p\//)
  const board = page.url()
  const storageState = await first.storageState()
  for (const [name, options] of Object.entries(shots)) {
    const context = await browser.newContext({ ...options, storageState, reducedMotion: 'reduce' })
    const view = await context.newPage()
    await view.goto(board)
    await view.locator('[data-drag]').first().waitFor()
    await view.waitForTimeout(500) // fonts and presence
    await view.screenshot({ path: fileURLToPath(new URL(`../../docs/images/${name}.png`, import.meta.url)) })
    await context.close()
  }
})

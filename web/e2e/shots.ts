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

const desktop = { viewport: { width: 1440, height: 860 }, deviceScaleFactor: 1.5 }

interface Shot extends BrowserContextOptions {
  path: string
}

const shots: Record<string, Shot> = {
  'board-light': { path: '/t/WEB-14', ...desktop, colorScheme: 'light' },
  'board-dark': { path: '/t/WEB-14', ...desktop, colorScheme: 'dark' },
  'board-phone': { path: '/p/WEB', ...devices['Pixel 7'], colorScheme: 'light', deviceScaleFactor: 1.5 },
}

test('pictures of the board', async ({ browser, demo }) => {
  const first = await browser.newContext(desktop)
  const page = await first.newPage()
  await page.goto(demo.url)
  await page.getByRole('button', { name: 'Try the demo' }).click()
  await page.waitForURL(/\/p\//)
  const storageState = await first.storageState()
  for (const [name, { path, ...options }] of Object.entries(shots)) {
    const context = await browser.newContext({ ...options, storageState, reducedMotion: 'reduce' })
    const view = await context.newPage()
    await view.goto(demo.url + path)
    await view.locator('[data-drag]').first().waitFor()
    await view.waitForTimeout(500) // fonts and presence
    await view.screenshot({ path: fileURLToPath(new URL(`../../docs/images/${name}.png`, import.meta.url)) })
    await context.close()
  }
})

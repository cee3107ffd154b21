import { existsSync } from 'node:fs'
import { defineConfig, devices } from '@playwright/test'

// Debian's Chromium, or the one that CHROMIUM_PATH names; else Playwright's own.
const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: !!process.env.CI,
  retries: process.env.CI ? 1 : 0,
  // More than processors: tests wait more than they work.
  workers: 3,
  // Where CI runs, others may use the same processors.
  timeout: process.env.CI ? 90_000 : 40_000,
  expect: { timeout: process.env.CI ? 20_000 : 8_000 },
  reporter: [['list']],
  use: {
    // The recorder doubles what a page costs: only what has failed once is worth it.
    trace: 'on-first-retry',
    // Motion is for people; a test looks at where things end up.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      ...(existsSync(chromium) ? { executablePath: chromium } : {}),
      // The browser's own calls home are off: a machine for tests may have no way out.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    {
      name: 'desktop',
      grepInvert: /@phone/,
      use: { ...devices['Desktop Chrome'], channel: undefined, viewport: { width: 1280, height: 800 } },
    },
    { name: 'phone', grep: /@phone/, use: { ...devices['Pixel 7'], channel: undefined } },
  ],
})

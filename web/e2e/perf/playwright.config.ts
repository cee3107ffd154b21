import { defineConfig } from '@playwright/test'
import base from '../../playwright.config'

/** Measures instead of testing: `npx playwright test -c e2e/perf`. Alone on the machine, or the figures say nothing. */
export default defineConfig({
  ...base,
  testDir: '.',
  testMatch: '**/*.perf.ts',
  workers: 1,
  retries: 0,
  reporter: 'line',
  // A trace takes pictures and copies of the page while it is measured.
  use: { ...base.use, trace: 'off' },
  projects: [base.projects![0]!],
})

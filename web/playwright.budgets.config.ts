import tests from './playwright.config'

/** `make bench ROW=browser`: the budgets of the interface, in Chromium, on a board of 10,000 tasks. */
export default {
  ...tests,
  testMatch: 'budgets.ts',
  workers: 1,
  retries: 0,
  timeout: 180_000,
  // A trace takes pictures and copies of the page while it is measured.
  use: { ...tests.use, trace: 'off' as const },
  projects: [{ name: 'budgets' }],
}

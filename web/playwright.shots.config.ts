import tests from './playwright.config'

/** `make shots`: the pictures of the README, from the demo. */
export default {
  ...tests,
  testMatch: 'shots.ts',
  workers: 1,
  retries: 0,
  projects: [{ name: 'shots' }],
}

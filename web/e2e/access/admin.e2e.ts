import { expect, test } from '../test'
import { startServer } from '../server'

const password = 'correct horse battery'

for (const [where, colorScheme] of [
  ['', 'light'],
  ['', 'dark'],
  [' @phone', 'light'],
] as const) {
  test(`administration, audit log and rights, ${colorScheme}${where}`, async ({
    browser,
    accessible,
  }, info) => {
    test.slow()
    const server = await startServer(['--rate-limit', 'off', '--registration', 'open'])
    const context = await browser.newContext({ ...info.project.use, baseURL: server.url, colorScheme })
    const other = await browser.newContext({ baseURL: server.url })
    try {
      // The first account of an instance administers it.
      const register = { email: 'ada@example.com', name: 'Ada', password }
      await context.request.post('/api/auth/register', { data: register })
      const team = await context.request.post('/api/teams', { data: { name: 'Bakery' } })
      const { id } = (await team.json()).team
      await other.request.post('/api/auth/register', {
        data: { ...register, email: 'ben@example.com', name: 'Ben' },
      })
      await other.request.get('/api/people')
      const page = await context.newPage()

      await page.goto('/admin')
      const ben = page.getByRole('listitem').filter({ hasText: 'ben@example.com' })
      await ben.getByRole('button', { name: 'Disable' }).click()
      const dialog = page.getByRole('dialog')
      await expect(dialog).toContainText('All their sessions and API tokens end at once')
      await accessible(page)
      await dialog.getByRole('button', { name: 'Disable' }).click()
      await expect(ben.getByText('Disabled', { exact: true })).toBeVisible()
      expect((await other.request.get('/api/me')).status()).toBe(401)
      await page.reload()
      await expect(page.getByText('Ada disabled the account of Ben')).toBeVisible()
      await accessible(page)
      await page.getByLabel('What').selectOption({ label: 'Teams and their people' })
      await expect(page.getByText('Ada made the team Bakery')).toBeVisible()
      await expect(page.getByText('Ada disabled the account of Ben')).toHaveCount(0)
      const saved = page.waitForEvent('download')
      await page.getByRole('link', { name: 'Export' }).click()
      expect((await saved).suggestedFilename()).toMatch(/^audit-.*\.jsonl$/)

      await page.goto(`/team/${id}/audit`)
      await expect(page.getByText('Ada made the team Bakery')).toBeVisible()
      await page.getByLabel('From').fill('2099-01-01')
      await expect(page.getByText('Nothing matches')).toBeVisible()
      await accessible(page)

      await page.goto('/permissions')
      await expect(
        page.getByRole('table', { name: 'In a project' }).or(page.getByRole('table').first()),
      ).toBeVisible()
      await accessible(page)
    } finally {
      await Promise.all([context.close(), other.close()])
      await server.dispose()
    }
  })
}

import { expect, test } from '../test'
import { startServer } from '../server'

const password = 'correct horse battery'
const message = (id: string, name: string, more: object) => ({
  id,
  user: id,
  name,
  channel: 'mail',
  agent: '',
  parked: true,
  count: 1,
  tries: 1,
  error: 'mail: 550 5.1.1 no such person',
  createdAt: '2026-05-01T10:00:00.000Z',
  nextAt: '2026-05-01T10:00:00.000Z',
  ...more,
})

for (const [where, colorScheme] of [
  ['', 'light'],
  ['', 'dark'],
  [' @phone', 'light'],
  [' @phone', 'dark'],
] as const) {
  test(`what could not be sent is tried again or given up, ${colorScheme}${where}`, async ({
    browser,
    accessible,
  }, info) => {
    const server = await startServer(['--rate-limit', 'off', '--registration', 'open'])
    const context = await browser.newContext({ ...info.project.use, baseURL: server.url, colorScheme })
    try {
      const register = { email: 'ada@example.com', name: 'Ada', password }
      await context.request.post('/api/auth/register', { data: register })
      const page = await context.newPage()
      // It takes hours until a message is parked: the server's side is proven in Go, here is its list.
      const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
      let parked = [
        message('1', 'Ben', {}),
        message('2', 'Chris', { channel: 'push', agent, count: 3, tries: 10 }),
      ]
      const asked: string[] = []
      await page.route('**/api/admin/outbox**', (route) => {
        const request = route.request()
        const [, id] = /outbox\/(\d)/.exec(request.url()) ?? []
        if (!id) return route.fulfill({ json: { items: parked, nextCursor: null } })
        asked.push(`${request.method()} ${id}`)
        parked = parked.filter((one) => one.id !== id)
        return route.fulfill({ status: 204 })
      })

      await page.goto('/admin')
      await expect(page.getByText('Mail · 1 notification · tried once')).toBeVisible()
      await expect(page.getByText('Device: Firefox · Linux · 3 notifications · tried 10 times')).toBeVisible()
      await accessible(page)
      await page.getByRole('button', { name: 'Try again: the message to Ben' }).click()
      await expect(page.getByText('The message to Ben is tried again')).toBeVisible()
      await page.getByRole('button', { name: 'Give up the message to Chris' }).click()
      const dialog = page.getByRole('dialog')
      await expect(dialog).toContainText('What it says stays in their inbox.')
      await accessible(page)
      await dialog.getByRole('button', { name: 'Give up' }).click()
      await expect(page.getByText('All that was to be sent was sent')).toBeVisible()
      expect(asked).toEqual(['POST 1', 'DELETE 2'])

      parked = [message('3', 'Dana', {})]
      await expect(page.getByText('Dana')).toBeVisible() // by itself, while the page is in sight
    } finally {
      await context.close()
      await server.dispose()
    }
  })
}

import type { Locator, Page } from '@playwright/test'
import { held } from '../editor'
import { expect, test } from '../test'
import { print, rates } from './fill'
import { installProbe, quantile } from './probe'

test('typing in a description of 2,000 lines', async ({ people, board, another }) => {
  test.setTimeout(300_000)
  const [ada] = await people(1)
  const made = await board(ada!, { tasks: { 'To do': ['Long'] } })
  const { key } = made.tasks[0]!
  const line = (n: number) =>
    ['- [ ] **buy** flour', 'and _bread_ of `rye`', '## Plan', '> said @ada'][n % 4]!
  const description = Array.from({ length: 2000 }, (_, n) => line(n)).join('\n')
  await ada!.call('PATCH', `/api/tasks/${key}`, { description })
  const { page } = ada!
  const client = await page.context().newCDPSession(page)
  await installProbe(page)
  await page.goto(`/t/${key}`)
  await page.getByRole('button', { name: 'Edit description' }).click()
  await expect(page.getByText('Saved as you type')).toBeVisible()
  const field = page.getByRole('textbox', { name: 'Description' })
  await expect.poll(() => held(field)).toBe(description)
  for (const rate of rates) {
    await client.send('Emulation.setCPUThrottlingRate', { rate })
    const ours = await typed(page, field)
    const bare = await another(ada!)
    await installProbe(bare.page)
    const own = await bare.page.context().newCDPSession(bare.page)
    await own.send('Emulation.setCPUThrottlingRate', { rate })
    const limit = await typed(bare.page, await plainText(bare.page, description))
    print(
      rate,
      [
        ['key → paint p50, ms', quantile(ours, 0.5), null, null],
        ['key → paint p95, ms', quantile(ours, 0.95), 20, null],
        ['limit: bare page, key → paint p50', quantile(limit, 0.5), null, null],
        ['limit: bare page, key → paint p95', quantile(limit, 0.95), null, null],
      ],
      'one description of 2,000 lines',
    )
    await bare.context.close()
  }
})

/** As many lines to write in on a page with nothing else: what is not ours. */
async function plainText(page: Page, text: string): Promise<Locator> {
  await page.goto('data:text/html,<div role="textbox" contenteditable="plaintext-only"></div>')
  const field = page.getByRole('textbox')
  await field.evaluate((element, lines) => {
    Object.assign(element.style, { whiteSpace: 'pre-wrap', width: '560px' })
    element.append(
      ...lines.map((line) => Object.assign(document.createElement('div'), { textContent: line })),
    )
  }, text.split('\n'))
  return field
}

/** How long each key takes to the frame that shows it, at both ends of a text; ms. */
async function typed(page: Page, field: Locator): Promise<number[]> {
  const values: number[] = []
  for (const place of ['Control+Home', 'Control+End']) {
    await field.press(place)
    await page.waitForTimeout(1000)
    await page.evaluate(() => (window.probe.pressed.length = 0))
    await page.keyboard.type('what is typed here shows at once ', { delay: 60 })
    values.push(...(await page.evaluate(() => window.probe.pressed)))
  }
  return values
}

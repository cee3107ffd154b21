import { held } from '../editor'
import { expect, test } from '../test'
import { print } from './fill'
import { installProbe, quantile } from './probe'

test('typing in a description of 2,000 lines', async ({ people, board }) => {
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
  // The editor takes keys by a way of its own, which tells of no input.
  await page.evaluate(() =>
    addEventListener(
      'keydown',
      ({ timeStamp }) =>
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel()
          port1.addEventListener('message', () => window.probe.keys.push(performance.now() - timeStamp))
          port1.start()
          port2.postMessage(0)
        }),
      true,
    ),
  )
  for (const rate of [1, 4]) {
    await client.send('Emulation.setCPUThrottlingRate', { rate })
    const values: number[] = []
    for (const place of ['Control+Home', 'Control+End']) {
      await field.press(place)
      await page.waitForTimeout(1000)
      await page.evaluate(() => (window.probe.keys = []))
      await page.keyboard.type('what is typed here shows at once ', { delay: 60 })
      values.push(...(await page.evaluate(() => window.probe.keys)))
    }
    print(
      rate,
      [
        ['key → paint p50, ms', quantile(values, 0.5), null, null],
        ['key → paint p95, ms', quantile(values, 0.95), 20, null],
      ],
      'one description of 2,000 lines',
    )
  }
})

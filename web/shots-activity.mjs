import { chromium, devices } from '@playwright/test'
import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
const data = mkdtempSync('/tmp/tandem-shots-')
const url = 'http://127.0.0.1:18777'
const child = spawn('../bin/tandem', ['serve', '--addr', '127.0.0.1:18777', '--admin-addr', '', '--data', data, '--offer-demo', '--rate-limit', 'off'], { stdio: 'ignore' })
for (let i = 0; i < 100; i++) { try { await fetch(url + '/healthz'); break } catch { await new Promise((r) => setTimeout(r, 100)) } }
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
const desktop = { viewport: { width: 1440, height: 900 } }
const first = await browser.newContext(desktop)
const page = await first.newPage()
await page.goto(url)
await page.getByRole('button', { name: 'Try the demo' }).click()
await page.waitForURL(/\/p\//)
const storageState = await first.storageState()
const me = await (await first.request.get(url + '/api/me')).json()
const project = me.projects.find((p) => p.key === 'WEB')
await first.close()
const only = process.argv[2] ?? ''
const setLook = async (ctx) => {
  const h = await (await ctx.request.get(`${url}/api/projects/${project.id}/history`)).json()
  console.log('head', h.head, 'marks', h.marks.length)
}
const shots = {
  page: ['/p/WEB/activity', async () => {}],
  task: ['/t/WEB-14', async (p) => { await p.getByRole('region', { name: 'Activity', exact: true }).scrollIntoViewIfNeeded(); await p.waitForTimeout(1200) }],
  board: ['/p/WEB', async (p) => { await p.waitForTimeout(1200) }],
  changes: ['/p/WEB', async (p) => { await p.getByRole('button', { name: /changes? / }).first().click(); await p.waitForTimeout(500) }],
  history: ['/p/WEB/history', async (p) => { await p.waitForTimeout(1000); const s = p.getByRole('slider'); const max = await s.getAttribute('max'); await s.fill(String(Math.floor(max * 0.6))); await p.waitForTimeout(1500) }],
  historytask: ['/p/WEB/history', async (p) => { await p.waitForTimeout(1000); const s = p.getByRole('slider'); const max = await s.getAttribute('max'); await s.fill(String(Math.floor(max * 0.7))); await p.waitForTimeout(800); await p.locator('article').nth(2).click(); await p.waitForTimeout(1200) }],
}
for (const [where, options] of [['desktop', desktop], ['phone', { ...devices['Pixel 7'], viewport: { width: 390, height: 844 }, deviceScaleFactor: 1.5 }]])
  for (const colorScheme of ['light', 'dark'])
    for (const [name, [path, act]] of Object.entries(shots)) {
      if (only && !`${name}-${where}-${colorScheme}`.match(only)) continue
      const ctx = await browser.newContext({ ...options, storageState, colorScheme, reducedMotion: 'reduce' })
      const p = await ctx.newPage()
      if (name === 'changes' || name === 'board')
        await p.route('**/look', async (route) => {
          const answer = { look: { seq: 60, at: new Date(Date.now() - 26 * 3600e3).toISOString() }, head: 100, changes: 14, tasks: 9 }
          await route.fulfill({ json: answer })
        })
      p.on('console', (m) => m.type() === 'error' && console.log(name, where, m.text()))
      try {
        await p.goto(url + path)
        await p.waitForTimeout(1200)
        await act(p)
      } catch (e) { console.log(name, where, String(e).slice(0, 300)) }
      await p.screenshot({ path: `/tmp/shots-activity/${name}-${where}-${colorScheme}.png` })
      await ctx.close()
    }
await browser.close()
child.kill()

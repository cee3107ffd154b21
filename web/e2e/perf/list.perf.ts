import type { Page } from '@playwright/test'
import { expect, test } from '../test'
import { fill, print, rates, type Line } from './fill'
import { installProbe, quantile } from './probe'

test('list and calendar of 10,000 tasks', async ({ people, board }) => {
  test.setTimeout(600_000)
  const [ada] = await people(1)
  const made = await board(ada!)
  await fill(ada!, made)
  const { page } = ada!
  const client = await page.context().newCDPSession(page)
  await installProbe(page)
  for (const rate of rates) {
    await client.send('Emulation.setCPUThrottlingRate', { rate })
    print(rate, await measure(page, made.path))
  }
})

async function measure(page: Page, path: string): Promise<Line[]> {
  await page.goto(path)
  await page.locator('article').first().waitFor()
  await page.waitForTimeout(2000)
  const toList: number[] = []
  const toBoard: number[] = []
  const toCalendar: number[] = []
  for (let round = 0; round < 5; round++) {
    toList.push(await switchTo(page, 'List', '[data-row]'))
    await page.waitForTimeout(300)
    toBoard.push(await switchTo(page, 'Board', 'article'))
    await page.waitForTimeout(300)
    toCalendar.push(await switchTo(page, 'Calendar', '[role=gridcell]'))
    await page.waitForTimeout(500)
    await switchTo(page, 'Board', 'article')
    await page.waitForTimeout(300)
  }
  await page.goto(`${path}/list?sort=priority,-dueDate`)
  await page.locator('[data-card]').first().waitFor()
  await page.waitForTimeout(1500)
  const sorted = await scroll(page)
  await page.goto(`${path}/list`)
  await page.locator('[data-card]').first().waitFor()
  await page.waitForTimeout(1500)
  const frames = await scroll(page)
  const did: number[] = []
  const undid: number[] = []
  for (const priority of ['Urgent', 'Low', 'High', 'Medium']) {
    const bulk = await bulkOf500(page, priority)
    did.push(bulk.did)
    undid.push(bulk.undid)
  }
  return [
    ['board → list, first, ms', toList[0]!, 100, null],
    ['board → list, median, ms', quantile(toList, 0.5), 100, null],
    ['list → board, median, ms', quantile(toBoard, 0.5), 100, null],
    ['board → calendar, first, ms', toCalendar[0]!, 100, null],
    ['board → calendar, median, ms', quantile(toCalendar, 0.5), 100, null],
    ['scroll, frame p95, ms', quantile(frames, 0.95), 20, 50],
    ['scroll sorted, frame p95, ms', quantile(sorted, 0.95), 20, 50],
    ['500 at once, key → paint p75, ms', quantile(did, 0.75), 100, null],
    ['500 at once, key → paint, worst, ms', Math.max(...did), 200, null],
    ['undo of 500, key → paint p75, ms', quantile(undid, 0.75), 100, null],
  ]
}

/** From the press on a tab to the frame that shows the view. */
function switchTo(page: Page, tab: string, shows: string): Promise<number> {
  return page.evaluate(
    ([name, selector]) =>
      new Promise<number>((resolve) => {
        const link = [...document.querySelectorAll<HTMLElement>('nav a')].find(
          (one) => one.textContent?.trim() === name,
        )!
        const from = performance.now()
        const observer = new MutationObserver(() => {
          if (!document.querySelector(selector!)) return
          observer.disconnect()
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel()
            port1.addEventListener('message', () => resolve(performance.now() - from))
            port1.start()
            port2.postMessage(0)
          })
        })
        observer.observe(document, { childList: true, subtree: true })
        link.click()
      }),
    [tab, shows],
  )
}

/** Two rows a frame, for two seconds: the time between frames. */
function scroll(page: Page): Promise<number[]> {
  return page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const scroller = document.querySelector('[role=treegrid]')!
        const frames: number[] = []
        let last = performance.now()
        const step = (now: number): void => {
          frames.push(now - last)
          last = now
          scroller.scrollTop += 72
          if (frames.length < 120) requestAnimationFrame(step)
          else resolve(frames.slice(2))
        }
        requestAnimationFrame(step)
      }),
  )
}

async function bulkOf500(page: Page, priority: string): Promise<{ did: number; undid: number }> {
  const list = page.getByRole('treegrid')
  await list.evaluate((one) => (one.scrollTop = 0))
  const rows = page.locator('[data-card]')
  await rows.first().locator('input').click({ force: true })
  await list.evaluate((one) => (one.scrollTop = 500 * 36 - 300))
  const last = page.locator('[data-card][aria-rowindex="502"]')
  await last.waitFor()
  await last.locator('input').click({ force: true, modifiers: ['Shift'] })
  await expect(page.getByRole('toolbar', { name: 'Selected tasks' })).toContainText('500 selected')
  await page.keyboard.press('p')
  await page.getByRole('option', { name: priority }).waitFor()
  await page.keyboard.type(priority)
  const did = await timedKey(page, 'Enter')
  await page.getByText('500 tasks changed').waitFor()
  await page.waitForTimeout(1500)
  await page.keyboard.press('Escape')
  const undid = await timedKey(page, 'Control+z')
  await page.waitForTimeout(1500)
  return { did, undid }
}

/** From a key to the frame that shows what it did to the rows. */
async function timedKey(page: Page, key: string): Promise<number> {
  await page.evaluate(() => {
    Object.assign(window, { took: 0 })
    const pressed = (event: KeyboardEvent): void => {
      if (event.key === 'Control') return
      removeEventListener('keydown', pressed, { capture: true })
      const observer = new MutationObserver(() => {
        observer.disconnect()
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel()
          port1.addEventListener('message', () =>
            Object.assign(window, { took: performance.now() - event.timeStamp }),
          )
          port1.start()
          port2.postMessage(0)
        })
      })
      observer.observe(document.querySelector('[role=treegrid]')!, {
        childList: true,
        subtree: true,
        characterData: true,
      })
    }
    addEventListener('keydown', pressed, { capture: true })
  })
  await page.keyboard.press(key)
  await page.waitForFunction(() => (window as unknown as { took: number }).took > 0)
  return page.evaluate(() => (window as unknown as { took: number }).took)
}

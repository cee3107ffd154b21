import type { Page } from '@playwright/test'
import { expect, test, type Person } from '../test'
import { shortVectors, vectors } from './vectors'

/** Counts scripts that ran, what the policy has stopped, and calls to elsewhere, from before the page is there. */
async function watch(page: Page): Promise<() => Promise<unknown>> {
  const elsewhere: string[] = []
  page.on('request', (request) => {
    const url = request.url()
    if (!/^(?:data|blob):/.test(url) && new URL(url).hostname !== '127.0.0.1') elsewhere.push(url)
  })
  page.on('dialog', (dialog) => void dialog.dismiss())
  await page.addInitScript(() => {
    const counts = window as unknown as { scriptsRan: number; policyReports: string[] }
    counts.scriptsRan = 0
    counts.policyReports = []
    document.addEventListener('securitypolicyviolation', (event) => {
      counts.policyReports.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`)
    })
  })
  return async () => {
    const counts = await page.evaluate(() => {
      const { scriptsRan: ran, policyReports: reports } = window as unknown as {
        scriptsRan: number
        policyReports: string[]
      }
      return { ran, reports }
    })
    return { ...counts, elsewhere }
  }
}

const nothing = { ran: 0, reports: [], elsewhere: [] }

/** Goes over everything that a text has put on the page, as a pointer and the keyboard would. */
async function provoke(page: Page): Promise<void> {
  await page.evaluate(() => {
    const events = ['pointerover', 'pointerenter', 'mouseover', 'mouseenter', 'focusin', 'focus', 'toggle']
    for (const element of document.querySelectorAll('.markdown *, [data-card], h1, h2, h3'))
      for (const kind of events) element.dispatchEvent(new Event(kind, { bubbles: true }))
  })
}

async function leftovers(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    for (const element of document.querySelectorAll('.markdown *')) {
      if (/^(?:script|style|iframe|object|embed|svg|math|form|base|meta|link)$/i.test(element.tagName))
        found.push(element.outerHTML)
      for (const { name, value } of element.attributes) {
        if (/^on|^style$|^srcdoc$|^formaction$/i.test(name)) found.push(`${name}=${value}`)
        const leads = name === 'href' || name === 'src'
        if (leads && !/^(?:https?:\/\/|mailto:|\/(?![/\\])|#)/i.test(value)) found.push(`${name}=${value}`)
      }
    }
    return found
  })
}

async function say(person: Person, key: string, body: string): Promise<void> {
  await person.call('POST', `/api/tasks/${key}/comments`, { body })
}

test('what is watched for would be seen', async ({ people }) => {
  const [ada] = (await people(1)) as [Person]
  const { page } = ada
  const counts = await watch(page)
  await page.goto('/')
  await page.evaluate(() => {
    const image = document.body.appendChild(document.createElement('img'))
    image.src = 'https://evil.example/canary.png'
    image.setAttribute('onerror', 'window.scriptsRan++')
    Object.assign(window, { scriptsRan: 1 })
  })
  const seen = { ran: 1, elsewhere: ['https://evil.example/canary.png'] }
  await expect.poll(counts).toMatchObject({
    ...seen,
    reports: [
      expect.stringMatching(/script-src-attr|img-src/),
      expect.stringMatching(/script-src-attr|img-src/),
    ],
  })
})

test(`none of ${vectors.length} hostile texts runs in a description or a comment`, async ({
  people,
  board,
}) => {
  test.setTimeout(180_000)
  expect(vectors.length).toBeGreaterThanOrEqual(500)
  const [ada] = (await people(1)) as [Person]
  const made = await board(ada, { tasks: { Backlog: ['Alpha', 'Beta'] } })
  const { page } = ada
  const counts = await watch(page)
  const [alpha, beta] = [made.tasks[0]!, made.tasks[1]!]
  // Apart, so that one that opens something does not swallow those behind it; together, so that they meet.
  const perText = 25
  for (let i = 0; i < vectors.length; i += perText)
    await say(ada, beta.key, vectors.slice(i, i + perText).join('\n\n---\n\n'))
  await page.goto(`/t/${beta.key}`)
  const count = Math.ceil(vectors.length / perText)
  await expect(page.locator('[id^="comment-"] .markdown')).toHaveCount(count)
  await provoke(page)
  expect(await leftovers(page)).toEqual([])
  expect(await counts()).toEqual(nothing)

  const half = Math.ceil(vectors.length / 2)
  for (const part of [vectors.slice(0, half), vectors.slice(half)]) {
    await ada.call('PATCH', `/api/tasks/${alpha.id}`, { description: part.join('\n\n') })
    await page.goto(`/t/${alpha.key}`)
    await expect(page.getByRole('region', { name: 'Description' }).locator('.markdown')).toBeVisible()
    await provoke(page)
    expect(await leftovers(page)).toEqual([])
    expect(await counts()).toEqual(nothing)
  }
})

test('each hostile text by itself, drawn in one page', async ({ people, board }) => {
  test.setTimeout(180_000)
  const [ada] = (await people(1)) as [Person]
  const made = await board(ada, { tasks: { Backlog: ['Alpha'] } })
  const { page } = ada
  const counts = await watch(page)
  const { key, id } = made.tasks[0]!
  await page.goto(`/t/${key}`)
  const list = page.locator('[id^="comment-"]')
  // In the comments of one task, a hundred at a time, as the project's journal brings them.
  const at = 100
  for (let i = 0; i < vectors.length; i += at) {
    const commands = vectors.slice(i, i + at).map((body) => ({
      id: crypto.randomUUID(),
      kind: 'comment.create',
      task: id,
      body,
    }))
    await ada.call('POST', `/api/projects/${made.id}/commands`, { commands })
  }
  await page.reload()
  const earlier = page.getByRole('button', { name: /earlier threads?$/ })
  await expect(list.first()).toBeVisible()
  while (await earlier.isVisible()) await earlier.click()
  await expect(list).toHaveCount(vectors.length)
  await expect(page.locator('[id^="comment-"] .markdown')).toHaveCount(vectors.length)
  await provoke(page)
  expect(await leftovers(page)).toEqual([])
  expect(await counts()).toEqual(nothing)
})

test('nor as a name or title: of people, projects, tasks, labels, statuses, views', async ({
  people,
  board,
}) => {
  test.setTimeout(180_000)
  expect(shortVectors.length).toBeGreaterThanOrEqual(60)
  const [ada] = (await people(1)) as [Person]
  const made = await board(ada, { tasks: { Backlog: ['Alpha'] } })
  const at = `/api/projects/${made.id}`
  const { page } = ada
  const counts = await watch(page)
  const [name = '', other = ''] = shortVectors
  await ada.call('PATCH', '/api/me', { name })
  await ada.call('PATCH', at, { name: other })
  await ada.call('POST', `${at}/statuses`, { name: shortVectors[2]! })
  for (const [i, text] of shortVectors.entries()) {
    const { label } = await ada.call<{ label: { id: string } }>('POST', `${at}/labels`, { name: text })
    await ada.call('POST', `${at}/tasks`, { title: text, labels: [label.id] })
    if (i < 20) await ada.call('POST', `${at}/views`, { name: text, layout: 'list' })
  }
  await say(ada, `${made.key}-2`, `@ada ${made.key}-1 ${made.key}-3 ${made.key}-4`)
  for (const path of [
    made.path,
    `${made.path}/list`,
    `${made.path}/settings`,
    `/t/${made.key}-2`,
    '/my-work',
  ]) {
    await page.goto(path)
    await expect(page.getByText(other).first()).toBeVisible()
    await provoke(page)
    expect(await counts(), path).toEqual(nothing)
  }
  await page.goto(made.path)
  await page.getByRole('button', { name: 'Views' }).click()
  await expect(page.getByRole('menuitem').first()).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('onerror')
  await expect(page.getByRole('option').first()).toBeVisible()
  expect(await counts()).toEqual(nothing)
})

test('nor as the name of a file', async ({ people, board }) => {
  test.setTimeout(180_000)
  const [ada] = (await people(1)) as [Person]
  const made = await board(ada, { tasks: { Backlog: ['Alpha'] } })
  const { page } = ada
  const counts = await watch(page)
  await page.goto(`/t/${made.tasks[0]!.key}`)
  const files = page.getByRole('region', { name: 'Files' })
  // What a name may not hold, no browser gives.
  const names = shortVectors.slice(0, 30).map((text) => `${text.replaceAll('/', '')}.png`)
  await files
    .locator('input[type=file]')
    .setInputFiles(names.map((name) => ({ name, mimeType: 'image/png', buffer: Buffer.from('no picture') })))
  await expect(files.getByRole('link', { name: /^Download/ })).toHaveCount(names.length)
  await provoke(page)
  expect(await counts()).toEqual(nothing)
  await page.goto(`${made.path}/activity`)
  await expect(page.getByText('attached').first()).toBeVisible()
  await provoke(page)
  expect(await counts()).toEqual(nothing)
})

import { createHash, randomBytes } from 'node:crypto'
import type { Locator, Page } from '@playwright/test'
import { held } from '../editor'
import { expect, test, type Person } from '../test'

const tasks = { 'To do': ['Open the bakery'] }
// 8 × 8 pixels, red.
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGN46uGLFTEMLQkAEvNegaK5qlEAAAAASUVORK5CYII=',
  'base64',
)
// Anywhere on the panel will do.
const panel = 'section[aria-label="Files"]'
const section = (page: Page): Locator => page.getByRole('region', { name: 'Files' })
const picker = (page: Page): Locator => section(page).locator('input[type=file]')

async function fileOf(page: Page, selector: string, kind: 'drop' | 'paste'): Promise<void> {
  await page.evaluate(
    ([target, type, bytes]) => {
      const data = new DataTransfer()
      const raw = Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0))
      data.items.add(new File([raw], 'sign.png', { type: 'image/png' }))
      const options = { bubbles: true, cancelable: true }
      const event =
        type === 'drop'
          ? new DragEvent('drop', { ...options, dataTransfer: data })
          : new ClipboardEvent('paste', { ...options, clipboardData: data })
      document.querySelector(target)!.dispatchEvent(event)
    },
    [selector, kind, png.toString('base64')] as const,
  )
}

async function stored(person: Person, task: string) {
  const { items } = await person.call<{ items: { id: string; name: string; sha256: string }[] }>(
    'GET',
    `/api/tasks/${task}/attachments`,
  )
  return items
}

test('files are picked, dropped and pasted, show on the other screen, and can be taken off and put back', async ({
  people,
  board,
  join,
}) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await join(ada!, ben!, made.team)
  const { id, key } = made.tasks[0]!
  for (const { page } of [ada!, ben!]) await page.goto(`/t/${key}`)
  await picker(ada!.page).setInputFiles([
    { name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('flour, water') },
    { name: 'photo.png', mimeType: 'image/png', buffer: png },
  ])
  await expect(section(ben!.page).getByText('plan.txt')).toBeVisible()
  await expect(section(ben!.page).getByText('photo.png')).toBeVisible()
  await fileOf(ada!.page, panel, 'drop')
  await expect(section(ben!.page).getByText('sign.png')).toHaveCount(1)
  await fileOf(ada!.page, panel, 'paste')
  await expect(section(ben!.page).getByText('sign.png')).toHaveCount(2)
  await section(ada!.page).getByRole('button', { name: 'Remove photo.png' }).click()
  await expect(section(ben!.page).getByText('photo.png')).toBeHidden()
  await ada!.page.getByRole('button', { name: 'Undo' }).click()
  await expect(section(ben!.page).getByText('photo.png')).toBeVisible()
  expect(await stored(ada!, id)).toHaveLength(4)

  await section(ben!.page).getByRole('button', { name: 'Look at photo.png' }).click()
  const picture = ben!.page.getByRole('dialog').getByRole('img', { name: 'photo.png' })
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(8)
  await ben!.page.keyboard.press('ArrowRight')
  await expect(ben!.page.getByRole('dialog').getByRole('img', { name: 'sign.png' })).toBeVisible()
  await ben!.page.keyboard.press('Escape')
  await expect(ben!.page.getByRole('dialog')).toBeHidden()
})

test('a paused upload survives a reload and goes on where it was', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const { id, key } = made.tasks[0]!
  const { page } = ada!
  const film = randomBytes(9 << 20)
  const parts: string[] = []
  let isHeld = true
  await page.route('**/api/uploads/*', async (route) => {
    const request = route.request()
    if (request.method() !== 'PATCH') return route.fallback()
    const at = (await request.allHeaders())['upload-offset']!
    if (at !== '0' && isHeld) return // it never arrives
    parts.push(at)
    return route.fallback()
  })
  await page.goto(`/t/${key}`)
  await picker(page).setInputFiles({ name: 'film.bin', mimeType: 'video/mp4', buffer: film })
  await expect(section(page).getByText('4.2 MB of 9.4 MB')).toBeVisible()
  await section(page).getByRole('button', { name: 'Pause film.bin' }).click()
  await expect(section(page).getByText('Paused at 4.2 MB')).toBeVisible()
  await page.reload()
  isHeld = false
  await section(page).getByRole('button', { name: 'Resume film.bin' }).click()
  await expect(section(page).getByRole('link', { name: 'Download film.bin' })).toBeVisible()
  expect(parts).toEqual(['0', '4194304', '8388608'])
  const [file] = await stored(ada!, id)
  expect(file!.sha256).toBe(createHash('sha256').update(film).digest('hex'))
})

test('a picture that is pasted into a description shows there', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const { id, key } = made.tasks[0]!
  const { page } = ada!
  await page.goto(`/t/${key}`)
  await page.getByRole('button', { name: 'Add a description' }).click()
  await expect(page.getByText('Saved as you type')).toBeVisible()
  await page.getByRole('textbox', { name: 'Description' }).focus()
  await fileOf(page, '.cm-content', 'paste')
  await expect.poll(async () => (await stored(ada!, id)).length).toBe(1)
  const [file] = await stored(ada!, id)
  const text = async (): Promise<string> =>
    (await ada!.call<{ task: { description: string } }>('GET', `/api/tasks/${key}`)).task.description
  await expect.poll(text).toBe(`![sign.png](/api/attachments/${file!.id}/content)`)
  await page.getByRole('button', { name: 'Done', exact: true }).click()
  const shown = page.getByRole('region', { name: 'Description' }).getByRole('img', { name: 'sign.png' })
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(8)
})

test('a picture that is pasted into a comment shows there, on the other screen too', async ({
  people,
  board,
  join,
}) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await join(ada!, ben!, made.team)
  const { id, key } = made.tasks[0]!
  await Promise.all([ada!, ben!].map(({ page }) => page.goto(`/t/${key}`)))
  const { page } = ada!
  const field = page.getByRole('textbox', { name: 'Write a comment' })
  await field.click()
  await expect(field).toHaveClass(/cm-content/)
  await fileOf(page, '.cm-content', 'paste')
  await expect
    .poll(() => held(field))
    .toMatch(/^!\[sign\.png\]\(\/api\/attachments\/[0-9a-f-]{36}\/content\)$/)
  const text = await held(field)
  expect(await stored(ada!, id), 'a file waits for its comment').toEqual([])
  await page.keyboard.press('Control+Enter')
  await expect.poll(async () => (await stored(ada!, id)).length).toBe(1)
  const [file] = await stored(ada!, id)
  expect(text).toBe(`![sign.png](/api/attachments/${file!.id}/content)`)
  const shown = ben!.page.getByRole('region', { name: 'Comments' }).getByRole('img', { name: 'sign.png' })
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(8)
})

test('who may only comment pastes and drops files into comments; they come with them, and go', async ({
  people,
  board,
  join,
}) => {
  test.slow()
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await join(ada!, ben!, made.team, 'guest')
  await ada!.call('PUT', `/api/projects/${made.id}/members/${ben!.id}`, { role: 'commenter' })
  const { id, key } = made.tasks[0]!
  await Promise.all([ada!, ben!].map(({ page }) => page.goto(`/t/${key}`)))
  const { page } = ben!
  const field = page.getByRole('textbox', { name: 'Write a comment' })
  const talk = (at: Page) => at.getByRole('region', { name: 'Comments' })
  const width = (picture: Locator) => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)

  // Dropped before anybody has gone into the field, and seen before it is sent.
  await expect(field).toBeVisible()
  await fileOf(page, 'section[aria-label="Comments"] textarea.plain', 'drop')
  await expect.poll(() => held(field)).toContain('/api/attachments/')
  await field.press('Control+Home')
  await field.pressSequentially('See ')
  await field.press('Control+End')
  await field.press('Enter')

  await expect.poll(() => width(talk(page).locator('.cm-md-image'))).toBe(8)

  // It outlives the page, and is sent with its words.
  await page.reload()
  await expect.poll(() => held(field)).toContain('See ![sign.png]')
  await field.press('Control+Enter')
  const shown = talk(ada!.page).getByRole('img', { name: 'sign.png' })
  await expect.poll(() => width(shown)).toBe(8)
  await expect(section(ada!.page).getByText('sign.png')).toBeVisible()
  const [file] = (await stored(ada!, id)) as { comment?: string; uploader?: string }[]
  expect(file).toMatchObject({ uploader: ben!.id, comment: expect.any(String) })

  // A change brings another one, and its undo takes that away.
  const said = talk(page).getByRole('article')
  await said.focus()
  await page.keyboard.press('e')
  const edit = page.getByRole('textbox', { name: 'Edit comment' })
  await edit.press('Control+End')
  await fileOf(page, '.comment .cm-content', 'paste')
  await expect.poll(async () => (await held(edit)).match(/api\/attachments/g)?.length).toBe(2)
  await edit.press('Control+Enter')
  await expect(shown).toHaveCount(2)
  await said.focus()
  await page.keyboard.press('Control+z')
  await expect(shown).toHaveCount(1)
  await expect.poll(async () => (await stored(ada!, id)).length).toBe(1)

  // With the comment its file goes, and comes back.
  await said.focus()
  await page.keyboard.press('Delete')
  await expect.poll(async () => (await stored(ada!, id)).length).toBe(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(async () => (await stored(ada!, id)).length).toBe(1)
})

test('who may not change a task sees its files and cannot add any', async ({ people, board, join }) => {
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await join(ada!, ben!, made.team, 'guest')
  await ada!.call('PUT', `/api/projects/${made.id}/members/${ben!.id}`, { role: 'viewer' })
  const { key } = made.tasks[0]!
  await ada!.page.goto(`/t/${key}`)
  await picker(ada!.page).setInputFiles({
    name: 'plan.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('x'),
  })
  await ben!.page.goto(`/t/${key}`)
  await expect(section(ben!.page).getByText('plan.txt')).toBeVisible()
  await expect(section(ben!.page).getByRole('button', { name: 'Add files' })).toBeHidden()
  await fileOf(ben!.page, panel, 'drop')
  await expect(ben!.page.getByText('You can read this project, but not change it.').first()).toBeVisible()
})

for (const where of ['', ' @phone']) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`files have no barrier, ${colorScheme}${where}`, async ({ people, board, accessible }) => {
      const [ada] = await people(1)
      const made = await board(ada!, { tasks })
      const { page } = ada!
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.goto(`/t/${made.tasks[0]!.key}`)
      await picker(page).setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: png })
      await expect(section(page).getByRole('button', { name: 'Look at photo.png' })).toBeVisible()
      await page.route('**/api/uploads/*', () => {})
      await picker(page).setInputFiles({
        name: 'a film with a rather long name that does not fit.mp4',
        mimeType: 'video/mp4',
        buffer: Buffer.alloc(2_000_000),
      })
      await expect(section(page).getByRole('button', { name: /^Pause a film/ })).toBeVisible()
      await accessible(page)
      if (process.env.FILES_SHOTS)
        await section(page).screenshot({
          path: `${process.env.FILES_SHOTS}/files-${colorScheme}${where}.png`,
        })
      await section(page).getByRole('button', { name: 'Look at photo.png' }).click()
      await page.getByRole('dialog').waitFor()
      await accessible(page)
    })
  }
}

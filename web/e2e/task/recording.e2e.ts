import type { Locator, Page } from '@playwright/test'
import { expect, test, type Person } from '../test'

// Chromium gives a made-up camera and microphone, and shows the page itself where it would ask what to show.
test.use({
  launchOptions: {
    ...(process.env.CHROMIUM_PATH
      ? { executablePath: process.env.CHROMIUM_PATH }
      : { executablePath: '/usr/bin/chromium' }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      '--auto-select-tab-capture-source-by-title=Tandem',
    ],
  },
})

const tasks = { 'To do': ['Open the bakery'] }
const section = (page: Page): Locator => page.getByRole('region', { name: 'Files' })
const bar = (page: Page): Locator => page.getByRole('region', { name: 'Recording', exact: true })

interface Stored {
  id: string
  name: string
  kind: string
  mime: string
  size: number
  durationSeconds: number | null
}

async function stored(person: Person, task: string): Promise<Stored[]> {
  return (await person.call<{ items: Stored[] }>('GET', `/api/tasks/${task}/attachments`)).items
}

/** Begins to record for the task that is open, and waits until so many seconds are there. */
async function record(page: Page, seconds: number): Promise<void> {
  await section(page).getByRole('button', { name: 'Record screen' }).click()
  await page.getByRole('button', { name: 'Choose what to record' }).click()
  await bar(page).getByRole('button', { name: 'Begin now' }).click()
  await expect(bar(page).getByRole('timer')).toHaveText(`0:0${seconds}`, { timeout: 30_000 })
}

/** What the browser makes of a film: how long it is, and where it is after a jump. */
async function played(page: Page, address: string, to: number) {
  return page.evaluate(
    async ([src, second]) => {
      const video = document.createElement('video')
      video.muted = true
      video.src = src
      await new Promise((resolve, reject) => {
        video.addEventListener('loadedmetadata', resolve)
        video.addEventListener('error', () => reject(new Error(video.error?.message)))
      })
      const { duration } = video
      video.currentTime = second
      await new Promise((resolve) => video.addEventListener('seeked', resolve))
      return { duration, at: video.currentTime, end: video.seekable.end(0) }
    },
    [address, to] as const,
  )
}

test('a screen is recorded, sent meanwhile, attached under its title, and can be sought in', async ({
  people,
  board,
  join,
}) => {
  test.setTimeout(120_000)
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await join(ada!, ben!, made.team)
  const { id, key } = made.tasks[0]!
  for (const { page } of [ben!, ada!]) await page.goto(`/t/${key}`)
  const { page } = ada!
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'PATCH' && request.url().includes('/uploads/')) sent.push(request.url())
  })
  await record(page, 4)
  await expect.poll(() => sent.length).toBeGreaterThan(0) // before it has ended
  await bar(page).getByRole('button', { name: 'Pause' }).click()
  await expect(bar(page).getByText('Paused')).toBeVisible()
  await bar(page).getByRole('button', { name: 'Go on' }).click()
  await page.keyboard.press('Control+Shift+R')
  const review = page.getByRole('dialog', { name: 'Your recording' })
  await review.getByRole('textbox', { name: 'Title' }).fill('The oven flickers')
  await review.getByRole('button', { name: 'Attach' }).click()
  await expect(page.getByText(`The recording hangs on ${key} Open the bakery`)).toBeVisible()
  await expect(section(ben!.page).getByText('The oven flickers')).toBeVisible()

  const [film] = await stored(ada!, id)
  expect(film).toMatchObject({ kind: 'recording' })
  expect(film!.mime).toMatch(/^video\/(mp4|webm)$/)
  const { duration, at, end } = await played(ben!.page, `/api/attachments/${film!.id}/content`, 3)
  expect(duration).toBeGreaterThan(3.5)
  expect(duration).toBeLessThan(12)
  expect(film!.durationSeconds).toBe(Math.ceil(duration))
  expect(end).toBeCloseTo(duration, 1)
  expect(at).toBeCloseTo(3, 0)
})

test('a WebM gets its duration and can be sought in too', async ({ people, board }) => {
  test.setTimeout(120_000)
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const { id, key } = made.tasks[0]!
  const { page } = ada!
  await page.addInitScript(() => {
    const isSupported = MediaRecorder.isTypeSupported.bind(MediaRecorder)
    MediaRecorder.isTypeSupported = (type) => !type.includes('mp4') && isSupported(type)
  })
  await page.goto(`/t/${key}`)
  await record(page, 3)
  await bar(page).getByRole('button', { name: 'Stop' }).click()
  await page.getByRole('button', { name: 'Attach' }).click()
  await expect.poll(async () => (await stored(ada!, id)).length).toBe(1)
  const [film] = await stored(ada!, id)
  expect(film!.mime).toBe('video/webm')
  const { duration, at } = await played(page, `/api/attachments/${film!.id}/content`, 2)
  expect(duration).toBeGreaterThan(2.5)
  expect(duration).toBeLessThan(12)
  expect(at).toBeCloseTo(2, 0)
})

test('both ends are cut off, and what is cut off is nowhere', async ({ people, board }) => {
  test.setTimeout(120_000)
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const { id, key } = made.tasks[0]!
  const { page } = ada!
  await page.goto(`/t/${key}`)
  await record(page, 7)
  await bar(page).getByRole('button', { name: 'Stop' }).click()
  const review = page.getByRole('dialog', { name: 'Your recording' })
  await review.getByRole('slider', { name: 'From' }).fill('4.5')
  await review.getByRole('slider', { name: 'To' }).fill('6')
  await expect(review.getByText('is cut off, not only hidden')).toBeVisible()
  await review.getByRole('button', { name: 'Attach' }).click()
  await expect.poll(async () => (await stored(ada!, id)).length, { timeout: 20_000 }).toBe(1)
  const [film] = await stored(ada!, id)
  const { duration, at } = await played(page, `/api/attachments/${film!.id}/content`, 1)
  expect(duration).toBeGreaterThan(1)
  expect(duration).toBeLessThan(4) // from the whole picture before 4.5 s
  expect(at).toBeCloseTo(1, 0)
})

test('a page that dies while it records costs the last seconds: the rest is offered and attached', async ({
  people,
  board,
}) => {
  test.setTimeout(120_000)
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  const { id, key } = made.tasks[0]!
  // From some moment on nothing arrives: what was recorded then is kept by the browser alone.
  await ada!.page.goto(`/t/${key}`)
  await record(ada!.page, 3)
  await ada!.context.route('**/api/uploads/*', (route) => route.abort())
  await expect(bar(ada!.page).getByRole('timer')).toHaveText('0:06', { timeout: 30_000 })
  await ada!.page.close({ runBeforeUnload: false })
  await ada!.context.unroute('**/api/uploads/*')

  const page = await ada!.context.newPage()
  await page.goto(`/t/${key}`)
  const offer = page.getByRole('region', { name: 'Unfinished recordings' })
  await expect(offer).toContainText('Open the bakery was broken off')
  await offer.getByRole('button', { name: 'Finish it' }).click()
  await expect(section(page).getByText(/^Recording .*\.(mp4|webm)$/)).toBeVisible()
  await expect(offer).toBeHidden()
  const [film] = await stored(ada!, id)
  const { duration } = await played(page, `/api/attachments/${film!.id}/content`, 1)
  expect(duration).toBeGreaterThan(2.5) // MP4 comes in fragments of two seconds
  await page.reload()
  await expect(section(page).getByText(/^Recording .*\.(mp4|webm)$/)).toBeVisible()
  await expect(offer).toBeHidden()
})

test('without an open task a recording makes one; stopping it in the browser ends it properly', async ({
  people,
  board,
}) => {
  test.setTimeout(120_000)
  const [ada] = await people(1)
  const made = await board(ada!)
  const { page } = ada!
  await page.addInitScript(() => {
    const ask = navigator.mediaDevices.getDisplayMedia.bind(navigator.mediaDevices)
    navigator.mediaDevices.getDisplayMedia = async (wish) => {
      const stream = await ask(wish)
      // What the browser's own bar does.
      Object.assign(window, {
        stopSharing: () => {
          const [picture] = stream.getVideoTracks()
          picture!.stop()
          picture!.dispatchEvent(new Event('ended'))
        },
      })
      return stream
    }
  })
  await page.goto(made.path)
  await expect(page.getByRole('heading', { name: 'To do' })).toBeVisible()
  await expect(async () => {
    await page.keyboard.press('Control+Shift+R')
    await expect(page.getByRole('dialog', { name: 'Record your screen' })).toBeVisible({ timeout: 1000 })
  }).toPass()
  await page.getByRole('textbox', { name: 'Task' }).fill('The till does not open')
  await page.getByRole('button', { name: 'Choose what to record' }).click()
  await bar(page).getByRole('button', { name: 'Begin now' }).click()
  await expect(bar(page).getByRole('timer')).toHaveText('0:02', { timeout: 30_000 })
  await page.evaluate(() => (window as unknown as { stopSharing(): void }).stopSharing())
  await page.getByRole('button', { name: 'Attach' }).click()
  await expect(page.getByText('The recording hangs on The till does not open')).toBeVisible()
  const { items } = await ada!.call<{ items: { id: string; title: string }[] }>(
    'GET',
    `/api/projects/${made.id}/tasks`,
  )
  const task = items.find(({ title }) => title === 'The till does not open')
  expect((await stored(ada!, task!.id))[0]).toMatchObject({ kind: 'recording' })
})

test('comments are pinned to moments, show on the other screen, and lead back there', async ({
  people,
  board,
  join,
  accessible,
}) => {
  test.setTimeout(150_000)
  const [ada, ben] = await people(2)
  const made = await board(ada!, { tasks })
  await join(ada!, ben!, made.team)
  const { key } = made.tasks[0]!
  for (const { page } of [ben!, ada!]) await page.goto(`/t/${key}`)
  const { page } = ada!
  await record(page, 5)
  await bar(page).getByRole('button', { name: 'Stop' }).click()
  await page.getByRole('textbox', { name: 'Title' }).fill('The oven')
  await page.getByRole('button', { name: 'Attach' }).click()

  const open = async (at: Page): Promise<Locator> => {
    await section(at)
      .getByRole('button', { name: /Look at The oven/ })
      .click()
    return at.getByRole('dialog')
  }
  const place = (player: Locator): Locator => player.getByRole('slider', { name: 'Place in the film' })
  const player = await open(page)
  const others = await open(ben!.page)
  await expect(player.getByText(/^0:00 \/ 0:0[5-9]$/)).toBeVisible()
  // By its keys: five seconds on, and back.
  await page.keyboard.press('ArrowRight')
  await expect(player.getByText(/^0:05 \//)).toBeVisible()
  await page.keyboard.press('ArrowLeft')
  await place(player).fill('3')
  await player.getByRole('textbox', { name: 'Comment at 0:03' }).fill('the button flickers')
  await page.keyboard.press('Enter')
  const said = others.getByRole('list', { name: 'Comments by moment' })
  await expect(said.getByText('the button flickers')).toBeVisible()
  await said.getByRole('button', { name: /0:03 Ada/ }).click()
  await expect(place(others)).toHaveValue('3')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await accessible(page)
    await page.screenshot({ path: `test-results/shots/player-${colorScheme}.png` })
  }
  for (const at of [page, ben!.page]) await at.keyboard.press('Escape')

  // In the talk of the task it is a link, and so is a time that somebody just writes.
  const comments = ben!.page.getByRole('region', { name: 'Comments' })
  const field = comments.getByRole('textbox', { name: 'Write a comment' })
  await field.click()
  await field.fill('And at 0:01 the clock; not at 23:59.')
  await ben!.page.keyboard.press('Control+Enter')
  await comments.getByRole('link', { name: '0:03' }).click()
  await expect(place(others)).toHaveValue('3')
  await ben!.page.keyboard.press('Escape')
  await expect(comments.getByRole('link', { name: '23:59' })).toBeHidden()
  await page.getByRole('region', { name: 'Comments' }).getByRole('link', { name: '0:01' }).click()
  await expect(place(player)).toHaveValue('1')
  await expect(player.getByRole('button', { name: /0:01 Ben/ })).toBeVisible()
})

for (const where of ['', ' @phone'])
  test(`the recorder and the player have no barriers${where}`, async ({ people, board, accessible }) => {
    test.setTimeout(120_000)
    const [ada] = await people(1)
    const made = await board(ada!, { tasks })
    const { page } = ada!
    await page.goto(`/t/${made.tasks[0]!.key}`)
    await section(page).getByRole('button', { name: 'Record screen' }).click()
    await expect(page.getByRole('switch', { name: 'Microphone' })).toBeVisible()
    await accessible(page)
    await page.keyboard.press('Escape')
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme })
      await record(page, 2)
      await accessible(page)
      await page.screenshot({ path: `test-results/shots/bar-${scheme}${where}.png` })
      await bar(page).getByRole('button', { name: 'Stop' }).click()
      await expect(page.getByRole('dialog', { name: 'Your recording' })).toBeVisible()
      await accessible(page)
      await page.screenshot({ path: `test-results/shots/review-${scheme}${where}.png` })
      await page.getByRole('button', { name: 'Discard' }).click()
      await expect(page.getByText('Recording discarded')).toBeVisible()
    }
    await record(page, 2)
    await bar(page).getByRole('button', { name: 'Stop' }).click()
    await page.getByRole('button', { name: 'Attach' }).click()
    await section(page)
      .getByRole('button', { name: /^Look at/ })
      .click()
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme })
      await expect(page.getByRole('slider', { name: 'Place in the film' })).toBeVisible()
      await accessible(page)
      await page.screenshot({ path: `test-results/shots/player-${scheme}${where}.png` })
    }
  })

test('a phone offers no recording @phone', async ({ people, board }) => {
  const [ada] = await people(1)
  const made = await board(ada!, { tasks })
  await ada!.page.addInitScript(() => {
    Object.defineProperty(MediaDevices.prototype, 'getDisplayMedia', { value: undefined })
  })
  await ada!.page.goto(`/t/${made.tasks[0]!.key}`)
  await expect(section(ada!.page).getByRole('button', { name: 'Add files' })).toBeVisible()
  await expect(section(ada!.page).getByRole('button', { name: 'Record screen' })).toBeHidden()
})

import type { Page } from '@playwright/test'
import { expect, test } from './test'

const here = (page: Page) => page.getByRole('switch', { name: 'Notify me on this device' })

/** No push service is reached in a test: the browser's subscription is made by hand, with keys as it makes them. */
async function pretendService(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const encode = (bytes: ArrayBuffer): string =>
      btoa(String.fromCharCode(...new Uint8Array(bytes)))
        .replace(/\+/g, '-')
        .replace(/\//g, '_')
        .replace(/=/g, '')
    const store = 'test:subscription'
    const made = (text: string) => ({
      toJSON: () => JSON.parse(text),
      unsubscribe: async () => localStorage.removeItem(store),
    })
    Object.assign(PushManager.prototype, {
      async getSubscription() {
        const text = localStorage.getItem(store)
        return text && made(text)
      },
      async subscribe({ applicationServerKey }: { applicationServerKey: string }) {
        if (applicationServerKey.length !== 87) throw new DOMException('no key', 'InvalidAccessError')
        const pair = (await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, [
          'deriveBits',
        ])) as CryptoKeyPair
        const p256dh = encode(await crypto.subtle.exportKey('raw', pair.publicKey))
        const auth = encode(crypto.getRandomValues(new Uint8Array(16)).buffer)
        const endpoint = `https://push.example.org/${auth}`
        localStorage.setItem(
          store,
          JSON.stringify({ endpoint, expirationTime: null, keys: { p256dh, auth } }),
        )
        return made(localStorage.getItem(store)!)
      },
    })
  })
}

test('a device is switched on, is seen from another one, and is taken off', async ({
  people,
  another,
  accessible,
}) => {
  const [ada] = await people(1)
  const { page, context } = ada!
  await context.grantPermissions(['notifications'])
  await pretendService(page)
  await page.goto('/me')
  await expect(here(page)).toHaveAttribute('aria-checked', 'false')
  await here(page).click()
  await expect(page.getByText('This device is told now')).toBeVisible()
  await expect(here(page)).toHaveAttribute('aria-checked', 'true')
  await page.reload()
  await expect(here(page)).toHaveAttribute('aria-checked', 'true')
  await accessible(page)

  const { page: other, context: elsewhere } = await another(ada!)
  await elsewhere.clearCookies()
  const { email, password } = ada!
  expect((await elsewhere.request.post('/api/auth/login', { data: { email, password } })).ok()).toBe(true)
  await other.goto('/me')
  await other.getByRole('button', { name: /^Tell .* no more$/ }).click()
  await expect(other.getByText(/is told no more$/)).toBeVisible()
  await page.reload()
  await expect(here(page)).toHaveAttribute('aria-checked', 'false')

  await here(page).click()
  await expect(here(page)).toHaveAttribute('aria-checked', 'true')
  await here(page).click()
  await expect(page.getByText('This device is told no more')).toBeVisible()
  await expect.poll(() => ada!.call('GET', '/api/me/push')).toEqual({ items: [], nextCursor: null })
})

test('what the person refuses, and a push service that is not reached, change nothing', async ({
  people,
}) => {
  const [ada] = await people(1)
  const { page, context } = ada!
  await page.goto('/me')
  await page.evaluate(() => Object.assign(Notification, { requestPermission: async () => 'default' }))
  await here(page).click()
  await expect(
    page.getByText('Your browser was not allowed to notify you, so nothing was changed.'),
  ).toBeVisible()
  await expect(here(page)).toHaveAttribute('aria-checked', 'false')

  await context.grantPermissions(['notifications'])
  await page.addInitScript(() =>
    Object.assign(PushManager.prototype, {
      subscribe: () => Promise.reject(new DOMException('Registration failed', 'AbortError')),
    }),
  )
  await page.reload()
  await here(page).click()
  await expect(
    page.getByText('Your browser could not reach its push service. Try again later.'),
  ).toBeVisible()
  await expect(here(page)).toHaveAttribute('aria-checked', 'false')

  await page.addInitScript(() => Object.defineProperty(Notification, 'permission', { get: () => 'denied' }))
  await page.reload()
  await expect(page.getByText(/^You have refused notifications of this site/)).toBeVisible()
  await expect(here(page)).toBeHidden()
})

/** Says in the worker what its browser would say, with a subscription as the browser makes it. */
async function tellWorker(page: Page, type: string, more: object): Promise<void> {
  const subscription = await page.evaluate(() => localStorage.getItem('test:subscription')!)
  await page
    .context()
    .serviceWorkers()[0]!
    .evaluate(
      ([type, more, text]) => {
        const made = JSON.parse(text) as PushSubscriptionJSON
        made.endpoint += '-again'
        Object.assign(PushManager.prototype, { subscribe: async () => ({ toJSON: () => made }) })
        self.dispatchEvent(Object.assign(new Event(type), { waitUntil: () => undefined, ...more }))
      },
      [type, more, subscription] as const,
    )
}

test('the service worker shows what is pushed, and subscribes again', async ({ people, server }) => {
  const [ada] = await people(1)
  const { page, context } = ada!
  await context.grantPermissions(['notifications'])
  await pretendService(page)
  await page.goto('/me')
  await here(page).click()
  await expect(here(page)).toHaveAttribute('aria-checked', 'true')

  const session = await context.newCDPSession(page)
  const registered = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      if (registrations[0]) resolve(registrations[0].registrationId)
    })
  })
  await session.send('ServiceWorker.enable')
  const data = JSON.stringify({ title: 'WEB-1 Bake', body: 'Ann mentioned you', path: '/inbox', tag: 't' })
  await session.send('ServiceWorker.deliverPushMessage', {
    origin: server.url,
    registrationId: await registered,
    data,
  })
  const shown = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready
      return (await registration.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }))
    })
  await expect.poll(shown).toEqual([{ title: 'WEB-1 Bake', body: 'Ann mentioned you', tag: 't' }])

  await page.evaluate(() =>
    navigator.serviceWorker.dispatchEvent(
      new MessageEvent('message', { data: { type: 'open', path: '/inbox' } }),
    ),
  )
  await expect(page).toHaveURL(/\/inbox$/)

  const devices = async () => (await ada!.call<{ items: object[] }>('GET', '/api/me/push')).items.length
  expect(await devices()).toBe(1)
  await tellWorker(page, 'pushsubscriptionchange', {})
  await expect.poll(devices, 'until the push service says of the old one that it is gone').toBe(2)
})

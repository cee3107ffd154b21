// The service worker of the whole site. It shows what Web Push brings, as internal/push writes it, opens
// what is clicked, and subscribes again where a push service has ended what it had. Requests it leaves alone.
self.addEventListener('install', () => self.skipWaiting())

self.addEventListener('push', (event) => {
  const { title, body, path, tag } = event.data.json()
  const shown = { body, tag, renotify: true, icon: '/icon.svg', data: { path } }
  event.waitUntil(self.registration.showNotification(title, shown))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(event.notification.data.path))
})

/** A window that is open goes there by itself, without loading anew: src/shell/push.ts. */
async function open(path) {
  const [window] = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (!window) return self.clients.openWindow(path)
  window.postMessage({ type: 'open', path })
  return window.focus()
}

self.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil(subscribeAgain(event.newSubscription))
})

/**
 * Has the server use another subscription, `made` by the browser or else here, in place of one that has ended. Where
 * nobody is signed in there is nobody to tell; one that the server does not get is given up, so that the account shows
 * this device as it is: off.
 */
async function subscribeAgain(made) {
  const subscription = made ?? (await subscribe())
  try {
    const { endpoint, keys } = subscription.toJSON()
    const body = JSON.stringify({ endpoint, keys })
    await call('/api/me/push', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
  } catch (error) {
    await subscription.unsubscribe()
    throw error
  }
}

async function subscribe() {
  const { publicKey } = await call('/api/push/key')
  return self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
}

async function call(path, init) {
  const answer = await fetch(path, init)
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
  return answer.json()
}

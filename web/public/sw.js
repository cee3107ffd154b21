// The service worker of the whole site. It shows what Web Push brings, as internal/push writes it, and
// opens what is clicked. Requests it leaves alone.
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

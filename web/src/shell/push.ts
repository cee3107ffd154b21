import type { Router } from 'vue-router'

const worker = '/sw.js'

/** What this browser can do: be told, not at all, or not since the person has refused it. */
export type PushState = 'possible' | 'unsupported' | 'denied'

export function pushState(): PushState {
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window))
    return 'unsupported'
  return Notification.permission === 'denied' ? 'denied' : 'possible'
}

/** This browser's subscription; null where it has none. */
export async function pushSubscription(): Promise<PushSubscription | null> {
  if (pushState() === 'unsupported') return null
  const registration = await navigator.serviceWorker.getRegistration()
  return (await registration?.pushManager.getSubscription()) ?? null
}

/**
 * Asks the person, then subscribes with the instance's key (base64url). Null where they do not allow it. Rejects with a
 * `DOMException` where the browser's push service is not reached.
 */
export async function subscribe(key: string): Promise<PushSubscription | null> {
  if ((await Notification.requestPermission()) !== 'granted') return null
  await navigator.serviceWorker.register(worker)
  const { pushManager } = await navigator.serviceWorker.ready
  const before = await pushManager.getSubscription()
  const wish = { userVisibleOnly: true, applicationServerKey: key }
  try {
    return await pushManager.subscribe(wish)
  } catch (error) {
    if (!before) throw error
    await before.unsubscribe() // It may be of another key, as after a restore from nothing.
    return pushManager.subscribe(wish)
  }
}

/** Opens what is clicked in a notification, in this window. Gives what ends that. */
export function openClicked(router: Router): () => void {
  const opened = ({ data }: MessageEvent<{ type?: string; path?: string }>): void => {
    if (data?.type === 'open' && data.path) void router.push(data.path)
  }
  const { serviceWorker } = navigator as { serviceWorker?: ServiceWorkerContainer }
  serviceWorker?.addEventListener('message', opened as EventListener)
  return () => serviceWorker?.removeEventListener('message', opened as EventListener)
}

import { list, request } from './client'
import type { Id, MyNotifications, NotificationWish, PushDevice } from './types'

/** How one is told outside the app. */
export const outside = {
  read: () => request<MyNotifications>('GET', '/me/notifications'),
  set: (wish: NotificationWish) => request<MyNotifications>('PUT', '/me/notifications', wish),
  devices: () => list<PushDevice>('/me/push'),
  /** With what this browser subscribes: base64url. */
  async pushKey(): Promise<string> {
    return (await request<{ publicKey: string }>('GET', '/push/key')).publicKey
  },
  async addDevice({ endpoint, keys }: PushSubscriptionJSON): Promise<PushDevice> {
    return (await request<{ device: PushDevice }>('POST', '/me/push', { endpoint, keys })).device
  },
  removeDevice: (device: Id) => request<void>('DELETE', `/me/push/${device}`),
}

import { request } from './client'
import type { MyNotifications, NotificationWish } from './types'

/** How one is told outside the app. */
export const outside = {
  read: () => request<MyNotifications>('GET', '/me/notifications'),
  set: (wish: NotificationWish) => request<MyNotifications>('PUT', '/me/notifications', wish),
}

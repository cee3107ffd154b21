/** What all open projects of this tab share: one socket, one clock, one way of calling the server. */
import { createHttp } from '@/sync/http'
import { systemClock } from '@/sync/clock'
import { Socket, type Wire, type WireEvents } from '@/sync/socket'

export const clock = systemClock
export const http = createHttp((input, init) => fetch(input, init), clock)
export const socket = new Socket({ open: (events) => connect('/ws', events), clock })

/** Opens a connection to a path of this server. */
export function connect(path: string, events: WireEvents): Wire {
  const address = new URL(path, location.href)
  address.protocol = address.protocol.replace('http', 'ws')
  const wire = new WebSocket(address)
  wire.addEventListener('open', () => events.onOpen())
  wire.addEventListener('message', ({ data }) => events.onMessage(data as string))
  wire.addEventListener('close', ({ code, reason }) => events.onClose(code, reason))
  return wire
}

import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A bad line between clients and a server: connections break, answers get lost, or nothing passes at all. */
export interface Line {
  readonly url: string
  /** Nothing passes while it is false. */
  up: boolean
  /** How often a piece of an answer breaks its connection, from 0 to 1. */
  lossy: number
  /** Breaks all connections that there are. */
  cut(): void
  close(): void
}

export async function openLine(target: string): Promise<Line> {
  const open = new Set<Socket>()
  const proxy = createServer((client) => {
    if (!line.up) return void client.destroy()
    const server = connect(Number(new URL(target).port), '127.0.0.1')
    join(client, server, () => false)
    join(server, client, () => Math.random() < line.lossy)
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')

  function join(from: Socket, to: Socket, breaks: () => boolean): void {
    open.add(from)
    from.on('data', (bytes) => (breaks() ? from.destroy() : void to.write(bytes)))
    from.on('error', () => from.destroy())
    from.on('close', () => {
      open.delete(from)
      to.destroy()
    })
  }
  const cut = (): void => open.forEach((socket) => void socket.destroy())
  const line: Line = {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    up: true,
    lossy: 0,
    cut,
    close() {
      proxy.close()
      cut()
    },
  }
  return line
}

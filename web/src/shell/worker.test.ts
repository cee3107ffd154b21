import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { beforeEach, describe, expect, it, vi } from 'vitest'

type Handler = (event: object) => void

const keys = { p256dh: 'p', auth: 'a' }
const subscription = (endpoint: string) => ({ toJSON: () => ({ endpoint, keys }), unsubscribe: vi.fn() })

/** What the worker finds around it, and its handlers by event. */
function load() {
  const handlers = new Map<string, Handler>()
  const made = subscription('https://push.example.org/made')
  const clients = { matchAll: vi.fn().mockResolvedValue([]), openWindow: vi.fn() }
  const pushManager = { subscribe: vi.fn().mockResolvedValue(made) }
  const fetch = vi.fn(async (_path: string, _init?: RequestInit) => Response.json({ publicKey: 'K' }))
  const self = {
    addEventListener: (type: string, handler: Handler) => handlers.set(type, handler),
    registration: { pushManager },
    clients,
  }
  runInNewContext(readFileSync('public/sw.js', 'utf8'), { self, fetch })
  return { handlers, made, clients, pushManager, fetch }
}

let worker: ReturnType<typeof load>
beforeEach(() => {
  worker = load()
})

/** Resolves when the worker says that it is done. */
async function dispatch(type: string, event: object): Promise<void> {
  let work: Promise<unknown> = Promise.resolve()
  worker.handlers.get(type)!({ ...event, waitUntil: (one: Promise<unknown>) => (work = one) })
  await work
}

describe('notificationclick', () => {
  const notification = { close: vi.fn(), data: { path: '/t/WEB-1' } }

  it('leads a window that is open there, and shows it', async () => {
    const window = { postMessage: vi.fn(), focus: vi.fn() }
    worker.clients.matchAll.mockResolvedValue([window, { postMessage: expect.fail }])
    await dispatch('notificationclick', { notification })
    expect(worker.clients.matchAll).toHaveBeenCalledWith({ type: 'window', includeUncontrolled: true })
    expect(window.postMessage).toHaveBeenCalledWith({ type: 'open', path: '/t/WEB-1' })
    expect(window.focus).toHaveBeenCalledOnce()
    expect(worker.clients.openWindow).not.toHaveBeenCalled()
    expect(notification.close).toHaveBeenCalled()
  })

  it('opens a window where none is', async () => {
    await dispatch('notificationclick', { notification })
    expect(worker.clients.openWindow).toHaveBeenCalledWith('/t/WEB-1')
  })
})

describe('pushsubscriptionchange', () => {
  const told = () =>
    worker.fetch.mock.calls.map(
      ([path, init]) => `${init?.method ?? 'GET'} ${path} ${(init?.body as string) ?? ''}`,
    )
  const added = (endpoint: string) => `POST /api/me/push ${JSON.stringify({ endpoint, keys })}`

  it('subscribes again with the key of the instance, and tells the server', async () => {
    await dispatch('pushsubscriptionchange', { newSubscription: null })
    expect(worker.pushManager.subscribe).toHaveBeenCalledWith({
      userVisibleOnly: true,
      applicationServerKey: 'K',
    })
    expect(told()).toEqual(['GET /api/push/key ', added('https://push.example.org/made')])
    expect(worker.made.unsubscribe).not.toHaveBeenCalled()
  })

  it('tells the server of the one that the browser has made', async () => {
    await dispatch('pushsubscriptionchange', {
      newSubscription: subscription('https://push.example.org/new'),
    })
    expect(worker.pushManager.subscribe).not.toHaveBeenCalled()
    expect(told()).toEqual([added('https://push.example.org/new')])
  })

  it('makes none where nobody is signed in', async () => {
    worker.fetch.mockResolvedValue(new Response('{}', { status: 401 }))
    await expect(dispatch('pushsubscriptionchange', {})).rejects.toThrow('/api/push/key: 401')
    expect(worker.pushManager.subscribe).not.toHaveBeenCalled()
  })

  it('gives up one of which the server does not hear', async () => {
    worker.fetch
      .mockResolvedValueOnce(Response.json({ publicKey: 'K' }))
      .mockRejectedValueOnce(new Error('away'))
    await expect(dispatch('pushsubscriptionchange', {})).rejects.toThrow('away')
    expect(worker.made.unsubscribe).toHaveBeenCalledOnce()
  })
})

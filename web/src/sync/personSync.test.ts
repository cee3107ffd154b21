import { describe, expect, it, vi } from 'vitest'
import type { Clock } from './clock'
import { PersonSync } from './personSync'
import type { Subscriber } from './socket'

function setUp() {
  vi.useFakeTimers()
  const clock: Clock = {
    now: () => Date.now(),
    random: () => 0,
    after: (delayMs, callback) => setTimeout(callback, delayMs),
    clear: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
  }
  const changed = vi.fn<() => void>()
  const resubscribe = vi.fn<(stream: string) => void>()
  let left = 0
  const subscribe = vi.fn<(stream: string, subscriber: Subscriber) => () => void>(() => () => void left++)
  const sync = new PersonSync({ subscribe, resubscribe }, clock, changed)
  return { sync, changed, resubscribe, subscribe, left: () => left }
}

describe('PersonSync', () => {
  it('starts from a reset, then goes on from its cursor [J7]', () => {
    const { sync, changed } = setUp()
    sync.start()
    expect(sync.since()).toBe('0.0')
    sync.onFrame({ type: 'reset', stream: 'me', epoch: 'e1', seq: 4 })
    expect(sync.since()).toBe('e1.4')
    vi.runAllTimers()
    expect(changed).toHaveBeenCalledTimes(1)
  })

  it('asks once for several entries, and never for one that it has had', () => {
    const { sync, changed } = setUp()
    sync.onFrame({ type: 'reset', stream: 'me', epoch: 'e1', seq: 4 })
    vi.runAllTimers()
    changed.mockClear()
    for (const seq of [4, 5, 6])
      sync.onFrame({ type: 'entry', stream: 'me', seq, at: '', actor: '', command: null, events: [] })
    vi.runAllTimers()
    expect(changed).toHaveBeenCalledTimes(1)
    expect(sync.since()).toBe('e1.6')
  })

  it('tells notifications once, live and those that came since the last visit', () => {
    vi.useFakeTimers()
    const notified = vi.fn<(told: unknown) => void>()
    const at = vi.fn<(cursor: unknown) => void>()
    const clock = { now: () => 0, random: () => 0, after: () => null, clear: () => {} }
    const socket = { subscribe: () => () => {}, resubscribe: () => {} }
    const from = { epoch: 'e1', seq: 4 }
    const sync = new PersonSync(socket, clock, () => {}, { notified, from, at })
    expect(sync.since()).toBe('e1.4')
    const told = (seq: number, type = 'notification:created') => {
      const events = [{ type, notification: { id: `n${seq}` } }]
      sync.onFrame({ type: 'entry', stream: 'me', seq, at: '', actor: '', command: null, events })
    }
    for (const seq of [4, 5, 5]) told(seq)
    told(6, 'project:added')
    expect(notified.mock.calls).toEqual([[{ id: 'n5' }]])
    expect(at).toHaveBeenLastCalledWith({ epoch: 'e1', seq: 6 })
    sync.onFrame({ type: 'reset', stream: 'me', epoch: 'e2', seq: 9 })
    expect(at).toHaveBeenLastCalledWith({ epoch: 'e2', seq: 9 })
    expect(notified).toHaveBeenCalledTimes(1)
  })

  it('notices a missed entry by the heartbeat [L6]', () => {
    const { sync, resubscribe } = setUp()
    sync.onFrame({ type: 'reset', stream: 'me', epoch: 'e1', seq: 4 })
    sync.onFrame({ type: 'heartbeat', stream: 'me', seq: 4 })
    expect(resubscribe).not.toHaveBeenCalled()
    sync.onFrame({ type: 'heartbeat', stream: 'me', seq: 5 })
    expect(resubscribe).toHaveBeenCalledExactlyOnceWith('me')
  })

  it('leaves the stream, and tells nothing more', () => {
    const { sync, changed, left } = setUp()
    sync.start()
    sync.onFrame({ type: 'reset', stream: 'me', epoch: 'e1', seq: 4 })
    sync.stop()
    vi.runAllTimers()
    expect(changed).not.toHaveBeenCalled()
    expect(left()).toBe(1)
  })
})

// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import type { Frame } from './frame'
import { Socket, type SocketState, type WireEvents } from './socket'
import { FakeClock } from './testing/fakeClock'

interface Opened {
  events: WireEvents
  sent: { type: string; stream: string; since?: string }[]
  closed: boolean
  at: number
}

let clock: FakeClock
let wires: Opened[]
let socket: Socket
let states: SocketState[]
let frames: Frame[]
let since: string | null

beforeEach(() => {
  clock = new FakeClock(7)
  wires = []
  states = []
  frames = []
  since = 'e1.5'
  socket = new Socket({
    clock,
    open(events) {
      const wire: Opened = { events, sent: [], closed: false, at: clock.now() }
      wires.push(wire)
      return { send: (text) => wire.sent.push(JSON.parse(text)), close: () => (wire.closed = true) }
    },
  })
})

function follow(stream = 'p'): () => void {
  return socket.subscribe(stream, {
    since: () => since,
    onFrame: (frame) => frames.push(frame),
    onState: (state) => states.push(state),
  })
}

function hear(frame: object): void {
  wires.at(-1)!.events.onMessage(JSON.stringify(frame))
}

/** Breaks the connection and gives the milliseconds until the next one is tried. */
async function breaks(code = 1006, reason = ''): Promise<number> {
  const [before, from] = [wires.length, clock.now()]
  wires.at(-1)!.events.onClose(code, reason)
  while (wires.length === before) await clock.pass(50)
  return wires.at(-1)!.at - from
}

const heartbeat = { type: 'heartbeat', stream: 'p', seq: 5 }

describe('Socket', () => {
  it('one connection serves all streams, each from its own cursor', () => {
    follow('p')
    follow('q')
    wires[0]!.events.onOpen()
    expect(wires.length).toBe(1)
    expect(wires[0]!.sent).toEqual([
      { type: 'subscribe', stream: 'p', since: 'e1.5' },
      { type: 'subscribe', stream: 'q', since: 'e1.5' },
    ])
    hear(heartbeat)
    hear({ ...heartbeat, stream: 'elsewhere' })
    hear({ type: 'error', stream: null, code: 'x', detail: '' })
    expect(frames).toEqual([heartbeat])
  })

  it('a stream that is not ready waits for its cursor', () => {
    since = null
    follow()
    wires[0]!.events.onOpen()
    expect(wires[0]!.sent).toEqual([])
    since = 'e1.9'
    socket.resubscribe('p')
    expect(wires[0]!.sent.at(-1)).toEqual({ type: 'subscribe', stream: 'p', since: 'e1.9' })
  })

  it('[L6] 45 s of silence end the connection; a heartbeat keeps it', async () => {
    follow()
    wires[0]!.events.onOpen()
    await clock.pass(44_000)
    hear(heartbeat)
    await clock.pass(44_000)
    expect(wires[0]!.closed).toBe(false)
    await clock.pass(2_000)
    expect(wires[0]!.closed).toBe(true)
    await clock.pass(1_000)
    expect(wires.length).toBe(2)
  })

  it('a connection that does not open in 15 s is tried anew', async () => {
    follow()
    await clock.pass(16_000)
    expect(wires.length).toBe(2)
    expect(wires[0]!.closed).toBe(true)
  })

  it('[L7] waits grow from 0.5 s to 30 s, with full jitter, and never end', async () => {
    follow()
    const waits: number[] = []
    for (let tries = 0; tries < 40; tries++) waits.push(await breaks())
    for (const [i, wait] of waits.entries()) expect(wait).toBeLessThanOrEqual(Math.min(30_000, 500 * 2 ** i))
    const late = waits.slice(8)
    expect(Math.max(...late)).toBeGreaterThan(20_000)
    expect(Math.min(...late)).toBeLessThan(10_000)
  })

  it.each([
    ['[L7] 30 s of stability make waits short again', 31_000, 500],
    ['[L7] a connection that breaks at once does not', 1_000, 30_000],
  ])('%s', async (_name, lastsMs, mostMs) => {
    follow()
    for (let tries = 0; tries < 12; tries++) await breaks()
    const waits: number[] = []
    for (let tries = 0; tries < 10; tries++) {
      wires.at(-1)!.events.onOpen()
      await clock.pass(lastsMs)
      waits.push(await breaks())
    }
    expect(Math.max(...waits)).toBeLessThanOrEqual(mostMs)
    expect(Math.max(...waits)).toBeGreaterThan(mostMs / 3)
  })

  it('[L7] a server that goes down: back over the spread that it names', async () => {
    const waits: number[] = []
    for (let n = 0; n < 30; n++) {
      const leave = follow()
      wires.at(-1)!.events.onOpen()
      waits.push(await breaks(1001, 'goaway spread=20'))
      leave()
      await clock.pass(20_000)
    }
    expect(Math.max(...waits)).toBeLessThanOrEqual(20_000)
    expect(Math.max(...waits)).toBeGreaterThan(15_000)
    expect(Math.min(...waits)).toBeLessThan(5_000)
  })

  it('[L7] a session that has ended is not tried again until someone signs in', async () => {
    follow()
    wires[0]!.events.onOpen()
    wires[0]!.events.onClose(4401, '')
    await clock.pass(600_000)
    expect([states.at(-1), wires.length]).toEqual(['signed-out', 1])
    socket.resume()
    expect(wires.length).toBe(2)
  })

  it('tells: connecting, open, connecting after a break, offline after a failed try, open', async () => {
    follow()
    wires[0]!.events.onOpen()
    wires[0]!.events.onClose(1006, '')
    await clock.pass(1_000)
    wires[1]!.events.onClose(1006, '')
    await clock.pass(2_000)
    wires[2]!.events.onOpen()
    expect(states.filter((state, i) => state !== states[i - 1])).toEqual([
      'connecting',
      'open',
      'connecting',
      'offline',
      'open',
    ])
  })

  it('the network is back: no more waiting', async () => {
    follow()
    for (let tries = 0; tries < 8; tries++) await breaks()
    wires.at(-1)!.events.onClose(1006, '')
    const before = wires.length
    socket.retryNow()
    expect(wires.length).toBe(before + 1)
  })

  it('closes a while after the last one has left, not between two projects', async () => {
    const leave = follow('p')
    wires[0]!.events.onOpen()
    leave()
    const leaveNext = follow('q')
    await clock.pass(10_000)
    expect(wires[0]!.closed).toBe(false)
    leaveNext()
    await clock.pass(10_000)
    expect([wires[0]!.closed, wires.length]).toEqual([true, 1])
  })

  it('what an old connection still says is not heard', () => {
    follow()
    const old = wires[0]!
    old.events.onOpen()
    old.events.onClose(1006, '')
    old.events.onMessage(JSON.stringify(heartbeat))
    expect(frames).toEqual([])
  })

  it('an ear hears from now on, beside whoever follows, and stays when they leave', () => {
    const heard: string[] = []
    const deafen = socket.overhear('p', { onFrame: ({ type }) => heard.push(type) })
    const { events, sent } = wires[0]!
    events.onOpen()
    expect(sent).toEqual([{ type: 'subscribe', stream: 'p' }])
    const leave = follow()
    expect(sent.slice(1)).toEqual([
      { type: 'unsubscribe', stream: 'p' },
      { type: 'subscribe', stream: 'p', since: 'e1.5' },
    ])
    hear(heartbeat)
    expect([frames.length, heard]).toEqual([1, ['heartbeat']])
    leave()
    expect(sent.slice(3)).toEqual([
      { type: 'unsubscribe', stream: 'p' },
      { type: 'subscribe', stream: 'p' },
    ])
    hear(heartbeat)
    expect([frames.length, heard.length]).toEqual([1, 2])
    deafen()
    expect(sent.at(-1)).toEqual({ type: 'unsubscribe', stream: 'p' })
  })

  it('an ear goes on hearing while who follows is not ready, also over a lost connection', async () => {
    const heard: string[] = []
    socket.overhear('p', { onFrame: ({ type }) => heard.push(type) })
    wires[0]!.events.onOpen()
    since = null
    follow()
    expect(wires[0]!.sent).toEqual([{ type: 'subscribe', stream: 'p' }])
    await breaks()
    wires[1]!.events.onOpen()
    expect(wires[1]!.sent).toEqual([{ type: 'subscribe', stream: 'p' }])
    since = 'e1.7'
    socket.resubscribe('p')
    expect(wires[1]!.sent.at(-1)).toEqual({ type: 'subscribe', stream: 'p', since: 'e1.7' })
  })
})

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { growing } from './growing'
import { startRecorder, type Recorder, type RecorderOptions } from './recorder'

/** A recorder of the browser that gives what it is told to. */
class FakeMedia extends EventTarget {
  state: RecordingState = 'inactive'
  start(): void {
    this.state = 'recording'
  }
  pause(): void {
    this.state = 'paused'
  }
  resume(): void {
    this.state = 'recording'
  }
  stop(): void {
    this.state = 'inactive'
    this.give('the end')
    this.dispatchEvent(new Event('stop'))
  }
  give(text: string): void {
    this.dispatchEvent(Object.assign(new Event('dataavailable'), { data: new Blob([text]) }))
  }
}

let media: FakeMedia
let isStopped: boolean
let endElsewhere: () => void
const heard = { parts: [] as [number, number][], ends: 0, refusals: [] as unknown[] }

beforeEach(() => {
  vi.useFakeTimers()
  media = new FakeMedia()
  isStopped = false
  Object.assign(heard, { parts: [], ends: 0, refusals: [] })
})
afterEach(() => vi.useRealTimers())

function start(options: Partial<RecorderOptions> = {}): Recorder {
  return startRecorder({
    mime: 'video/odd', // passes as it comes
    countdown: 3,
    capture: async (onEnded) => {
      endElsewhere = onEnded
      return { stream: {} as MediaStream, stop: () => (isStopped = true) }
    },
    makeRecorder: () => media as unknown as MediaRecorder,
    now: () => Date.now(),
    onPart: (at, part) => heard.parts.push([at, part.size]),
    onEnded: () => heard.ends++,
    onRefused: (error) => heard.refusals.push(error),
    ...options,
  })
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('startRecorder', () => {
  it('counts down, records, leaves its pauses out, and ends with its last part', async () => {
    const recorder = start()
    await pass(0)
    expect([recorder.phase, recorder.countdown]).toEqual(['counting', 3])
    await pass(3000)
    expect(recorder.phase).toBe('recording')
    media.give('not a film, but bytes')
    await pass(2000)
    recorder.pause()
    await pass(10_000)
    expect([recorder.phase, media.state]).toEqual(['paused', 'paused'])
    recorder.resume()
    await pass(1000)
    recorder.stop()
    await pass(0)
    expect(recorder.phase).toBe('ended')
    expect(recorder.elapsedMs).toBe(3000)
    expect(isStopped).toBe(true)
    expect(heard).toMatchObject({
      parts: [
        [0, 21],
        [21, 7],
      ],
      ends: 1,
    })
    expect(recorder.body.size).toBe(28)
  })

  it('ends properly when it is ended in the bar of the browser, also while it pauses', async () => {
    const recorder = start({ countdown: 0 })
    await pass(100)
    recorder.pause()
    endElsewhere()
    await pass(0)
    expect([recorder.phase, heard.ends, isStopped]).toEqual(['ended', 1, true])
  })

  it('leaves nothing behind when it is ended before it begins', async () => {
    const recorder = start()
    await pass(1000)
    endElsewhere()
    await pass(10_000)
    expect([recorder.phase, isStopped, media.state, heard.ends]).toEqual(['gone', true, 'inactive', 0])
  })

  it('lets go of what is chosen too late', async () => {
    const recorder = start({
      capture: async () => {
        await pass(0)
        recorder.discard()
        return { stream: {} as MediaStream, stop: () => (isStopped = true) }
      },
    })
    await pass(0)
    await pass(5000)
    expect([recorder.phase, isStopped]).toEqual(['gone', true])
  })

  it('tells when the person or the browser says no', async () => {
    const no = new DOMException('no', 'NotAllowedError')
    const recorder = start({ capture: () => Promise.reject(no) })
    await pass(0)
    expect([recorder.phase, heard.refusals]).toEqual(['gone', [no]])
  })

  it('gives nothing more once it is thrown away', async () => {
    const recorder = start({ countdown: 0 })
    await pass(0)
    recorder.discard()
    await pass(1000)
    expect([recorder.phase, heard.parts, heard.ends]).toEqual(['gone', [], 0])
  })
})

describe('growing', () => {
  const words = async (blob: Promise<Blob | null>) => (await blob)?.text() ?? null

  it('gives from any byte, waits for more, and ends', async () => {
    const body = growing()
    body.grow(new Blob(['one ']))
    body.grow(new Blob(['two ']))
    expect(await words(body.source(2))).toBe('e two ')
    expect([body.partAt(0), body.partAt(3), body.partAt(4), body.partAt(99)]).toEqual([0, 0, 4, 4])
    const later = words(body.source(8))
    body.grow(new Blob(['three']))
    expect(await later).toBe('three')
    body.end()
    expect(await words(body.source(13))).toBeNull()
  })

  it('goes on where the server stands, without what it has', async () => {
    const body = growing(100)
    body.grow(new Blob(['rest']))
    body.end()
    expect(await words(body.source(102))).toBe('st')
  })
})

import { shallowReactive } from 'vue'
import type { Capture } from './capture'
import { newFilm, readerOf, type Film } from './film/film'

export type Phase = 'choosing' | 'counting' | 'recording' | 'paused' | 'ended' | 'gone'

export interface Recorder {
  readonly phase: Phase
  /** Seconds until it begins, while it counts. */
  readonly countdown: number
  /** How long it is by now, in milliseconds, without its pauses. */
  readonly elapsedMs: number
  readonly film: Film
  /** The body by now, whole. */
  readonly body: Blob
  /** Begins at once, without counting on. */
  skip(): void
  pause(): void
  resume(): void
  stop(): void
  /** Ends it, and nothing of it is wanted any more. */
  discard(): void
}

export interface RecorderOptions {
  readonly mime: string
  /** What to record; `onEnded` hears when it is ended from elsewhere. */
  capture(onEnded: () => void): Promise<Capture>
  /** How long it is counted before it begins, in seconds. */
  readonly countdown: number
  makeRecorder(stream: MediaStream, mime: string): MediaRecorder
  /** Milliseconds that only grow. */
  now(): number
  /** Hears of each part of the body, and where in it that begins. */
  onPart(at: number, part: Blob): void
  /** The last part was heard, and the film is complete. */
  onEnded(): void
  /** Nothing can be recorded: the person or the browser says no. */
  onRefused(error: unknown): void
}

/** How often what was recorded is given away, in milliseconds: what a crash costs at most. */
const partMs = 1000

/** Records something from the choice to its last byte. It goes one way through its phases, but for pauses. */
export function startRecorder(options: RecorderOptions): Recorder {
  const film = newFilm(options.mime)
  const reader = readerOf(film)
  const state = shallowReactive({ phase: 'choosing' as Phase, countdown: options.countdown, elapsedMs: 0 })
  let bodyParts: Blob[] = []
  let taken = Promise.resolve()
  let captured: Capture | null = null
  let media: MediaRecorder | null = null
  let ticking: ReturnType<typeof setInterval> | undefined
  /** Before the part that is recorded now, and when that began. */
  let before = 0
  let since = 0

  const isNow = (...phases: Phase[]): boolean => phases.includes(state.phase)
  void options.capture(stop).then(count, (error: unknown) => {
    state.phase = 'gone'
    options.onRefused(error)
  })

  function count(made: Capture): void {
    captured = made
    if (!isNow('choosing')) return made.stop()
    state.phase = 'counting'
    if (state.countdown <= 0) return begin()
    ticking = setInterval(() => --state.countdown <= 0 && begin(), 1000)
  }

  function begin(): void {
    clearInterval(ticking)
    if (!isNow('counting')) return
    try {
      media = options.makeRecorder(captured!.stream, film.mime)
      media.addEventListener('dataavailable', ({ data }) => (taken = taken.then(() => take(data))))
      media.addEventListener('stop', () => void taken.then(end))
      media.addEventListener('error', stop)
      media.start(partMs)
    } catch (error) {
      discard()
      return options.onRefused(error)
    }
    state.phase = 'recording'
    since = options.now()
    ticking = setInterval(tick, 250)
  }

  function tick(): void {
    if (isNow('recording')) state.elapsedMs = before + options.now() - since
  }

  async function take(data: Blob): Promise<void> {
    const at = film.bytes
    const part = new Blob([reader.take(new Uint8Array(await data.arrayBuffer()))])
    if (isNow('gone') || part.size === 0) return
    bodyParts.push(part)
    options.onPart(at, part)
  }

  function end(): void {
    if (isNow('gone')) return
    state.phase = 'ended'
    options.onEnded()
  }

  function pause(): void {
    if (!isNow('recording')) return
    tick()
    before = state.elapsedMs
    media!.pause()
    state.phase = 'paused'
  }

  function resume(): void {
    if (!isNow('paused')) return
    since = options.now()
    media!.resume()
    state.phase = 'recording'
  }

  /** What has not begun is let go: there is nothing of it. */
  function stop(): void {
    if (isNow('choosing', 'counting')) return discard()
    if (!isNow('recording', 'paused')) return
    tick()
    clearInterval(ticking)
    if (media!.state !== 'inactive') media!.stop()
    captured!.stop()
  }

  function discard(): void {
    clearInterval(ticking)
    state.phase = 'gone'
    bodyParts = []
    if (media && media.state !== 'inactive') media.stop()
    captured?.stop()
  }

  return {
    get phase() {
      return state.phase
    },
    get countdown() {
      return state.countdown
    },
    get elapsedMs() {
      return state.elapsedMs
    },
    get body() {
      return new Blob(bodyParts)
    },
    film,
    skip: () => isNow('counting') && begin(),
    pause,
    resume,
    stop,
    discard,
  }
}

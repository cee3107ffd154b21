import type { Clock } from '../clock'

/** Time that passes only when told to, and chance from a seed. */
export class FakeClock implements Clock {
  private time = Date.UTC(2026, 10, 23)
  private timers: { at: number; order: number; callback: () => void }[] = []
  private order = 0
  private state: number

  constructor(seed = 1) {
    this.state = seed
  }

  now = (): number => this.time

  /** mulberry32 */
  random = (): number => {
    this.state = (this.state + 0x6d2b79f5) | 0
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }

  after = (delayMs: number, callback: () => void): unknown => {
    const timer = { at: this.time + Math.max(0, delayMs), order: this.order++, callback }
    this.timers.push(timer)
    return timer
  }

  clear = (timer: unknown): void => {
    this.timers = this.timers.filter((other) => other !== timer)
  }

  /** Lets so many milliseconds pass: timers run in order, promises settle in between. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms
    await settled()
    for (let next = this.next(end); next; next = this.next(end)) {
      this.clear(next)
      this.time = next.at
      next.callback()
      await settled()
    }
    this.time = end
  }

  private next(end: number): (typeof this.timers)[number] | undefined {
    const due = this.timers.filter((timer) => timer.at <= end)
    return due.toSorted((a, b) => a.at - b.at || a.order - b.order)[0]
  }
}

/** Waits until all promises that can settle have. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

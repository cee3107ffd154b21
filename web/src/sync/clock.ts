/** Time and chance as the sync engine sees them; tests bring their own, so that every run of a seed is the same. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** From 0 up to, not including, 1. */
  random(): number
  /** Calls back once after so many milliseconds; gives what `clear` takes. */
  after(delayMs: number, callback: () => void): unknown
  clear(timer: unknown): void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  after: (delayMs, callback) => setTimeout(callback, delayMs),
  clear: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
}

const baseMs = 500
const capMs = 30_000

/** Waits between tries: full jitter, base 0.5 s, doubling, at most 30 s (L7). */
export class Backoff {
  private tries = 0

  constructor(private readonly random: () => number) {}

  /** The next wait in milliseconds. */
  next(): number {
    const most = Math.min(capMs, baseMs * 2 ** this.tries++)
    return this.random() * most
  }

  /** Things have been stable: the next wait is a short one again. */
  reset(): void {
    this.tries = 0
  }
}

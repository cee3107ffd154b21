/** Timers by name: one that is set again begins anew. */
export class Timers {
  private readonly running = new Map<string, ReturnType<typeof setTimeout>>()

  set(name: string, delayMs: number, callback: () => void): void {
    clearTimeout(this.running.get(name))
    this.running.set(name, setTimeout(callback, delayMs))
  }

  clear(): void {
    for (const timer of this.running.values()) clearTimeout(timer)
    this.running.clear()
  }
}

/** Timers by name: one that is set again begins anew. */
export class Timers {
  private readonly running = new Map<string, ReturnType<typeof setTimeout>>()

  set(name: string, delayMs: number, callback: () => void): void {
    this.end(name)
    const fire = (): void => {
      this.running.delete(name)
      callback()
    }
    this.running.set(name, setTimeout(fire, delayMs))
  }

  has(name: string): boolean {
    return this.running.has(name)
  }

  /** Whether there was one to end. */
  end(name: string): boolean {
    clearTimeout(this.running.get(name))
    return this.running.delete(name)
  }

  clear(): void {
    for (const name of this.running.keys()) this.end(name)
  }
}

import type { Locks } from '../local/queue'

interface Wish {
  readonly owner: object
  grant(): void
}

/** The locks of one browser, which its tabs ask for; exclusive ones only. */
export class FakeLocks {
  private readonly holders = new Map<string, object>()
  private readonly wishes = new Map<string, Wish[]>()

  /** The locks as one tab sees them; its answers come in a task of their own. */
  of(owner: { alive: boolean }): Locks {
    const request = async (name: string, ...more: unknown[]): Promise<unknown> => {
      const work = more.at(-1) as (lock: object | null) => unknown
      const { ifAvailable } = (more.length > 1 ? more[0] : {}) as LockOptions
      await new Promise((resolve) => setImmediate(resolve))
      if (!owner.alive) return new Promise(() => {})
      if (this.holders.has(name)) {
        if (ifAvailable) return work(null)
        await this.turn(name, owner)
      }
      this.holders.set(name, owner)
      try {
        return await work({ name })
      } finally {
        if (this.holders.get(name) === owner) this.free(name)
      }
    }
    return { request } as Locks
  }

  /** A tab has ended. */
  end(owner: object): void {
    for (const [name, list] of this.wishes)
      this.wishes.set(
        name,
        list.filter((wish) => wish.owner !== owner),
      )
    for (const [name, holder] of this.holders) if (holder === owner) this.free(name)
  }

  private turn(name: string, owner: object): Promise<void> {
    return new Promise((resolve) => {
      this.wishes.set(name, [...(this.wishes.get(name) ?? []), { owner, grant: resolve }])
    })
  }

  private free(name: string): void {
    this.holders.delete(name)
    const [next, ...rest] = this.wishes.get(name) ?? []
    this.wishes.set(name, rest)
    if (!next) return
    this.holders.set(name, next.owner)
    next.grant()
  }
}

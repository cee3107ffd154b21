import type { Id, Task } from '@/api/types'

interface Ranked {
  readonly id: Id
  readonly rank: string
}

/** The order among siblings: by rank bytewise, and by id where two ranks are equal (D2). */
export function byRank(a: Ranked, b: Ranked): number {
  if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/**
 * The tasks of each status in board order, archived ones left out, kept up to date by binary search: a change costs
 * its own place, not a sort. `remove` must come before the task's record changes and `insert` after it.
 */
export class Order {
  private readonly lists = new Map<Id, Id[]>()

  constructor(private readonly tasks: ReadonlyMap<Id, Task>) {}

  /** The list itself, which later changes alter: copy it to keep it. */
  of(status: Id): readonly Id[] {
    return this.lists.get(status) ?? []
  }

  /** Sorts all tasks anew. */
  fill(): void {
    this.lists.clear()
    for (const task of this.tasks.values()) if (!task.archivedAt) this.list(task.status).push(task.id)
    for (const list of this.lists.values())
      list.sort((a, b) => byRank(this.tasks.get(a)!, this.tasks.get(b)!))
  }

  insert(task: Task): void {
    if (!task.archivedAt) this.list(task.status).splice(this.search(task.status, task), 0, task.id)
  }

  remove(task: Task): void {
    const at = this.indexOf(task)
    if (at >= 0) this.list(task.status).splice(at, 1)
  }

  /** Where a task stands in its status; -1 where it does not. */
  indexOf(task: Task): number {
    const at = this.search(task.status, task)
    return this.of(task.status)[at] === task.id ? at : -1
  }

  /** The index at which something of this rank and id stands or would stand. */
  search(status: Id, wanted: Ranked): number {
    const list = this.of(status)
    let low = 0
    let high = list.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (byRank(this.tasks.get(list[middle]!)!, wanted) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  private list(status: Id): Id[] {
    let list = this.lists.get(status)
    if (!list) this.lists.set(status, (list = []))
    return list
  }
}

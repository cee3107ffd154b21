import { shallowRef, type ShallowRef } from 'vue'
import type { Id, Task } from '@/api/types'

/** What a task is made of: the tasks below it that are not archived, in no order, and how many of them are done. */
export interface Subtasks {
  readonly ids: readonly Id[]
  readonly done: number
}

const none: Subtasks = { ids: [], done: 0 }

/**
 * The subtasks of each task, kept up to date change by change: ten thousand tasks are walked through once, when somebody
 * asks first, and again only after a reset.
 */
export class SubtaskIndex {
  private readonly parents = new Map<Id, Id>()
  private readonly children = new Map<Id, Set<Id>>()
  private readonly shown = new Map<Id, ShallowRef<Subtasks>>()
  /** Counts whenever a task gets, loses or changes its parent, or a parent comes or goes. */
  private readonly shape = shallowRef(0)
  private isFilled = false

  constructor(private readonly tasks: () => ReadonlyMap<Id, Task>) {}

  of(parent: Id): Readonly<ShallowRef<Subtasks>> {
    let slot = this.shown.get(parent)
    if (!slot) this.shown.set(parent, (slot = shallowRef(this.count(parent))))
    return slot
  }

  /** Whether a task is part of another one that is here and not archived. Tracked. */
  isPart(task: Id): boolean {
    this.fill()
    void this.shape.value
    const parent = this.tasks().get(this.parents.get(task) ?? '')
    return parent !== undefined && parent.archivedAt === null
  }

  /** Everything may be different. */
  reset(): void {
    this.isFilled = false
    this.shape.value++
    for (const [parent, slot] of this.shown) slot.value = this.count(parent)
  }

  /** A task is different now. */
  update(id: Id, before: Task | undefined, after: Task | undefined): void {
    if (!this.isFilled) return
    const was = this.parents.get(id)
    const now = after?.parent ?? undefined
    if (was !== now) this.put(id, was, now)
    const stood = before && !before.archivedAt
    const stands = after && !after.archivedAt
    if (was !== now || (this.children.has(id) && stood !== stands)) this.shape.value++
    if (was !== now || stood !== stands || before?.completedAt !== after?.completedAt)
      for (const parent of new Set([was, now])) this.show(parent)
  }

  private show(parent: Id | undefined): void {
    const slot = parent === undefined ? undefined : this.shown.get(parent)
    if (slot) slot.value = this.count(parent!)
  }

  private fill(): void {
    if (this.isFilled) return
    this.isFilled = true
    this.parents.clear()
    this.children.clear()
    for (const { id, parent } of this.tasks().values()) if (parent) this.put(id, undefined, parent)
  }

  private put(id: Id, from: Id | undefined, to: Id | undefined): void {
    if (from) this.children.get(from)?.delete(id)
    if (to === undefined) return void this.parents.delete(id)
    this.parents.set(id, to)
    const siblings = this.children.get(to) ?? new Set()
    this.children.set(to, siblings.add(id))
  }

  private count(parent: Id): Subtasks {
    this.fill()
    const tasks = [...(this.children.get(parent) ?? [])].flatMap((id) => this.tasks().get(id) ?? [])
    const standing = tasks.filter(({ archivedAt }) => archivedAt === null)
    if (standing.length === 0) return none
    return { ids: standing.map(({ id }) => id), done: standing.filter((task) => task.completedAt).length }
  }
}

/** The reactive window on the comments in a replica's view, by task. A list follows them once somebody has asked for it. */
import { markRaw, shallowRef, type ShallowRef } from 'vue'
import type { Comment, Id, Instant } from '@/api/types'
import { type Change, deletedComments, read, type State } from '@/project/state'
import type { Replica } from '@/sync/replica'

/** The comments on a task. */
export interface CommentList {
  /** The oldest first, and at the end those that the server does not have yet. */
  readonly comments: readonly Comment[]
  /** Which of them the server does not have yet. */
  readonly pending: ReadonlySet<Id>
  /** The latest are here; where this is false, they are to be loaded. */
  readonly isLoaded: boolean
  /** All are here; where this is false, there are earlier ones. */
  readonly isComplete: boolean
  /** From when on all are here; empty: from the first. */
  readonly since: Instant
  /** Whether a comment that is not among them was deleted, as far as that is known. */
  isGone(comment: Id): boolean
}

export class CommentWindow {
  private readonly lists = markRaw(new Map<Id, ShallowRef<CommentList>>())

  constructor(private readonly replica: Pick<Replica, 'view' | 'confirmed' | 'discussed'>) {}

  of(task: Id): Readonly<ShallowRef<CommentList>> {
    let list = this.lists.get(task)
    if (!list) this.lists.set(task, (list = shallowRef(this.read(task))))
    return list
  }

  /** Everything may be different. */
  reset(): void {
    for (const task of this.lists.keys()) this.refresh(task)
  }

  /** These records are different. A comment that is confirmed just as it was guessed shows in its task's count alone. */
  update(changes: readonly Change[]): void {
    const tasks = new Set(changes.map(taskOf))
    for (const task of tasks) this.refresh(task)
  }

  refresh(task: Id): void {
    const list = this.lists.get(task)
    if (list) list.value = this.read(task)
  }

  private read(task: Id): CommentList {
    const { view, confirmed, discussed } = this.replica
    const known = commentsOf(confirmed)
    const comments = [...commentsOf(view).values()].filter((comment) => comment.task === task)
    const pending = new Set(comments.map(({ id }) => id).filter((id) => !known.has(id)))
    const byAge = (a: Comment, b: Comment): number =>
      Number(pending.has(a.id)) - Number(pending.has(b.id)) ||
      Date.parse(a.createdAt) - Date.parse(b.createdAt) ||
      (a.id < b.id ? -1 : 1)
    const reach = discussed.get(task)
    const isComplete = reach?.cursor === null
    return {
      comments: comments.toSorted(byAge),
      pending,
      isLoaded: reach !== undefined,
      isComplete,
      since: reach?.since ?? '',
      isGone: (id) => isComplete || !!reach?.gone.has(id) || !!read(confirmed, deletedComments, id),
    }
  }
}

function commentsOf(state: State): ReadonlyMap<Id, Comment> {
  return (state.others.get('comment') ?? new Map<Id, unknown>()) as Map<Id, unknown> as Map<Id, Comment>
}

function taskOf({ kind, id, before, after }: Change): Id {
  return kind === 'comment' ? ((after ?? before)!.task as Id) : id
}

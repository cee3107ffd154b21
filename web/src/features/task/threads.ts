import type { Comment, Id } from '@/api/types'

/** What somebody said and what others answered, the oldest first. */
export interface Thread {
  /** Of its first comment, also where that is deleted. */
  readonly id: Id
  /** Null: deleted, and kept in place for its answers. */
  readonly root: Comment | null
  readonly replies: readonly Comment[]
}

/**
 * Comments as threads of one level, in the order in which they were begun: an answer to an answer stands under the
 * first. Where the list is not complete, answers to what is not here wait for it.
 */
export function threadsOf(comments: readonly Comment[], isComplete: boolean): Thread[] {
  const known = new Map(comments.map((comment) => [comment.id, comment]))
  const threads = new Map<Id, { id: Id; root: Comment | null; replies: Comment[] }>()
  for (const comment of comments) {
    const id = rootOf(comment, known)
    const root = known.get(id) ?? null
    if (!root && !isComplete) continue
    const thread = threads.get(id) ?? { id, root, replies: [] }
    threads.set(id, thread)
    if (comment.id !== id) thread.replies.push(comment)
  }
  return [...threads.values()]
}

/** The first comment above; one that is gone where that was answered. */
export function rootOf(comment: Comment, known: ReadonlyMap<Id, Comment>): Id {
  const seen = new Set<Id>()
  let at = comment
  while (at.parent && !seen.has(at.id)) {
    seen.add(at.id)
    const above = known.get(at.parent)
    if (!above) return at.parent
    at = above
  }
  return at.id
}

/** The latest thing that somebody said; undefined where nothing was. */
export function latestOf(comments: readonly Comment[]): Comment | undefined {
  return comments.reduce<Comment | undefined>(
    (latest, one) => (!latest || one.createdAt > latest.createdAt ? one : latest),
    undefined,
  )
}

/**
 * The first comment of others that was made after `seen`; all of theirs count where nothing was seen (null). Undefined
 * where none was.
 */
export function firstUnread(
  comments: readonly Comment[],
  seen: string | null,
  me: Id | null,
): Comment | undefined {
  const since = seen === null ? -Infinity : Date.parse(seen)
  return comments.find(({ author, createdAt }) => author !== me && Date.parse(createdAt) > since)
}

/** A text as a quotation, with room to answer below. */
export function quoted(text: string): string {
  const lines = text.trim().split('\n')
  return `${lines.map((line) => `> ${line}`.trimEnd()).join('\n')}\n\n`
}

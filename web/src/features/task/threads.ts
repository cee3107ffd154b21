import type { Comment, Id } from '@/api/types'
import type { CommentList } from '@/stores/project'

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
 * first. Where only the latest are here, a thread from before them stands where it was gone on with; answers to what
 * is not here, and not gone, wait for it.
 */
export function threadsOf({
  comments,
  since,
  isGone,
}: Pick<CommentList, 'comments' | 'since' | 'isGone'>): Thread[] {
  const known = new Map(comments.map((comment) => [comment.id, comment]))
  const threads = new Map<Id, { id: Id; root: Comment | null; replies: Comment[]; at: number }>()
  for (const [index, comment] of comments.entries()) {
    const id = rootOf(comment, known)
    const root = known.get(id) ?? null
    if (!root && !isGone(id)) continue
    const thread = threads.get(id) ?? { id, root, replies: [], at: -1 }
    threads.set(id, thread)
    if (thread.at < 0 && comment.createdAt >= since) thread.at = index
    if (comment.id !== id) thread.replies.push(comment)
  }
  return [...threads.values()]
    .toSorted((a, b) => a.at - b.at)
    .map(({ id, root, replies }) => ({ id, root, replies }))
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

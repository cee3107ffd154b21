import type { Comment, CommandBody, Id, ProjectEvent, Reaction } from '@/api/types'
import { type By, deletedComments, read, type State } from './state'

type CommentCommand = Extract<CommandBody, { kind: `comment.${string}` }>

/** The guess for comments: of those that this client holds, and of their number on the task. */
export function predictComment(state: State, command: CommentCommand, by: By): ProjectEvent[] {
  const comments = state.others.get('comment') as Map<Id, unknown> | undefined
  const comment = comments?.get(command.comment) as Comment | undefined
  switch (command.kind) {
    case 'comment.create':
      return comment ? [] : create(state, command, by)
    case 'comment.update':
      return comment ? [changed(comment, { body: command.body, editedAt: by.at })] : []
    case 'comment.delete':
      return comment ? [{ type: 'comment:deleted', id: comment.id }, ...counted(state, comment.task, -1)] : []
    case 'comment.restore':
      return comment ? [] : restore(state, command.comment)
    case 'comment.react':
      return comment
        ? [changed(comment, { reactions: toggled(comment.reactions, command.emoji, by.actor) })]
        : []
  }
}

function create(
  state: State,
  { comment: id, task, body, parent }: Extract<CommentCommand, { kind: 'comment.create' }>,
  { actor, at }: By,
): ProjectEvent[] {
  if (!state.tasks.has(task)) return []
  const comment: Comment = {
    id,
    task,
    author: actor,
    body,
    parent: parent ?? null,
    reactions: [],
    createdAt: at,
    editedAt: null,
  }
  return [{ type: 'comment:created', comment }, ...counted(state, task, 1)]
}

function restore(state: State, id: Id): ProjectEvent[] {
  const comment = read(state, deletedComments, id) as Comment | undefined
  if (!comment || !state.tasks.has(comment.task)) return []
  return [{ type: 'comment:created', comment }, ...counted(state, comment.task, 1)]
}

function changed(comment: Comment, set: Partial<Comment>): ProjectEvent {
  return { type: 'comment:updated', id: comment.id, set }
}

function counted(state: State, id: Id, change: number): ProjectEvent[] {
  const task = state.tasks.get(id)
  return task ? [{ type: 'task:updated', id, set: { commentCount: task.commentCount + change } }] : []
}

/** The person's emoji given, or taken back. */
function toggled(before: readonly Reaction[], emoji: string, user: Id): Reaction[] {
  const given = before.find((reaction) => reaction.emoji === emoji)
  if (!given) return [...before, { emoji, users: [user] }]
  const users = given.users.includes(user) ? given.users.filter((id) => id !== user) : [...given.users, user]
  const after = before.map((reaction) => (reaction === given ? { emoji, users } : reaction))
  return after.filter((reaction) => reaction.users.length > 0)
}

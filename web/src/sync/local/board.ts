/**
 * A board as texts. They are read and parsed in a third of the time that copying records takes, and made one at a time,
 * in idle moments: records are never changed in place, so all of them say what was true when `partsOf` was called.
 */
import type { Comment, SavedView, Snapshot, Task, Template } from '@/api/types'
import { thingsOf } from '@/project/state'
import type { Discussion, Replica, Said } from '../replica'

const tasksInPart = 500

type Small = Omit<Snapshot, 'tasks'> & { discussions: Discussion[] }

/** The texts of what is confirmed, each made when it is asked for. */
export function partsOf(replica: Replica): (() => string)[] {
  const small = smallOf(replica)
  const tasks = inOrder(replica)
  const parts = [() => JSON.stringify(small)]
  for (let at = 0; at < tasks.length; at += tasksInPart)
    parts.push(() => JSON.stringify(tasks.slice(at, at + tasksInPart)))
  return parts
}

/** What brings a replica to where those texts were taken. Throws where they are none. */
export function saidBy([first = '', ...more]: readonly string[]): Said[] {
  const { discussions, ...small } = JSON.parse(first) as Small
  const tasks = more.flatMap((text) => JSON.parse(text) as Task[])
  return [{ type: 'snapshot', snapshot: { ...small, tasks } }, ...discussions]
}

function smallOf({ epoch, seq, confirmed, discussed }: Replica): Small {
  const comments = [...thingsOf<Comment>(confirmed, 'comment')]
  return {
    epoch,
    seq,
    project: confirmed.project!,
    statuses: [...confirmed.statuses.values()],
    labels: [...confirmed.labels.values()],
    fields: [...confirmed.fields.values()],
    members: [...confirmed.members.values()],
    templates: [...thingsOf<Template>(confirmed, 'template')],
    views: [...thingsOf<SavedView>(confirmed, 'view')],
    discussions: [...discussed].map(([task, { cursor, since }]) => ({
      type: 'comments',
      task,
      comments: comments.filter((one) => one.task === task),
      from: null,
      cursor,
      since,
      meanwhile: [],
    })),
  }
}

/** Tasks as they stand on the board, then the others: what is sorted already costs little to sort. */
function inOrder({ confirmed, view }: Replica): Task[] {
  const tasks = new Set<Task>()
  for (const status of view.statuses.keys()) {
    for (const id of view.order!.of(status)) {
      const task = confirmed.tasks.get(id)
      if (task) tasks.add(task)
    }
  }
  for (const task of confirmed.tasks.values()) tasks.add(task)
  return [...tasks]
}

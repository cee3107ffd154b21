import type { Day, Id, Status, Task } from '@/api/types'
import { anew } from './copy'
import { byRank } from './order'
import { rankAt } from './place'
import type { ComeAgain } from './recur'
import { dayIn } from './moment'
import { lasting, nextDue, shifted } from './recurrence'
import type { By, State } from './state'

export { copies, withCopies } from './copy'
export { templated } from './template'
export { viewed } from './savedView'

/** The same task with its dates moved on, in a status where it waits to be done. */
export const comeAgain: ComeAgain = (state, task, id, by) => {
  const due = nextDue(task.recurrence!, task.dueDate!, today(state, by))
  const status = statusToBegin(state)
  return due && status ? again(state, task, { id, due, status }, by) : null
}

function again(
  state: State,
  task: Task,
  { id, due, status }: { id: Id; due: Day; status: Status },
  by: By,
): Task {
  return {
    ...anew(task, id, by),
    status: status.id,
    rank: rankAt(state, id, { status: status.id }),
    dueDate: due,
    startDate: task.startDate && shifted(task.startDate, task.dueDate!, due),
    recurrence: lasting(task.recurrence!, task.dueDate!),
    completedAt: status.category === 'done' ? by.at : null,
  }
}

function today(state: State, { actor, at }: By): Day {
  return dayIn(at, state.members.get(actor)?.user.timeZone ?? 'UTC')
}

/** The first that waits to be done, else the first that is not finished, else the first. */
function statusToBegin(state: State): Status | undefined {
  const statuses = [...state.statuses.values()].filter(({ archivedAt }) => !archivedAt).toSorted(byRank)
  const open = statuses.find(({ category }) => category !== 'done' && category !== 'cancelled')
  return statuses.find(({ category }) => category === 'todo') ?? open ?? statuses[0]
}

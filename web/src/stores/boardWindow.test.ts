// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { computed, effectScope, nextTick, watchEffect } from 'vue'
import type { CommandBody, Entry, Id, ProjectEvent } from '@/api/types'
import { newId } from '@/sync/id'
import { emptyReplica, merge, propose, type Replica } from '@/sync/replica'
import { boardOf, person, statuses, taskId } from '@/sync/testing/world'
import { BoardWindow } from './boardWindow'

interface Open {
  replica: Replica
  board: BoardWindow
  /** An entry of someone else. */
  hear(...events: ProjectEvent[]): void
  wish(body: CommandBody): void
  reload(tasks: number): void
}

function open(tasks: number): Open {
  const replica = emptyReplica()
  const board = new BoardWindow(
    () => replica.view,
    () => 1234,
  )
  const reload = (count: number): void => {
    const snapshot = { ...boardOf(count), seq: replica.seq + 1 }
    merge(replica, { type: 'snapshot', snapshot })
    board.reset()
  }
  reload(tasks)
  return {
    replica,
    board,
    reload,
    hear(...events) {
      const at = '2026-11-23T21:00:00.000Z'
      const entry: Entry = { seq: replica.seq + 1, at, actor: person(2), command: null, events }
      board.update(merge(replica, { type: 'entries', entries: [entry] }).changes, [entry])
    },
    wish(body) {
      const by = { actor: person(1), at: '2026-11-23T21:00:00.000Z' }
      board.update(propose(replica, [body], by, newId).changes, [])
    },
  }
}

function updated(n: number, set: Record<string, unknown>): ProjectEvent {
  return { type: 'task:updated', id: taskId(n), set }
}

/** Counts how often something reactive is worked out. */
function counting(work: () => unknown): { count: number; stop: () => void } {
  const counter = { count: 0, stop: () => {} }
  const scope = effectScope()
  scope.run(() =>
    watchEffect(
      () => {
        work()
        counter.count++
      },
      { flush: 'sync' },
    ),
  )
  counter.stop = () => scope.stop()
  return counter
}

const ids = (...numbers: number[]): Id[] => numbers.map(taskId)
const todo = statuses[0]!
const doing = statuses[1]!

describe('BoardWindow', () => {
  it('the record of a task stays the same object while the task exists', () => {
    const { board, hear, wish, reload } = open(3)
    const record = board.task(taskId(0))
    hear(updated(0, { title: 'Theirs' }))
    wish({ kind: 'task.update', task: taskId(0), priority: 'high' })
    reload(3)
    expect(board.task(taskId(0))).toBe(record)
    expect(record).toMatchObject({ title: 'Task 0', priority: 'high' })
    hear({ type: 'task:deleted', id: taskId(0) })
    expect(board.task(taskId(0))).toBeUndefined()
  })

  it('only who reads a changed field of a changed task runs again', () => {
    const { board, hear } = open(100)
    const title = counting(() => board.task(taskId(0))!.title)
    const labels = counting(() => board.task(taskId(0))!.labels.length)
    const other = counting(() => board.task(taskId(1))!.title)
    const list = counting(() => board.tasksIn(todo).value.length)
    hear(updated(0, { title: 'Theirs' }))
    expect([title.count, labels.count, other.count, list.count]).toEqual([2, 1, 1, 1])
    hear(updated(50, { status: doing, rank: 'a0' }))
    expect([title.count, other.count, list.count]).toEqual([2, 1, 2])
  })

  it('a task that is asked for before it exists appears by itself', async () => {
    const { board, wish } = open(1)
    const task = newId()
    const title = computed(() => board.task(task)?.title)
    expect(title.value).toBeUndefined()
    wish({ kind: 'task.create', task, title: 'New', status: todo })
    await nextTick()
    expect(title.value).toBe('New')
  })

  it('lists follow creating, moving, archiving, deleting and snapshots', () => {
    const { board, hear, wish, reload } = open(3)
    const list = board.tasksIn(todo)
    expect(list.value).toEqual(ids(0, 1, 2))
    hear(updated(0, { rank: 'z00000000000000000000000000' }))
    expect(list.value).toEqual(ids(1, 2, 0))
    wish({ kind: 'task.move', task: taskId(2), status: doing })
    expect([list.value, board.tasksIn(doing).value]).toEqual([ids(1, 0), ids(2)])
    hear(updated(1, { archivedAt: '2026-11-23T21:00:00.000Z' }))
    expect(list.value).toEqual(ids(0))
    hear({ type: 'task:deleted', id: taskId(0) })
    expect(list.value).toEqual([])
    reload(4)
    expect([list.value, board.tasksIn(doing).value]).toEqual([ids(0, 1, 3), ids(2)])
  })

  it('remembers the last change that came from elsewhere, and only that', () => {
    const { board, hear, wish } = open(3)
    wish({ kind: 'task.update', task: taskId(0), title: 'Mine' })
    expect(board.lastChange(taskId(0))).toBeUndefined()
    hear(updated(1, { title: 'Theirs' }))
    hear(updated(2, { status: doing, rank: 'a0' }))
    expect(board.lastChange(taskId(1))).toEqual({ actor: person(2), at: 1234, kind: 'updated' })
    expect(board.lastChange(taskId(2))?.kind).toBe('moved')
  })

  it('small things: labels and statuses', () => {
    const { board, hear, wish } = open(1)
    hear({ type: 'label:created', label: { id: 'l', name: 'Bug', color: '#cc272e' } })
    expect(board.labels.value.get('l')?.name).toBe('Bug')
    wish({ kind: 'status.update', status: todo, archived: true })
    expect(board.statuses.value.map(({ id }) => id)).toEqual([doing, statuses[2]])
  })

  // Budget: a remote change is painted within two frames. 600 changes are 5 s of 120 a second, and were measured to
  // cost 20 to 40 ms on one slow core; the limit here only tells a slow machine from work over the whole board.
  it('600 remote changes on a board of 10,000 cost well under a second', () => {
    const { board, hear, wish } = open(10_000)
    wish({ kind: 'task.update', task: taskId(1), title: 'Pending' })
    const cards = Array.from({ length: 100 }, (_, n) =>
      counting(() => Object.values(board.task(taskId(n * 100))!)),
    )
    const columns = statuses.map((status) => counting(() => board.tasksIn(status).value.length))
    const start = process.cpuUsage()
    for (let n = 0; n < 600; n++) {
      const target = (n * 7919) % 10_000
      hear(
        n % 2 ? updated(target, { title: `Title ${n}` }) : updated(target, { status: doing, rank: `b${n}1` }),
      )
    }
    const tookMs = process.cpuUsage(start).user / 1000
    expect(columns[0]!.count).toBe(301)
    expect(cards.every(({ count }) => count >= 1)).toBe(true)
    expect(tookMs).toBeLessThan(1000)
  })
})

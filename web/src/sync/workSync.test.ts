// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import type { Task } from '@/api/types'
import type { Ear } from './socket'
import { FakeClock } from './testing/fakeClock'
import { WorkSync } from './workSync'

let clock: FakeClock
let ears: Map<string, Ear>
let server: string[]
let calls: number
let shown: string[][]
let sync: WorkSync

beforeEach(async () => {
  clock = new FakeClock(7)
  ears = new Map()
  server = ['t1']
  calls = 0
  shown = []
  sync = new WorkSync({
    socket: {
      overhear(stream, ear) {
        ears.set(stream, ear)
        return () => ears.delete(stream)
      },
    },
    clock,
    me: () => 'me',
    load: async () => {
      calls++
      return server.map((id) => ({ id }) as Task)
    },
    onWork: (tasks) => shown.push(tasks.map(({ id }) => id)),
  })
  sync.follow(['p', 'q'])
  await clock.pass(200)
})

const entry = (event: object, stream = 'p') =>
  ears.get(stream)!.onFrame({
    type: 'entry',
    stream,
    seq: 1,
    at: '2026-03-01T10:00:00Z',
    actor: 'ben',
    command: null,
    events: [event],
  } as never)

describe('WorkSync', () => {
  it('asks once for all projects', () => {
    expect([calls, shown, [...ears.keys()]]).toEqual([1, [['t1']], ['p', 'q']])
  })

  it.each([
    ['a task of mine', { type: 'task:updated', id: 't1', set: { title: 'x' } }],
    ['one that is given to me', { type: 'task:updated', id: 't9', add: { assignees: ['me'] } }],
    ['one that is made for me', { type: 'task:created', task: { id: 't9', assignees: ['me'] } }],
    ['one that is deleted', { type: 'task:deleted', id: 't1' }],
    ['a status that changes its category', { type: 'status:updated', id: 's', set: { category: 'done' } }],
  ])('asks again for %s', async (_, event) => {
    server = ['t1', 't9']
    entry(event, 'q')
    await clock.pass(200)
    expect(shown.at(-1)).toEqual(['t1', 't9'])
  })

  it.each([
    ['a task of somebody else', { type: 'task:updated', id: 't9', set: { title: 'x' } }],
    ['one that is given to somebody else', { type: 'task:updated', id: 't9', add: { assignees: ['ben'] } }],
    ['a comment', { type: 'comment:created', comment: { id: 'c' } }],
  ])('lets %s be', async (_, event) => {
    entry(event)
    await clock.pass(200)
    expect(calls).toBe(1)
  })

  it('gathers many changes into one call, and asks after each new connection', async () => {
    for (let i = 0; i < 20; i++) entry({ type: 'task:updated', id: 't1', set: { title: `${i}` } })
    await clock.pass(200)
    expect(calls).toBe(2)
    ears.get('p')!.onFrame({ type: 'hello', stream: 'p' } as never)
    await clock.pass(200)
    expect(calls).toBe(3)
  })

  it('leaves a project that one sees no more, and all of them at the end', async () => {
    sync.follow(['q', 'r'])
    expect([...ears.keys()]).toEqual(['q', 'r'])
    sync.stop()
    await clock.pass(200)
    expect([ears.size, calls]).toEqual([0, 1])
  })
})

// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { Command, CommandBody } from '@/api/types'
import { newId } from './id'
import { PendingList } from './pending'
import { person, taskId } from './testing/world'

const by = { actor: person(1), at: '2026-11-23T21:00:00.000Z' }

function listOf(...bodies: CommandBody[]): PendingList {
  const list = new PendingList()
  for (const body of bodies) list.add([body], by, false, newId)
  return list
}

function sent(body: string): Command[] {
  return (JSON.parse(body) as { commands: Command[] }).commands
}

const titled = (title: string, n = 0): CommandBody => ({ kind: 'task.update', task: taskId(n), title })

describe('PendingList', () => {
  it('[C3] what was handed out goes out again byte for byte, whatever was wished since', () => {
    const list = listOf(titled('One'))
    const first = list.take()!
    list.add([titled('Two')], by, false, newId)
    list.giveBack(first.items)
    expect(list.take(1)!.body).toBe(first.body)
  })

  it('[C3] the newest, never sent, is merged with an update of the same thing and fields', () => {
    const list = listOf(titled('O'), titled('On'), titled('One'))
    expect(sent(list.take()!.body)).toMatchObject([{ title: 'One' }])
  })

  it.each<[string, CommandBody[]]>([
    ['another task', [titled('One'), titled('Two', 1)]],
    [
      'other fields',
      [titled('One'), { kind: 'task.update', task: taskId(0), title: 'Two', priority: 'low' }],
    ],
    ['something between them', [titled('One'), { kind: 'task.delete', task: taskId(1) }, titled('Two')]],
    [
      'lists that grow',
      [
        { kind: 'task.update', task: taskId(0), addLabels: ['a'] },
        { kind: 'task.update', task: taskId(0), addLabels: ['b'] },
      ],
    ],
    [
      'values of other custom fields',
      [
        { kind: 'task.update', task: taskId(0), fields: { a: 1 } },
        { kind: 'task.update', task: taskId(0), fields: { b: 1 } },
      ],
    ],
    [
      'another base',
      [
        { kind: 'task.update', task: taskId(0), title: 'One', baseSeq: 1 },
        { kind: 'task.update', task: taskId(0), title: 'Two', baseSeq: 2 },
      ],
    ],
    [
      'a move, which is no update',
      [
        { kind: 'task.move', task: taskId(0), status: 's1' },
        { kind: 'task.move', task: taskId(0), status: 's2' },
      ],
    ],
  ])('[C3] nothing is merged over %s', (_name, bodies) => {
    expect(listOf(...bodies).size).toBe(bodies.length)
  })

  it('[C4] what is in flight or acknowledged is not handed out again, the rest in order', () => {
    const list = listOf(titled('One', 0), titled('Two', 1), titled('Three', 2))
    const [first] = list.take(1)!.items
    first!.seq = 7
    list.giveBack([first!])
    expect(sent(list.take()!.body).map((command) => 'title' in command && command.title)).toEqual([
      'Two',
      'Three',
    ])
    expect(list.take()).toBeNull()
  })

  it('hands out 500 commands at most', () => {
    const list = new PendingList()
    for (let n = 0; n < 700; n++) list.add([titled('x', n)], by, false, newId)
    expect(list.take()!.items.length).toBe(500)
    expect(list.take()!.items.length).toBe(200)
  })

  it('hands out 1 MiB at most, but always something', () => {
    const big = 'ä'.repeat(300_000)
    const list = listOf(titled(big, 0), titled(big, 1), titled(big + big, 2))
    const bodies = [list.take()!.body, list.take()!.body, list.take()!.body]
    expect(bodies.map((body) => sent(body).length)).toEqual([1, 1, 1])
    expect(new TextEncoder().encode(bodies[0]).length).toBeLessThan(1 << 20)
  })

  it('several that stand or fall together have a call of their own', () => {
    const list = listOf(titled('One', 0))
    list.add([titled('Two', 1), titled('Three', 2)], by, true, newId)
    list.add([titled('Four', 3)], by, false, newId)
    const bodies = [list.take()!.body, list.take()!.body, list.take()!.body]
    expect(bodies.map((body) => sent(body).length)).toEqual([1, 2, 1])
    expect(bodies.map((body) => (JSON.parse(body) as { atomic?: boolean }).atomic)).toEqual([
      undefined,
      true,
      undefined,
    ])
  })
})

// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { CommandBody, Entry, Id, ProjectEvent } from '@/api/types'
import { newId } from './id'
import { emptyReplica, merge, type Merged, propose, type Replica } from './replica'
import { boardOf, person, statuses, taskId, taskOf } from './testing/world'

const by = { actor: person(1), at: '2026-11-23T21:00:00.000Z' }

function loaded(tasks = 3): Replica {
  const replica = emptyReplica()
  merge(replica, { type: 'snapshot', snapshot: boardOf(tasks) })
  return replica
}

function wish(replica: Replica, body: CommandBody): Id {
  return propose(replica, [body], by, newId).item.commands[0]!.id
}

function entry(
  seq: number,
  command: Id | null,
  ...events: ProjectEvent[]
): { type: 'entries'; entries: [Entry] } {
  const at = '2026-11-23T21:00:01.000Z'
  return { type: 'entries', entries: [{ seq, at, actor: person(2), command, events }] }
}

function titled(n: number, title: string): ProjectEvent {
  return { type: 'task:updated', id: taskId(n), set: { title } }
}

function title(replica: Replica, n = 0): string | undefined {
  return replica.view.tasks.get(taskId(n))?.title
}

function changed({ changes }: Merged): Id[] {
  return changes.map(({ id }) => id)
}

const mine: CommandBody = { kind: 'task.update', task: taskId(0), title: 'Mine' }
const refused = { type: 'about:blank', title: 'No', status: 422, detail: 'No.' }

describe('merge', () => {
  it.each<[string, CommandBody, ProjectEvent, (replica: Replica) => unknown, unknown]>([
    [
      'a label',
      { kind: 'label.delete', label: 'l' },
      { type: 'task:updated', id: taskId(1), add: { labels: ['l'] } },
      ({ view }) => view.tasks.get(taskId(1))?.labels,
      [],
    ],
    [
      'a custom field',
      { kind: 'field.delete', field: 'f' },
      { type: 'task:updated', id: taskId(1), set: { fields: { f: 1 } } },
      ({ view }) => view.tasks.get(taskId(1))?.fields,
      {},
    ],
  ])(
    '[C1] %s that we delete goes from tasks that others give it meanwhile',
    (_name, body, event, seen, want) => {
      const replica = loaded()
      merge(replica, entry(2, null, { type: 'label:created', label: { id: 'l' } }))
      merge(replica, entry(3, null, { type: 'field:created', field: { id: 'f', options: [], rank: 'a0' } }))
      wish(replica, body)
      merge(replica, entry(4, null, event))
      expect(seen(replica)).toEqual(want)
    },
  )

  it('[C5] the receipt before the entry: the own write stays, and nothing is reported twice', () => {
    const replica = loaded()
    const id = wish(replica, mine)
    const receipt = merge(replica, { type: 'receipt', command: id, seq: 2 })
    expect(receipt.changes).toEqual([])
    expect(title(replica)).toBe('Mine')
    expect(replica.pending.size).toBe(1)
    const arrived = merge(replica, entry(2, id, titled(0, 'Mine')))
    expect(arrived.foreign).toEqual([])
    expect(title(replica)).toBe('Mine')
    expect(replica.pending.size).toBe(0)
  })

  it('[C5] the entry before the receipt: the own write stays', () => {
    const replica = loaded()
    const id = wish(replica, mine)
    merge(replica, entry(2, id, titled(0, 'Mine')))
    expect(title(replica)).toBe('Mine')
    expect(replica.pending.size).toBe(0)
    expect(merge(replica, { type: 'receipt', command: id, seq: 2 }).changes).toEqual([])
    expect(title(replica)).toBe('Mine')
  })

  it('[C5] an older entry of someone else does not show through an own write', () => {
    const replica = loaded()
    const id = wish(replica, mine)
    const theirs = merge(replica, entry(2, null, titled(0, 'Theirs')))
    expect(theirs.changes.map(({ after }) => after?.title)).toEqual(['Mine'])
    merge(replica, entry(3, id, titled(0, 'Mine')))
    expect(title(replica)).toBe('Mine')
  })

  it('[C5] after its confirmation a later entry changes the field', () => {
    const replica = loaded()
    const id = wish(replica, mine)
    merge(replica, entry(2, id, titled(0, 'Mine')))
    merge(replica, entry(3, null, titled(0, 'Theirs')))
    expect(title(replica)).toBe('Theirs')
  })

  it('[C1] a refusal takes back that one command, and keeps what others did meanwhile', () => {
    const replica = loaded()
    const first = wish(replica, mine)
    wish(replica, { kind: 'task.update', task: taskId(0), priority: 'high' })
    merge(replica, entry(2, null, titled(0, 'Theirs'), titled(1, 'Also theirs')))
    const back = merge(replica, {
      type: 'refusal',
      command: first,
      outcome: { ok: false, command: first, problem: refused },
    })
    expect(changed(back)).toEqual([taskId(0)])
    expect(replica.view.tasks.get(taskId(0))).toMatchObject({ title: 'Theirs', priority: 'high' })
    expect(title(replica, 1)).toBe('Also theirs')
  })

  it('[C1] a refused creation takes what was built on it along in the view', () => {
    const replica = loaded()
    const task = newId()
    const id = wish(replica, { kind: 'task.create', task, title: 'New', status: statuses[0]! })
    wish(replica, { kind: 'task.update', task, title: 'Newer' })
    expect(replica.view.tasks.get(task)?.title).toBe('Newer')
    merge(replica, { type: 'refusal', command: id, outcome: { ok: false, command: id, problem: refused } })
    expect(replica.view.tasks.has(task)).toBe(false)
    expect(replica.view.order!.of(statuses[0]!)).not.toContain(task)
  })

  it('[C1] a guess follows what it was made on: the end stays the end', () => {
    const replica = loaded(2)
    const task = newId()
    wish(replica, { kind: 'task.create', task, title: 'Mine', status: statuses[0]! })
    merge(
      replica,
      entry(2, null, { type: 'task:created', task: { ...taskOf(7, { rank: 'c900' }), description: '' } }),
    )
    expect(replica.view.order!.of(statuses[0]!)).toEqual([taskId(0), taskId(1), taskId(7), task])
  })

  it('[L2] an entry twice is passed over; one too far ahead is a gap and changes nothing', () => {
    const replica = loaded()
    merge(replica, entry(2, null, titled(0, 'Second')))
    expect(merge(replica, entry(2, null, titled(0, 'Again'))).changes).toEqual([])
    const gap = merge(replica, entry(4, null, titled(0, 'Fourth')))
    expect(gap).toMatchObject({ gap: true, changes: [] })
    expect([title(replica), replica.seq]).toEqual(['Second', 2])
  })

  it('several entries at once say the same as one by one, up to the gap, each record once', () => {
    const [one, many] = [loaded(), loaded()]
    for (const replica of [one, many]) wish(replica, mine)
    const said = [
      entry(2, null, titled(0, 'Theirs'), titled(1, 'Second')),
      entry(2, null, titled(1, 'Again')),
      entry(3, null, titled(1, 'Third'), { type: 'task:deleted', id: taskId(2) }),
      entry(5, null, titled(1, 'Fifth')),
    ]
    for (const piece of said) merge(one, piece)
    const merged = merge(many, { type: 'entries', entries: said.flatMap(({ entries }) => entries) })
    expect(many.view.tasks).toEqual(one.view.tasks)
    expect([many.seq, title(many, 1), title(many)]).toEqual([3, 'Third', 'Mine'])
    expect(changed(merged).toSorted()).toEqual([taskId(0), taskId(1), taskId(2)])
    expect([merged.gap, merged.foreign.length]).toEqual([true, 2])
  })

  it('reports exactly the records that are different', () => {
    const replica = loaded(1000)
    wish(replica, { kind: 'task.update', task: taskId(5), title: 'Mine' })
    expect(changed(merge(replica, entry(2, null, titled(900, 'Theirs'))))).toEqual([taskId(900)])
    expect(changed(merge(replica, entry(3, null, titled(5, 'Theirs'))))).toEqual([taskId(5)])
    expect(changed(merge(replica, entry(4, null, { type: 'task:deleted', id: taskId(7) })))).toEqual([
      taskId(7),
    ])
  })

  it('shares the records that nothing has touched between confirmed and view', () => {
    const replica = loaded(100)
    wish(replica, mine)
    merge(replica, entry(2, null, titled(1, 'Theirs')))
    const same = [...replica.view.tasks].filter(([id, task]) => replica.confirmed.tasks.get(id) === task)
    expect(same.length).toBe(99)
  })

  it('[J7] a snapshot of another epoch: what was acknowledged in the old one goes out again, as it was', () => {
    const replica = loaded()
    const id = wish(replica, mine)
    const before = replica.pending.take()!
    merge(replica, { type: 'receipt', command: id, seq: 9 })
    expect(replica.pending.take()).toBeNull()
    merge(replica, { type: 'snapshot', snapshot: { ...boardOf(3), epoch: 'e2' } })
    expect(title(replica)).toBe('Mine')
    expect(replica.pending.take()!.body).toBe(before.body)
  })

  it('a snapshot of the same epoch that is older than what is here changes nothing, unless forced', () => {
    const replica = loaded()
    merge(replica, entry(2, null, titled(0, 'Newer')))
    merge(replica, { type: 'snapshot', snapshot: boardOf(3) })
    expect([title(replica), replica.seq]).toEqual(['Newer', 2])
    merge(replica, { type: 'snapshot', snapshot: boardOf(3), force: true })
    expect([title(replica), replica.seq]).toEqual(['Task 0', 1])
  })

  it('a description that was fetched before the last change is not taken', () => {
    const replica = loaded()
    merge(replica, entry(2, null, titled(0, 'Newer')))
    merge(replica, { type: 'description', task: taskId(0), seq: 1, text: 'Stale' })
    expect(replica.view.tasks.get(taskId(0))?.description).toBeUndefined()
    merge(replica, { type: 'description', task: taskId(0), seq: 2, text: 'Right' })
    expect(replica.view.tasks.get(taskId(0))?.description).toBe('Right')
    merge(replica, { type: 'description', task: taskId(0), seq: 2, text: 'Late' })
    expect(replica.view.tasks.get(taskId(0))?.description).toBe('Right')
  })
})

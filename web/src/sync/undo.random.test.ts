// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CommandBody } from '@/api/types'
import { newId } from './id'
import { type Client, shared, statuses, taskId, world } from './testing/world'

type Change = {
  who: 0 | 1
  task: number
  what: 'title' | 'priority' | 'move' | 'value' | 'label'
  to: number
}

const titled = (title: string, n = 0): CommandBody => ({ kind: 'task.update', task: taskId(n), title })
const label = newId()

function bodyOf({ who, task, what, to }: Change): CommandBody {
  const id = taskId(task)
  switch (what) {
    case 'title':
      return titled(`Title ${to}`, task)
    case 'priority':
      return { kind: 'task.update', task: id, priority: (['low', 'high', 'urgent'] as const)[to % 3]! }
    case 'move':
      return { kind: 'task.move', task: id, status: statuses[to % 3]! }
    case 'value':
      return { kind: 'task.update', task: id, fields: { a: 2 * to + who } }
    case 'label':
      return { kind: 'task.update', task: id, [to % 2 ? 'addLabels' : 'removeLabels']: [label] }
  }
}

function valueOf(one: Client, { task, what }: Change): unknown {
  const { title, priority, status, rank, fields, labels } = one.task(task)!
  return { title, priority, move: `${status} ${rank}`, value: fields.a, label: labels.includes(label) }[what]
}

describe('undo between two people', () => {
  it('whatever one takes back and does again, nothing is lost that the other has done since', async () => {
    const change = fc.record<Change>({
      who: fc.constantFrom(0, 1),
      task: fc.nat(2),
      what: fc.constantFrom('title', 'priority', 'move', 'value', 'label'),
      to: fc.nat(5),
    })
    const scenario = async (changes: readonly Change[], steps: number): Promise<void> => {
      const { clock, clients } = await world({ clients: 2, tasks: 3 })
      const [ann, ben] = clients as [Client, Client]
      ben.run({ kind: 'field.create', field: 'a', name: 'a', type: 'number' })
      ben.run({ kind: 'label.create', label, name: 'Bug', color: '#cc272e' })
      await clock.pass(500)
      const last = new Map<string, { change: Change; value: unknown }>()
      for (const one of changes) {
        clients[one.who]!.run(bodyOf(one))
        await clock.pass(500)
        const key = `${one.task} ${one.what}`
        if (one.who === 1) last.set(key, { change: one, value: valueOf(ben, one) })
        else last.delete(key)
      }
      for (let n = 0; n < steps; n++) await ann.sync.undo()
      await clock.pass(500)
      for (let n = 0; n < steps; n += 2) await ann.sync.redo()
      await clock.pass(500)
      for (const { change: one, value } of last.values())
        expect([one.what, valueOf(ann, one)]).toEqual([one.what, value])
      expect([ann.refusals.length, ann.pending]).toEqual([0, 0])
      expect(shared(ann.view)).toEqual(shared(ben.view))
    }
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 2, maxLength: 14 }), fc.nat(8), scenario),
      { numRuns: 150, ...(process.env.SEED && { seed: Number(process.env.SEED) }) },
    )
  }, 120_000)
})

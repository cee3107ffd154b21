import { beforeEach, describe, expect, it } from 'vitest'
import type { Entry, ProjectEvent, Snapshot, Task } from '@/api/types'
import { applyEntry } from '@/project/apply'
import { emptyState, fromSnapshot, orderedCopy, type State } from '@/project/state'
import { boardOf, project, statuses, taskId, taskOf } from './testing/world'
import { Timeline, windowSize } from './timeline'

const head = 1_700
let entries: Entry[]
let asked: string[]

/** A small generator with a seed, so that a failure can be made again. */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    // The high bits: the low ones come round again after a few steps.
    return Math.floor((state / 2_147_483_648) * below)
  }
}

function eventsOf(n: number, pick: (below: number) => number): ProjectEvent[] {
  const id = taskId(pick(40))
  switch (pick(4)) {
    case 0:
      return [{ type: 'task:created', task: taskOf(pick(40)) }]
    case 1:
      return [{ type: 'task:deleted', id }]
    case 2:
      // Twice in one entry: the way back begins with the last.
      return ['First', 'Then'].map((word) => ({
        type: 'task:updated',
        id,
        set: { title: `${word} ${n}` },
      }))
  }
  return [{ type: 'task:updated', id, set: { status: statuses[pick(3)]!, rank: `r${pick(90)}` } }]
}

function replay(upTo: number): State {
  const state = emptyState(true)
  for (const entry of entries.slice(0, upTo)) applyEntry(state, entry)
  return state
}

const source = {
  async board(at: number): Promise<Snapshot> {
    asked.push(`board ${at}`)
    const state = replay(at)
    const tasks = [...state.tasks.values()]
    return { ...boardOf(0), seq: at, tasks, statuses: [...state.statuses.values()] }
  },
  async entries(after: number, limit: number): Promise<readonly Entry[]> {
    asked.push(`entries ${after}`)
    return entries.slice(after, after + limit)
  },
}

function shown(state: State): unknown {
  return {
    tasks: [...state.tasks.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    lists: statuses.map((id) => state.order!.of(id)),
    statuses: [...state.statuses.keys()],
  }
}

beforeEach(() => {
  asked = []
  const pick = random(7)
  const begun = boardOf(3)
  const first: ProjectEvent[] = [
    { type: 'project:created', project: begun.project },
    ...begun.statuses.map((status) => ({ type: 'status:created', status })),
  ]
  entries = Array.from({ length: head }, (_, i) => ({
    seq: i + 1,
    at: new Date(i * 60_000).toISOString(),
    actor: project,
    command: null,
    events: i === 0 ? first : eventsOf(i, pick),
  }))
})

describe('Timeline', () => {
  it('shows at the head what the board shows', async () => {
    const timeline = new Timeline(source, head)
    await timeline.seek(head)
    const board = await source.board(head)
    expect(shown(timeline.state)).toEqual(shown(orderedCopy(fromSnapshot(board))))
  })

  it.each([1, 2, 3])('shows at any moment what a replay gives, seed %i', async (seed) => {
    const timeline = new Timeline(source, head)
    const pick = random(seed)
    for (let i = 0; i < 60; i++) {
      const near = Math.min(head, Math.max(0, timeline.seq + pick(41) - 20))
      const to = pick(3) === 0 ? pick(head + 1) : near
      await timeline.seek(to)
      expect(shown(timeline.state), `seed ${seed}, at ${to}`).toEqual(shown(replay(to)))
    }
  })

  it('fetches nothing for steps in what it holds, and one part for the next', async () => {
    const timeline = new Timeline(source, head)
    await timeline.seek(10)
    await timeline.seek(400)
    await timeline.seek(0)
    expect(asked).toEqual(['entries 0'])
    await timeline.seek(windowSize + 1)
    expect(asked).toEqual(['entries 0', `entries ${windowSize}`])
    await timeline.seek(head)
    expect(asked.slice(2)).toEqual(['board 1500', 'entries 1500'])
  })

  it('tells what a step changed, and whose it was', async () => {
    const timeline = new Timeline(source, head)
    await timeline.seek(20)
    const on = await timeline.seek(21)
    expect(on).toMatchObject({ reset: false, entry: { seq: 21 } })
    const back = await timeline.seek(20)
    expect(back!.entry).toBeNull()
    expect(back!.changes.map(({ id }) => id)).toEqual(on!.changes.map(({ id }) => id).toReversed())
  })

  it('goes where it was asked for last, whichever answer comes first', async () => {
    const timeline = new Timeline(source, head)
    const [first, last] = await Promise.all([timeline.seek(1_200), timeline.seek(40)])
    expect(first).toBeNull()
    expect(last!.reset).toBe(true)
    expect(timeline.seq).toBe(40)
    expect(shown(timeline.state)).toEqual(shown(replay(40)))
  })

  it('never shows what is gone for good', async () => {
    const ids = [...replay(300).tasks.keys()]
    const timeline = new Timeline(source, head, new Set(ids.slice(0, 2)))
    await timeline.seek(300)
    expect([...timeline.state.tasks.keys()].filter((id: Task['id']) => ids.slice(0, 2).includes(id))).toEqual(
      [],
    )
    expect(timeline.state.tasks.size).toBe(ids.length - 2)
  })
})

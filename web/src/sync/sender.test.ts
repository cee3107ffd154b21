// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import type { Command, CommandResult } from '@/api/types'
import { createHttp } from './http'
import { newId } from './id'
import { type Outcome, type Pending, PendingList } from './pending'
import { Sender } from './sender'
import { FakeClock } from './testing/fakeClock'
import { person, taskId } from './testing/world'

type Reply = (commands: Command[]) => Response | Promise<Response>

let clock: FakeClock
let pending: PendingList
let sender: Sender
let bodies: string[]
let said: unknown[]
let reasons: Outcome[]
let stopped: string[]
let replies: Reply[]

const json = (value: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(value), {
    status,
    headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json', ...headers },
  })
const problem = (status: number): object => ({ type: 'about:blank', title: 'No', status, detail: 'No.' })
const applied: Reply = (commands) =>
  json({ results: commands.map(({ id }, i): CommandResult => ({ id, status: 'applied', seq: i + 2 })) })
const failed =
  (status: number, headers: Record<string, string> = {}): Reply =>
  () =>
    json(problem(status), status, headers)
const lost: Reply = () => Promise.reject(new TypeError('network'))

beforeEach(() => {
  clock = new FakeClock()
  pending = new PendingList()
  bodies = []
  said = []
  reasons = []
  stopped = []
  replies = []
  const fetch = async (_input: unknown, init?: RequestInit): Promise<Response> => {
    const body = init!.body as string
    bodies.push(body)
    return (replies.shift() ?? applied)((JSON.parse(body) as { commands: Command[] }).commands)
  }
  sender = new Sender({
    project: 'p',
    pending,
    clock,
    http: createHttp(fetch as typeof globalThis.fetch, clock),
    onSaid(what) {
      said.push(what.type)
      if (what.type === 'refusal') reasons.push(what.outcome)
      if (what.type === 'receipt') pending.remove(pending.find(what.command)!)
      if (what.type === 'refusal') pending.remove(pending.find(what.command)!)
    },
    onStopped: (why) => stopped.push(why),
  })
  sender.start()
})

function wish(n: number): Pending {
  const by = { actor: person(1), at: '' }
  return pending.add([{ kind: 'task.update', task: taskId(n), title: `Title ${n}` }], by, false, newId)
}

function tasksOf(body: string): string[] {
  return (JSON.parse(body) as { commands: { title: string }[] }).commands.map(({ title }) => title)
}

/** A server that never answers. */
function silent(_: unknown, init?: RequestInit): Promise<Response> {
  return new Promise((_resolve, reject) =>
    init!.signal!.addEventListener('abort', () => reject(new Error('aborted'))),
  )
}

describe('Sender', () => {
  it('[C4] one call at a time: what is wished meanwhile goes out after the answer, in order', async () => {
    wish(0)
    sender.kick()
    wish(1)
    sender.kick()
    wish(2)
    sender.kick()
    expect(bodies.length).toBe(1)
    await clock.pass(0)
    expect(bodies.map(tasksOf)).toEqual([['Title 0'], ['Title 1', 'Title 2']])
    expect(pending.size).toBe(0)
  })

  it.each<[string, Reply]>([
    ['no connection', lost],
    ['503', failed(503)],
    ['429', failed(429)],
    ['500', failed(500)],
    ['a page of something in between', () => new Response('<html>Please log in to the Wi-Fi</html>')],
    ['200 without results', () => json({})],
  ])('[C3, C4] %s keeps the queue; the same bytes go out again', async (_name, reply) => {
    replies = [reply, reply]
    wish(0)
    sender.kick()
    await clock.pass(40_000)
    expect(bodies.length).toBe(3)
    expect(new Set(bodies).size).toBe(1)
    expect(said).toEqual(['receipt'])
  })

  it('[C4] Retry-After is kept, also when something new is wished', async () => {
    replies = [failed(503, { 'Retry-After': '20' })]
    wish(0)
    sender.kick()
    await clock.pass(19_000)
    wish(1)
    sender.kick()
    await clock.pass(500)
    expect(bodies.length).toBe(1)
    await clock.pass(31_000)
    expect(tasksOf(bodies[1]!)).toEqual(['Title 0', 'Title 1'])
  })

  it('a wait ends at once when the network is back', async () => {
    replies = [failed(503, { 'Retry-After': '20' })]
    wish(0)
    sender.kick()
    await clock.pass(10)
    sender.retryNow()
    await clock.pass(10)
    expect(bodies.length).toBe(2)
  })

  it('[C4] a refused command does not block those behind it', async () => {
    replies = [
      (commands) =>
        json({
          results: commands.map(({ id }, i) =>
            i === 0 ? { id, status: 'refused', problem: problem(409) } : { id, status: 'applied', seq: 5 },
          ),
        }),
    ]
    wish(0)
    wish(1)
    sender.kick()
    await clock.pass(0)
    expect(said).toEqual(['refusal', 'receipt'])
    expect(pending.size).toBe(0)
  })

  it('[C4] a command that is only refused for now stays', async () => {
    replies = [
      (commands) => json({ results: [{ id: commands[0]!.id, status: 'refused', problem: problem(503) }] }),
    ]
    wish(0)
    sender.kick()
    await clock.pass(2_000)
    expect(said).toEqual(['receipt'])
    expect(bodies[1]).toBe(bodies[0])
  })

  it('[C3, C4] a call that is refused as a whole is sent one by one, to find the one that it was about', async () => {
    replies = [failed(422), applied, failed(422), applied]
    const before = [wish(0), wish(1), wish(2)]
    sender.kick()
    await clock.pass(0)
    expect(bodies.map(tasksOf)).toEqual([
      ['Title 0', 'Title 1', 'Title 2'],
      ['Title 0'],
      ['Title 1'],
      ['Title 2'],
    ])
    expect(said).toEqual(['receipt', 'refusal', 'receipt'])
    for (const item of before) expect(bodies[0]).toContain(item.frozen![0])
    wish(3)
    wish(4)
    sender.kick()
    await clock.pass(0)
    expect(tasksOf(bodies.at(-1)!)).toEqual(['Title 3', 'Title 4'])
  })

  it('[L7] a session that has ended keeps the queue until someone has signed in', async () => {
    replies = [failed(401)]
    wish(0)
    sender.kick()
    await clock.pass(60_000)
    expect([stopped, bodies.length, pending.size]).toEqual([['signed-out'], 1, 1])
    sender.start()
    await clock.pass(0)
    expect([bodies[1], pending.size]).toEqual([bodies[0], 0])
  })

  it('[L3] when access is gone, nothing more is sent and nothing is thrown away', async () => {
    replies = [failed(404)]
    wish(0)
    sender.kick()
    await clock.pass(60_000)
    expect([stopped, bodies.length, pending.size]).toEqual([['gone'], 1, 1])
  })

  it('a call without an answer counts as failed after 30 s', async () => {
    const http = createHttp(silent as typeof globalThis.fetch, clock)
    const answers: unknown[] = []
    void http.post('/x', '{}').then((answer) => answers.push(answer))
    await clock.pass(29_000)
    expect(answers).toEqual([])
    await clock.pass(2_000)
    expect(answers).toEqual([{ type: 'later', afterMs: null }])
  })

  it.each([
    [100, true],
    [100_000, false],
  ])('a call of %i characters outlives the tab: %s', async (size, kept) => {
    const inits: (RequestInit | undefined)[] = []
    const fetch = async (_: unknown, init?: RequestInit): Promise<Response> => {
      inits.push(init)
      return json({})
    }
    await createHttp(fetch as typeof globalThis.fetch, clock).post('/x', 'x'.repeat(size))
    expect(inits[0]!.keepalive).toBe(kept)
  })

  it('of several that stand or fall together the reason is told', async () => {
    const statuses = [409, 422, 409]
    replies = [
      (commands) =>
        json({
          results: commands.map(({ id }, i) => ({ id, status: 'refused', problem: problem(statuses[i]!) })),
        }),
    ]
    const by = { actor: person(1), at: '' }
    const bodies = [0, 1, 2].map((n) => ({ kind: 'task.delete' as const, task: taskId(n) }))
    const item = pending.add(bodies, by, true, newId)
    sender.kick()
    await clock.pass(0)
    expect(reasons).toEqual([{ ok: false, command: item.commands[1]!.id, problem: problem(422) }])
    expect(pending.size).toBe(0)
  })
})

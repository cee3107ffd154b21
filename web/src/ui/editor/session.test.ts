import { rebaseUpdates, type Update } from '@codemirror/collab'
import { ChangeSet, EditorState, Text, type TransactionSpec } from '@codemirror/state'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { DocUpdate, DocWish, Frame } from '@/sync/frame'
import { Session, type SessionState } from './session'

/** The authority, as far as an editor can tell: it orders, rebases, and tells all. */
class Server {
  text = Text.empty
  base = 0
  updates: DocUpdate[] = []
  readonly desks = new Set<Desk>()

  constructor(text: string) {
    this.text = Text.of(text.split('\n'))
  }

  get version(): number {
    return this.base + this.updates.length
  }

  /** What is older than now is not known any more. */
  compact(): void {
    this.base = this.version
    this.updates = []
  }

  push(version: number, updates: readonly DocUpdate[]): void {
    const over = this.updates.slice(version - this.base).map(plain)
    for (const { clientID, changes } of rebaseUpdates(updates.map(plain), over)) {
      const id = updates[0]!.id + updates.length - 1
      if (changes.length !== this.text.length) throw new Error('does not fit')
      const update = { client: clientID, id, changes: changes.toJSON() as unknown[] }
      this.text = changes.apply(this.text)
      this.updates.push(update)
      for (const desk of this.desks) desk.tell({ version: this.version - 1, updates: [update] })
    }
  }
}

const plain = ({ client, changes }: DocUpdate): Update => ({
  clientID: client,
  changes: ChangeSet.fromJSON(changes),
})

/** One line to the server: what is said on it waits until it is let through. */
class Desk {
  isOnline = true
  readonly sent: DocWish[] = []
  private waiting: (() => void)[] = []
  private hear: (frame: Frame) => void = () => {}

  constructor(readonly server: Server) {}

  connect = (hear: (frame: Frame) => void) => {
    this.hear = hear
    return { send: (wish: DocWish) => this.send(wish), leave: () => {} }
  }

  private send(wish: DocWish): boolean {
    if (!this.isOnline) return false
    this.sent.push(wish)
    this.waiting.push(() => this.serve(wish))
    return true
  }

  private serve(wish: DocWish): void {
    if (wish.type === 'doc:update') this.server.push(wish.version, wish.updates)
    if (wish.type !== 'doc:open') return
    this.server.desks.add(this)
    const { version, text, base, updates } = this.server
    const isKnown = wish.version !== undefined && wish.version >= base
    const answer = isKnown
      ? { text: null, updates: updates.slice(wish.version! - base) }
      : { text: text.toString(), updates: [] }
    this.say({ type: 'doc:open', stream: 'p', task: 't', version, ...answer })
  }

  tell(news: { version: number; updates: DocUpdate[] }): void {
    this.say({ type: 'doc:update', stream: 'p', task: 't', ...news })
  }

  say(frame: Frame): void {
    this.waiting.push(() => this.hear(frame))
  }

  /** Lets through what waits, also what comes of it. */
  flow(): void {
    while (this.waiting.length > 0) this.waiting.shift()!()
  }

  /** What is on the way is lost. */
  cut(): void {
    this.isOnline = false
    this.server.desks.delete(this)
    this.waiting = []
  }

  heal(): void {
    this.isOnline = true
    this.say({ type: 'hello' } as Frame)
  }
}

/** As much of a view as a session sees. */
class View {
  hasFocus = true
  constructor(public state: EditorState) {}
  dispatch(spec: TransactionSpec): void {
    this.state = ('state' in spec ? spec : this.state.update(spec)).state as EditorState
  }
}

const made: Session[] = []

function open(server: Server, keptAs = 'kept') {
  const desk = new Desk(server)
  const states: SessionState[] = []
  const refused: string[] = []
  const session = new Session({
    task: 't',
    keptAs,
    connect: desk.connect,
    person: () => ({ name: 'Ada', color: '' }),
    onState: (state) => states.push(state),
    onRefused: (detail) => refused.push(detail),
  })
  made.push(session)
  const begun = session.begin()
  const extensions = begun?.extension ?? session.extension(0)
  const view = new View(EditorState.create({ doc: begun?.text ?? '', extensions }))
  for (const changes of begun?.pending ?? []) view.dispatch({ changes })
  session.attach(view as never, begun !== null)
  const type = (insert: string, from = view.state.doc.length) => {
    view.dispatch({ changes: { from, insert } })
    session.changed(true)
  }
  const text = () => view.state.doc.toString()
  const pushes = () => desk.sent.filter((wish) => wish.type === 'doc:update')
  return { desk, session, view, states, refused, type, text, pushes }
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  for (const session of made.splice(0)) session.leave()
  localStorage.clear()
  vi.useRealTimers()
})

it('what is typed is kept until the server has it', () => {
  const server = new Server('One')
  const ada = open(server)
  ada.desk.flow()
  expect(ada.text()).toBe('One')
  ada.type(' two')
  expect(ada.session.isBehind).toBe(true)
  expect(localStorage.getItem('kept')).toContain(' two')
  ada.desk.flow()
  expect(server.text.toString()).toBe('One two')
  expect(localStorage.getItem('kept')).toBeNull()
  expect(ada.states.filter((state) => state !== 'opening')).toEqual(['saved', 'saving', 'saved'])
})

it('what is unconfirmed is moved over what others wrote, and asked for once', () => {
  const server = new Server('One')
  const [ada, ben] = [open(server, 'a'), open(server, 'b')]
  for (const { desk } of [ada, ben]) desk.flow()
  ada.type(' from Ada')
  ada.type('!')
  ben.type('Zero ', 0)
  ben.desk.flow()
  expect(ada.pushes()).toHaveLength(1)
  ada.desk.flow()
  ben.desk.flow()
  for (const one of [ada, ben]) expect(one.text()).toBe('Zero One from Ada!')
  expect(server.text.toString()).toBe('Zero One from Ada!')
})

it.each(['before it arrived', 'after it was stored'])(
  'a line that is cut %s loses nothing and repeats nothing',
  (when) => {
    const server = new Server('One')
    const ada = open(server)
    ada.desk.flow()
    ada.type(' two')
    if (when === 'after it was stored')
      server.push(server.version, (ada.pushes()[0] as { updates: readonly DocUpdate[] }).updates)
    ada.desk.cut()
    ada.type(' three')
    server.push(server.version, [{ client: 'ben', id: 1, changes: [[0, 'Zero '], server.text.length] }])
    ada.desk.heal()
    ada.desk.flow()
    expect(ada.text()).toBe('Zero One two three')
    expect(server.text.toString()).toBe('Zero One two three')
    expect(ada.desk.sent.filter(({ type }) => type === 'doc:open').at(-1)).toMatchObject({ version: 0 })
  },
)

it('where the history does not reach back, what was typed is moved onto the text that is there', () => {
  const server = new Server('One\nthree')
  const ada = open(server)
  ada.desk.flow()
  ada.desk.cut()
  ada.type(' typed')
  server.push(0, [{ client: 'ben', id: 1, changes: [3, [0, '', 'two'], 6] }])
  server.compact()
  ada.desk.heal()
  ada.desk.flow()
  expect(ada.text()).toBe('One\ntwo\nthree typed')
  expect(server.text.toString()).toBe('One\ntwo\nthree typed')
})

it('refused as a conflict, it is opened anew and what was typed is sent again', () => {
  const server = new Server('One')
  const ada = open(server)
  ada.desk.flow()
  ada.type(' two')
  ada.desk.cut()
  ada.desk.isOnline = true
  ada.desk.say({ type: 'doc:close', stream: 'p', task: 't', code: 'conflict', detail: 'Moved on.' })
  ada.desk.flow()
  vi.advanceTimersByTime(0)
  ada.desk.flow()
  expect(ada.desk.sent.filter(({ type }) => type === 'doc:open').at(-1)).not.toHaveProperty('version')
  expect(server.text.toString()).toBe('One two')
  expect(ada.refused).toEqual([])
})

it('what is too large is said, and stays on the device', () => {
  const server = new Server('One')
  const ada = open(server)
  ada.desk.flow()
  ada.type(' and much more')
  ada.desk.cut()
  ada.desk.say({ type: 'doc:close', stream: 'p', task: 't', code: 'too_large', detail: 'Too long.' })
  ada.desk.flow()
  expect(ada.refused).toEqual(['Too long.'])
  expect(localStorage.getItem('kept')).toContain(' and much more')
})

it('a server that cannot store is asked again, five times', () => {
  const ada = open(new Server('One'))
  ada.desk.flow()
  for (let i = 0; i < 6; i++) {
    ada.desk.say({ type: 'doc:close', stream: 'p', task: 't', code: 'unavailable', detail: 'Later.' })
    ada.desk.flow()
    expect(ada.refused).toHaveLength(i < 5 ? 0 : 1)
    vi.advanceTimersByTime(1000)
  }
})

it('a tab that was closed goes on where it was, under the same name: stored or not, it is there once', () => {
  const server = new Server('One')
  const first = open(server)
  first.desk.flow()
  first.type(' two')
  const sent = first.pushes()[0] as { version: number; updates: readonly DocUpdate[] }
  server.push(sent.version, sent.updates)
  first.session.leave()
  const second = open(server)
  expect(second.text()).toBe('One two')
  second.type(' three')
  second.desk.flow()
  expect(server.text.toString()).toBe('One two three')
  expect(second.text()).toBe('One two three')
  expect(localStorage.getItem('kept')).toBeNull()
})

it('more than a frame may hold goes piece by piece', () => {
  const server = new Server('One')
  const ada = open(server)
  ada.desk.flow()
  ada.desk.cut()
  for (let i = 0; i < 3; i++) ada.type('x'.repeat(100_000))
  ada.desk.heal()
  ada.desk.flow()
  expect(server.text.length).toBe(300_003)
  const sizes = ada.pushes().map((wish) => JSON.stringify(wish).length)
  expect(Math.max(...sizes)).toBeLessThan(250_000)
})

it('at random: people type, lose the line and come back; all texts are the server’s', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const random = generator(seed)
    const server = new Server('It begins')
    const people = [0, 1, 2].map((i) => open(server, `${seed}.${i}`))
    const marks: string[] = []
    for (let step = 0; step < 300; step++) {
      const one = people[random(3)]!
      const deed = random(10)
      if (deed < 5) {
        marks.push(`<${seed}.${step}>`)
        one.type(marks.at(-1)!)
      } else if (deed < 9) one.desk.flow()
      else if (one.desk.isOnline) one.desk.cut()
      else one.desk.heal()
    }
    for (const { desk } of people) if (!desk.isOnline) desk.heal()
    for (let round = 0; round < 20; round++) for (const { desk } of people) desk.flow()
    const want = server.text.toString()
    for (const one of people) expect(one.text(), `seed ${seed}`).toBe(want)
    for (const mark of marks) expect(want.split(mark), `seed ${seed}`).toHaveLength(2)
  }
})

/** Numbers below `most`, always the same ones for a seed. */
function generator(seed: number): (most: number) => number {
  let state = seed
  return (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * most)
  }
}

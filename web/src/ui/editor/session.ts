import { collab, getSyncedVersion, receiveUpdates, sendableUpdates } from '@codemirror/collab'
import { ChangeSet, Compartment, type Extension, Text, Transaction } from '@codemirror/state'
import type { DocFrame, DocUpdate, DocWish, Frame } from '@/sync/frame'
import { CaretLine, type CaretView, type Person } from './caretLine'
import { type Kept, readKept, writeKept } from './kept'
import { movedOnto } from './moved'
import { Timers } from './timers'

/** How a text stands to the server. */
export type SessionState = 'opening' | 'saved' | 'saving' | 'offline'

export interface SessionOptions {
  readonly task: string
  /** Where what is not stored yet is kept on this device. */
  readonly keptAs: string
  /** A line to the server; `onFrame` hears. */
  connect(onFrame: (frame: Frame) => void): { send(wish: DocWish): boolean; leave(): void }
  person(user: string): Person
  onState(state: SessionState): void
  /** The text cannot be written any more; what was not stored is kept. */
  onRefused(detail: string): void
}

const openingMs = 5_000
const retryMs = 1_000
const maxFrame = 250_000

/**
 * One editor's part in a text that is written together. What is typed shows at once, goes to the server, and stands
 * when it comes back; what others type is moved into place. Without a connection all of it waits on this device.
 */
export class Session {
  private readonly line: { send(wish: DocWish): boolean; leave(): void }
  private readonly collab = new Compartment()
  private view: CaretView | null = null
  private carets: CaretLine | null = null
  private client: string = crypto.randomUUID()
  /** Of the last own update that the server has. */
  private confirmed = 0
  /** The text without what is not confirmed. */
  private base = Text.empty
  private inFlight = false
  private isOpen = false
  private isLeft = false
  private state: SessionState = 'opening'
  private tries = 0
  private readonly timers = new Timers()

  constructor(private readonly options: SessionOptions) {
    this.line = options.connect((frame) => this.hear(frame as DocFrame | Frame))
  }

  /** The text to begin with, where something is kept on this device: it can be written on before there is a connection. */
  begin(): { text: string; extension: Extension; pending: readonly ChangeSet[] } | null {
    const kept = readKept(this.options.keptAs)
    if (!kept) return null
    this.restore(kept)
    const pending = kept.updates.map((changes) => ChangeSet.fromJSON(changes))
    return { text: kept.base, extension: this.extension(kept.version), pending }
  }

  private restore(kept: Kept): void {
    this.client = kept.client
    this.confirmed = kept.id - 1
    this.base = textOf(kept.base)
  }

  extension(startVersion: number): Extension {
    return this.collab.of(collab({ startVersion, clientID: this.client }))
  }

  /** Takes the editor over, with the text of `begin`; without one it is filled when the server has answered. */
  attach(view: CaretView, hasText: boolean): void {
    this.view = view
    const { task, person } = this.options
    this.carets = new CaretLine(view, task, (wish) => this.isOpen && this.line.send(wish), person)
    this.open(hasText)
  }

  /** The editor has changed, or its selection has. */
  changed(isTyped: boolean): void {
    if (!this.view || this.isLeft) return
    if (isTyped) {
      this.keep()
      this.push()
    }
    this.carets?.tell()
  }

  /** Whether something is typed that the server does not have. */
  get isBehind(): boolean {
    return this.view !== null && sendableUpdates(this.view.state).length > 0
  }

  /** Ends; what is not stored stays kept. */
  leave(): void {
    if (this.isLeft) return
    this.isLeft = true
    this.timers.clear()
    this.carets?.leave()
    this.line.send({ type: 'doc:close', task: this.options.task })
    this.line.leave()
  }

  /** Gives away what is not stored: it is not kept here any more. */
  forget(): void {
    writeKept(this.options.keptAs, null)
  }

  private open(since: boolean): void {
    this.isOpen = this.inFlight = false
    const version = since && this.view ? { version: getSyncedVersion(this.view.state) } : {}
    const isSent = this.line.send({ type: 'doc:open', task: this.options.task, ...version })
    this.tell(isSent ? (this.isBehind ? 'saving' : 'opening') : 'offline')
    // A connection that has ended is known by its silence.
    this.timers.set('opening', openingMs, () => this.isOpen || this.tell('offline'))
  }

  private hear(frame: DocFrame | Frame): void {
    if (this.isLeft || !this.view) return
    switch (frame.type) {
      case 'hello':
        return this.open(this.base.length > 0 || getSyncedVersion(this.view.state) > 0)
      case 'doc:open':
        return this.opened(frame)
      case 'doc:update':
        return this.receive(frame.version, frame.updates)
      case 'doc:awareness':
        return this.carets?.hear(frame)
      case 'doc:close':
        return this.closed(frame.code, frame.detail)
      case 'error':
        return this.failed(String(frame.code), frame.detail)
    }
  }

  private opened({ version, text, updates }: Extract<DocFrame, { type: 'doc:open' }>): void {
    this.isOpen = true
    this.inFlight = false
    this.carets?.reset()
    if (text === null) this.receive(version - updates.length, updates)
    else this.begunAnew(text, version)
    this.settle()
    this.carets?.tell()
  }

  /** The whole text: at first, or where our version is too old to go on from. What was typed is moved onto it. */
  private begunAnew(text: string, version: number): void {
    const view = this.view!
    const typed = sendableUpdates(view.state).map(({ changes }) => changes)
    const moved = movedOnto(this.base.toString(), text, typed)
    this.replace(text, version)
    if (!moved.empty) view.dispatch({ changes: moved })
    this.tries = 0
    this.keep()
    this.push()
  }

  private replace(text: string, version: number): void {
    const view = this.view!
    this.client = crypto.randomUUID()
    this.confirmed = 0
    this.base = textOf(text)
    const head = Math.min(view.state.selection.main.head, this.base.length)
    // Two steps: what the old state has of collab must not count this as something typed.
    view.dispatch({ effects: this.collab.reconfigure([]) })
    view.dispatch({
      changes: { from: 0, to: view.state.doc.length, insert: this.base },
      selection: { anchor: head },
      annotations: [Transaction.remote.of(true), Transaction.addToHistory.of(false)],
      filter: false,
    })
    view.dispatch({
      effects: this.collab.reconfigure(collab({ startVersion: version, clientID: this.client })),
    })
  }

  private receive(version: number, updates: readonly DocUpdate[]): void {
    const view = this.view!
    const skip = getSyncedVersion(view.state) - version
    if (skip < 0) return this.open(true) // something was missed
    const list = updates.slice(skip).map(({ client, changes }) => ({
      clientID: client,
      changes: ChangeSet.fromJSON(changes),
    }))
    if (list.length === 0) return this.push()
    for (const { clientID, changes } of list) {
      this.base = changes.apply(this.base)
      if (clientID === this.client) {
        this.confirmed++
        this.inFlight = false
        this.tries = 0
      }
    }
    view.dispatch(receiveUpdates(view.state, list))
    this.keep()
    this.push()
  }

  private push(): void {
    const updates = sendableUpdates(this.view!.state)
    if (updates.length === 0 || !this.isOpen || this.inFlight) return this.settle()
    const wish = {
      type: 'doc:update' as const,
      task: this.options.task,
      version: getSyncedVersion(this.view!.state),
      updates: updates.slice(0, 500).map(({ changes }, i) => ({
        client: this.client,
        id: this.confirmed + 1 + i,
        changes: changes.toJSON() as unknown[],
      })),
    }
    if (JSON.stringify(wish).length > maxFrame && wish.updates.length > 1) wish.updates.length = 1
    this.inFlight = this.line.send(wish)
    this.settle()
  }

  private settle(): void {
    if (!this.isOpen) return
    this.tell(this.isBehind ? 'saving' : 'saved')
  }

  private keep(): void {
    const { state } = this.view!
    const updates = sendableUpdates(state)
    writeKept(
      this.options.keptAs,
      updates.length === 0
        ? null
        : {
            client: this.client,
            id: this.confirmed + 1,
            version: getSyncedVersion(state),
            base: this.base.toString(),
            updates: updates.map(({ changes }) => changes.toJSON() as unknown[]),
          },
    )
  }

  /** The server has taken the text away: mostly to be opened anew. */
  private closed(code: string, detail: string): void {
    this.isOpen = this.inFlight = false
    if ((code === 'conflict' || code === 'unavailable' || code === 'internal') && this.tries++ < 5) {
      const delayMs = code === 'conflict' ? 0 : retryMs
      return this.timers.set('again', delayMs, () => this.open(code !== 'conflict'))
    }
    this.options.onRefused(detail)
  }

  private failed(code: string, detail: string): void {
    // The project is not followed yet: a hello will come.
    if (code === 'not_found') return this.tell('offline')
    if (code === 'forbidden') return this.options.onRefused(detail)
    this.closed(code, detail)
  }

  private tell(state: SessionState): void {
    if (this.state === state) return
    this.state = state
    this.options.onState(state)
  }
}

function textOf(text: string): Text {
  return Text.of(text.split('\n'))
}

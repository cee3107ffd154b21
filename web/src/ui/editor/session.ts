import { collab, getSyncedVersion, receiveUpdates, sendableUpdates } from '@codemirror/collab'
import {
  ChangeSet,
  Compartment,
  type Extension,
  type StateEffect,
  Text,
  Transaction,
} from '@codemirror/state'
import type { EditorView } from '@codemirror/view'
import type { DocFrame, DocUpdate, DocWish, Frame } from '@/sync/frame'
import { dropCaret, dropCarets, setCaret } from './carets'
import { type Kept, readKept, writeKept } from './kept'

/** How a text stands to the server. */
export type SessionState = 'opening' | 'saved' | 'saving' | 'offline'

export interface Person {
  readonly name: string
  readonly color: string
}

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

const caretEveryMs = 100
const caretAgainMs = 20_000
const caretTimeMs = 45_000
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
  private view: EditorView | null = null
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
  private caretAt = 0
  private readonly timers = new Map<string, number>()

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
  attach(view: EditorView, hasText: boolean): void {
    this.view = view
    this.open(hasText)
  }

  /** The editor has changed, or its selection has. */
  changed(isTyped: boolean): void {
    if (!this.view || this.isLeft) return
    if (isTyped) {
      this.keep()
      this.push()
    }
    this.showCaret()
  }

  /** Whether something is typed that the server does not have. */
  get isBehind(): boolean {
    return this.view !== null && sendableUpdates(this.view.state).length > 0
  }

  /** Ends; what is not stored stays kept. */
  leave(): void {
    if (this.isLeft) return
    this.isLeft = true
    for (const timer of this.timers.values()) clearTimeout(timer)
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
    this.wait('opening', openingMs, () => this.isOpen || this.tell('offline'))
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
        return this.showTheirs(frame)
      case 'doc:close':
        return this.closed(frame.code, frame.detail)
      case 'error':
        return this.failed(String(frame.code), frame.detail)
    }
  }

  private opened({ version, text, updates }: Extract<DocFrame, { type: 'doc:open' }>): void {
    this.isOpen = true
    this.inFlight = false
    this.view!.dispatch({ effects: dropCarets.of(null) })
    if (text === null) this.receive(version - updates.length, updates)
    else void this.begunAnew(text, version)
    this.settle()
    this.showCaret()
  }

  /** The whole text: at first, or where our version is too old to go on from. What was typed is moved onto it. */
  private async begunAnew(text: string, version: number): Promise<void> {
    const view = this.view!
    const typed = sendableUpdates(view.state)
    if (typed.length > 0 || this.base.length > 0) {
      const { diff } = await import('@codemirror/merge')
      const before = this.base.toString()
      const theirs = ChangeSet.of(
        diff(before, text).map(({ fromA, toA, fromB, toB }) => ({
          from: fromA,
          to: toA,
          insert: text.slice(fromB, toB),
        })),
        before.length,
      )
      const empty = ChangeSet.empty(before.length)
      const mine = typed.reduce((all, { changes }) => all.compose(changes), empty)
      this.replace(text, version)
      const moved = mine.map(theirs)
      if (!moved.empty) view.dispatch({ changes: moved })
    } else this.replace(text, version)
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
    if (list.length === 0) return
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
      window.setTimeout(
        () => this.isLeft || this.open(code !== 'conflict'),
        code === 'conflict' ? 0 : retryMs,
      )
      return
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

  private showCaret(): void {
    const due = this.caretAt + caretEveryMs - Date.now()
    this.wait('caret', Math.max(due, 0), () => {
      if (!this.isOpen || !this.view) return
      this.caretAt = Date.now()
      const { anchor, head } = this.view.state.selection.main
      const at = this.view.hasFocus ? { anchor, head } : { anchor: null, head: null }
      this.line.send({ type: 'doc:awareness', task: this.options.task, ...at })
      this.wait('caret', caretAgainMs, () => this.showCaret())
    })
  }

  private showTheirs(frame: Extract<DocFrame, { type: 'doc:awareness' }>): void {
    const { connection, user, anchor, head } = frame
    const drop = () => this.effect(dropCaret.of(connection))
    if (anchor === null || head === null) return drop()
    const length = this.view!.state.doc.length
    const at = { anchor: Math.min(anchor, length), head: Math.min(head, length) }
    this.effect(setCaret.of({ connection, ...this.options.person(user), ...at }))
    this.wait(connection, caretTimeMs, drop)
  }

  private effect(effects: StateEffect<unknown>): void {
    if (!this.isLeft) this.view?.dispatch({ effects })
  }

  private wait(name: string, delayMs: number, callback: () => void): void {
    clearTimeout(this.timers.get(name))
    this.timers.set(name, window.setTimeout(callback, delayMs))
  }
}

function textOf(text: string): Text {
  return Text.of(text.split('\n'))
}

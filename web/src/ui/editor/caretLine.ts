import type { EditorView } from '@codemirror/view'
import type { DocFrame, DocWish } from '@/sync/frame'
import { dropCaret, dropCarets, setCaret } from './carets'
import { Timers } from './timers'

/** Who somebody is, in the text. */
export interface Person {
  readonly name: string
  readonly color: string
}

/** What carets are drawn in. */
export type CaretView = Pick<EditorView, 'state' | 'dispatch' | 'hasFocus'>

const everyMs = 100
const againMs = 20_000
const lifeMs = 45_000

/** Tells the others where one writes, and shows where they do. Nothing of it is stored (L9). */
export class CaretLine {
  private readonly timers = new Timers()
  private toldAt = 0

  constructor(
    private readonly view: CaretView,
    private readonly task: string,
    private readonly send: (wish: DocWish) => void,
    private readonly person: (user: string) => Person,
  ) {}

  /** The selection has changed, or who has just come does not know it. */
  tell(): void {
    const due = this.toldAt + everyMs - Date.now()
    this.timers.set('own', Math.max(due, 0), () => {
      this.toldAt = Date.now()
      const { anchor, head } = this.view.state.selection.main
      const at = this.view.hasFocus ? { anchor, head } : { anchor: null, head: null }
      this.send({ type: 'doc:awareness', task: this.task, ...at })
      this.timers.set('own', againMs, () => this.tell())
    })
  }

  hear({ connection, user, anchor, head }: Extract<DocFrame, { type: 'doc:awareness' }>): void {
    const drop = () => this.view.dispatch({ effects: dropCaret.of(connection) })
    if (anchor === null || head === null) return drop()
    const { length } = this.view.state.doc
    const at = { anchor: Math.min(anchor, length), head: Math.min(head, length) }
    this.view.dispatch({ effects: setCaret.of({ connection, ...this.person(user), ...at }) })
    this.timers.set(connection, lifeMs, drop)
  }

  /** The text begins anew: whoever is in it says so again. */
  reset(): void {
    this.view.dispatch({ effects: dropCarets.of(null) })
  }

  leave(): void {
    this.timers.clear()
  }
}

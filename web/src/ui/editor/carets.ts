import { StateEffect, StateField, type Extension, type Range } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view'

/** Where somebody else writes, in the text as it is here. */
export interface Caret {
  readonly connection: string
  readonly name: string
  /** One of the colours of people: `var(--person-3)`. */
  readonly color: string
  readonly anchor: number
  readonly head: number
}

class Mark extends WidgetType {
  constructor(readonly caret: Caret) {
    super()
  }

  override eq({ caret }: Mark): boolean {
    return caret.name === this.caret.name && caret.color === this.caret.color
  }

  toDOM(): HTMLElement {
    const mark = document.createElement('span')
    mark.className = 'cm-caret'
    mark.style.setProperty('--caret', this.caret.color)
    mark.ariaHidden = 'true'
    const name = document.createElement('span')
    name.className = 'cm-caret-name'
    name.textContent = this.caret.name
    mark.append(name)
    return mark
  }
}

export const setCaret = StateEffect.define<Caret>()
export const dropCaret = StateEffect.define<string>()
export const dropCarets = StateEffect.define<null>()

/** By connection; they move with the text. */
export const caretField = StateField.define<ReadonlyMap<string, Caret>>({
  create: () => new Map(),
  update(before, transaction) {
    let after = before
    if (transaction.docChanged && before.size > 0) {
      const { changes } = transaction
      after = new Map(
        [...before].map(([id, caret]) => [
          id,
          { ...caret, anchor: changes.mapPos(caret.anchor, 1), head: changes.mapPos(caret.head, 1) },
        ]),
      )
    }
    for (const effect of transaction.effects) {
      if (effect.is(setCaret)) after = new Map(after).set(effect.value.connection, effect.value)
      if (effect.is(dropCarets)) after = new Map()
      if (effect.is(dropCaret)) {
        after = new Map(after)
        ;(after as Map<string, Caret>).delete(effect.value)
      }
    }
    return after
  },
})

/** The page's policy lets no style stand in an attribute: each shade has a class. */
const shadeOf = (color: string): string => /\d/.exec(color)?.[0] ?? '0'

function draw(carets: ReadonlyMap<string, Caret>, length: number): DecorationSet {
  const found: Range<Decoration>[] = []
  for (const caret of carets.values()) {
    const head = Math.min(caret.head, length)
    const anchor = Math.min(caret.anchor, length)
    found.push(Decoration.widget({ widget: new Mark(caret), side: 1 }).range(head))
    if (anchor === head) continue
    const selection = Decoration.mark({ class: `cm-their-selection cm-shade-${shadeOf(caret.color)}` })
    found.push(selection.range(Math.min(anchor, head), Math.max(anchor, head)))
  }
  return Decoration.set(found, true)
}

/** The carets and selections of the others, with names and colours. */
export const carets: Extension = [
  caretField,
  EditorView.decorations.compute([caretField, 'doc'], (state) =>
    draw(state.field(caretField), state.doc.length),
  ),
]

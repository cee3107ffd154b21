import {
  acceptCompletion,
  autocompletion,
  type Completion as Option,
  insertCompletionText,
} from '@codemirror/autocomplete'
import { EditorState, type Extension, Prec } from '@codemirror/state'
import { type EditorView, keymap } from '@codemirror/view'

/** One way to go on with what is being written. */
export interface Completion {
  readonly label: string
  /** A second, quieter word. */
  readonly hint: string
  /** Takes the place of what was begun, up to the caret. */
  readonly insert: string
}

/**
 * Ways to go on, best first, by what stands before the caret in its line; `from` is where that begins which they
 * replace, in UTF-16 units. Null where nothing can be completed.
 */
export type Complete = (before: string) => { from: number; options: readonly Completion[] } | null

/** Offers what can be meant while it is typed; Enter and Tab take it. */
export function complete(find: Complete, label: string): Extension {
  return [
    EditorState.phrases.of({ Completions: label }),
    Prec.highest(keymap.of([{ key: 'Tab', run: acceptCompletion }])),
    autocompletion({
      icons: false,
      activateOnTypingDelay: 0,
      interactionDelay: 0,
      override: [
        ({ state, pos }) => {
          const line = state.doc.lineAt(pos)
          const found = find(state.sliceDoc(line.from, pos))
          return (
            found && { from: line.from + found.from, options: found.options.map(optionOf), filter: false }
          )
        },
      ],
    }),
  ]
}

function optionOf({ label, hint, insert }: Completion): Option {
  return {
    label,
    detail: hint,
    apply(view: EditorView, _: Option, from: number, to: number) {
      const isSpaced = view.state.sliceDoc(to, to + 1) === ' '
      view.dispatch(insertCompletionText(view.state, isSpaced ? insert.trimEnd() : insert, from, to))
    },
  }
}

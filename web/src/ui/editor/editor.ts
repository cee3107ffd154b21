import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from '@codemirror/commands'
import {
  deleteMarkupBackward,
  insertNewlineContinueMarkup,
  markdownLanguage,
} from '@codemirror/lang-markdown'
import { LanguageSupport } from '@codemirror/language'
import { Compartment, EditorState, type Extension, Prec, Transaction } from '@codemirror/state'
import { type Command, EditorView, keymap, placeholder, tooltips } from '@codemirror/view'
import { attach, type Attach } from './attach'
import { carets } from './carets'
import { complete, type Complete } from './complete'
import { formatKeys } from './format'
import { preview } from './preview'
import { root } from './root'
import type { Session } from './session'
import { theme } from './theme'

export interface EditorOptions {
  readonly parent: HTMLElement
  readonly text: string
  readonly label: string
  readonly placeholder: string
  /** In UTF-16 code units. */
  readonly maxLength: number
  readonly labels: { tick: string; completions: string }
  readonly complete: Complete
  /** Undefined: files are not for this text. */
  attach(): Attach | undefined
  /** With others; undefined: alone. */
  readonly session?: Session
  onText(text: string): void
  onSubmit(): void
  onLeave(): void
}

export interface Editor {
  readonly view: EditorView
  setReadOnly(isReadOnly: boolean): void
}

/** An editor for Markdown: what is written shows as what it means. */
export function createEditor(options: EditorOptions): Editor {
  const { session } = options
  const begun = session?.begin()
  const isReadOnly = new Compartment()
  const extensions: Extension[] = [
    Prec.high(keymap.of(keysOf(options))),
    keymap.of([...formatKeys, ...defaultKeymap, ...historyKeymap]),
    history(),
    // Without the languages of HTML in it, which are half as large again as the editor.
    new LanguageSupport(markdownLanguage),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({
      'aria-label': options.label,
      spellcheck: 'true',
      autocapitalize: 'sentences',
    }),
    placeholder(options.placeholder),
    tooltips({ position: 'fixed', parent: document.body }),
    complete(options.complete, options.labels.completions),
    attach(options.attach),
    preview(options.labels),
    limit(options.maxLength),
    theme,
    carets,
    isReadOnly.of(EditorState.readOnly.of(session !== undefined && !begun)),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) options.onText(update.state.doc.toString())
      const isTyped =
        update.docChanged && !update.transactions.every((one) => one.annotation(Transaction.remote))
      if (isTyped || update.selectionSet || update.focusChanged) session?.changed(isTyped)
    }),
    session ? (begun?.extension ?? session.extension(0)) : [],
  ]
  const state = EditorState.create({ doc: begun?.text ?? (session ? '' : options.text), extensions })
  const view = new EditorView({ parent: options.parent, state, root })
  for (const changes of begun?.pending ?? []) view.dispatch({ changes })
  session?.attach(view, begun != null)
  return {
    view,
    setReadOnly: (now) => view.dispatch({ effects: isReadOnly.reconfigure(EditorState.readOnly.of(now)) }),
  }
}

function keysOf({ onSubmit, onLeave }: EditorOptions) {
  return [
    { key: 'Mod-Enter', run: () => (onSubmit(), true) },
    { key: 'Escape', run: () => (onLeave(), true), stopPropagation: true },
    { key: 'Enter', run: insertNewlineContinueMarkup },
    { key: 'Backspace', run: deleteMarkupBackward },
    { key: 'Tab', run: inList(indentMore), shift: inList(indentLess) },
  ]
}

/** Tab leaves the editor, so that nobody is caught in it; only the items of lists are moved by it. */
function inList(command: Command): Command {
  return (view) => {
    const line = view.state.doc.lineAt(view.state.selection.main.head)
    return /^\s*([-*+]|\d+[.)])\s/.test(line.text) && command(view)
  }
}

/** Takes no more than the text may have; what comes from others is theirs to answer for. */
function limit(maxLength: number): Extension {
  return EditorState.changeFilter.of(
    ({ newDoc, startState }) => newDoc.length <= maxLength || newDoc.length < startState.doc.length,
  )
}

import { EditorSelection, type ChangeSpec, type EditorState, type Line } from '@codemirror/state'
import type { Command, EditorView } from '@codemirror/view'

/** What the toolbar and its keys do. */
export type Format =
  'bold' | 'italic' | 'strike' | 'code' | 'link' | 'heading' | 'list' | 'checklist' | 'quote'

const marks = { bold: '**', italic: '_', strike: '~~', code: '`' } as const

/** Puts the selection into marks, or takes it out of them. */
function around(mark: string): Command {
  return (view) => {
    const { state } = view
    const change = state.changeByRange((range) => {
      const { from, to } = range
      const size = mark.length
      const before = state.sliceDoc(from - size, from)
      const after = state.sliceDoc(to, to + size)
      if (before === mark && after === mark)
        return {
          changes: [
            { from: from - size, to: from },
            { from: to, to: to + size },
          ],
          range: EditorSelection.range(from - size, to - size),
        }
      // At the end of what is marked: the next word is not.
      if (range.empty && after === mark) return { range: EditorSelection.cursor(to + size) }
      return {
        changes: [
          { from, insert: mark },
          { from: to, insert: mark },
        ],
        range: EditorSelection.range(from + size, to + size),
      }
    })
    view.dispatch(state.update(change, { userEvent: 'input', scrollIntoView: true }))
    return true
  }
}

function linesOf(state: EditorState): Line[] {
  const { from, to } = state.selection.main
  const first = state.doc.lineAt(from).number
  const last = state.doc.lineAt(to).number
  return Array.from({ length: last - first + 1 }, (_, i) => state.doc.line(first + i))
}

const prefix = /^(\s*)(?:(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?|#{1,6}\s+|>\s?)?/

/** Begins the selected lines with something, in place of what they began with; takes it away where all have it. */
function ahead(start: string): Command {
  return (view) => {
    const lines = linesOf(view.state)
    const isOn = lines.every((line) => line.text.trimStart().startsWith(start))
    const changes: ChangeSpec[] = lines.map((line) => {
      const [whole, indent = ''] = prefix.exec(line.text)!
      return { from: line.from, to: line.from + whole.length, insert: indent + (isOn ? '' : start) }
    })
    const set = view.state.changes(changes)
    view.dispatch({ changes: set, selection: view.state.selection.map(set, 1), userEvent: 'input' })
    return true
  }
}

/** A link of the selection, with its address to be typed. */
const link: Command = (view) => {
  const { from, to } = view.state.selection.main
  const text = view.state.sliceDoc(from, to)
  const isAddress = /^https?:\/\/\S+$/.test(text)
  const insert = isAddress ? `[](${text})` : `[${text}](https://)`
  const at = from + (isAddress ? 1 : insert.length - 1)
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor: text || isAddress ? at : from + 1 },
    userEvent: 'input',
  })
  return true
}

const commands: Record<Format, Command> = {
  bold: around(marks.bold),
  italic: around(marks.italic),
  strike: around(marks.strike),
  code: around(marks.code),
  link,
  heading: ahead('## '),
  list: ahead('- '),
  checklist: ahead('- [ ] '),
  quote: ahead('> '),
}

/** Does what a button of the toolbar stands for, and gives the focus back to the text. */
export function format(view: EditorView, what: Format): void {
  commands[what](view)
  view.focus()
}

const keys: Record<Format, string> = {
  bold: 'Mod-b',
  italic: 'Mod-i',
  strike: 'Mod-Shift-x',
  code: 'Mod-e',
  link: 'Mod-Shift-u',
  heading: 'Mod-Shift-h',
  list: 'Mod-Shift-8',
  checklist: 'Mod-Shift-9',
  quote: 'Mod-Shift-.',
}

export const formatKeys = Object.entries(keys).map(([what, key]) => ({
  key,
  preventDefault: true,
  run: commands[what as Format],
}))

/** As they are shown: `mod+shift+x`. */
export function keysOf(what: Format): string {
  return keys[what].toLowerCase().replaceAll('-', '+')
}

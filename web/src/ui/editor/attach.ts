import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { newMark } from './arriving'

export interface Attach {
  /** Stores a file; gives the path at which it can be read, null where that was given up. */
  store(file: File): Promise<string | null>
  /** What stands in the text meanwhile. */
  placeholder(name: string): string
}

/** Files that are pasted or dropped into the text are stored, and the text shows them or links to them. */
export function attach(attach: () => Attach | undefined): Extension {
  const take = (view: EditorView, files: readonly File[], at: number) => takeFiles(view, attach(), files, at)
  return EditorView.domEventHandlers({
    paste(event, view) {
      const { from, to } = view.state.selection.main
      const files = [...(event.clipboardData?.files ?? [])]
      return from === to && take(view, files, from)
    },
    drop(event, view) {
      const files = [...(event.dataTransfer?.files ?? [])]
      const at = view.posAtCoords({ x: event.clientX, y: event.clientY }) ?? view.state.doc.length
      return take(view, files, at)
    },
  })
}

/** Puts files into the text at a place; whether there is a way to store them. */
export function takeFiles(
  view: EditorView,
  attach: Attach | undefined,
  files: readonly File[],
  at: number,
): boolean {
  if (!attach || files.length === 0 || view.state.readOnly) return false
  const marks = files.map((file) => ({ file, mark: newMark() }))
  const insert = marks
    .map(({ file, mark }) => `![${named(attach.placeholder(file.name))}](${mark})`)
    .join(' ')
  view.dispatch({ changes: { from: at, insert }, selection: { anchor: at + insert.length } })
  for (const { file, mark } of marks)
    void attach.store(file).then((path) => settle(view, mark, path ? asMarkdown(file, path) : ''))
  return true
}

/** Puts what it has become in place of a placeholder, wherever others have moved that; where it was deleted, nothing. */
function settle(view: EditorView, mark: string, insert: string): void {
  const text = view.state.doc.toString()
  const end = text.indexOf(`](${mark})`)
  const from = text.lastIndexOf('![', end)
  if (end < 0 || from < 0) return
  view.dispatch({ changes: { from, to: end + mark.length + 3, insert } })
}

const named = (name: string): string => name.replaceAll(/[[\]\\\n]/g, ' ')

function asMarkdown({ name, type }: File, path: string): string {
  const isShown = /^image\/(?:png|jpeg|gif|webp)$/.test(type)
  return `${isShown ? '!' : ''}[${named(name)}](${path})`
}

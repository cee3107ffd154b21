import { syntaxTree } from '@codemirror/language'
import { type EditorState, type Range } from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  EditorView,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from '@codemirror/view'
import { sourceOf } from './local'

/**
 * Shows Markdown as what it means while it is written: marks are hidden where the caret is not, boxes can be ticked.
 * Only what is in sight is looked at, so that long texts type as fast as short ones.
 */

class Box extends WidgetType {
  constructor(
    readonly isDone: boolean,
    readonly label: string,
  ) {
    super()
  }

  override eq(other: Box): boolean {
    return other.isDone === this.isDone
  }

  toDOM(view: EditorView): HTMLElement {
    const box = document.createElement('input')
    box.type = 'checkbox'
    box.className = 'cm-md-box'
    box.checked = this.isDone
    box.ariaLabel = this.label
    box.addEventListener('mousedown', (event) => event.preventDefault())
    box.addEventListener('click', (event) => {
      event.preventDefault()
      if (view.state.readOnly) return
      const from = view.posAtDOM(box)
      const isDone = /^\[[xX]\]/.test(view.state.sliceDoc(from, from + 3))
      view.dispatch({ changes: { from, to: from + 3, insert: isDone ? '[ ]' : '[x]' }, userEvent: 'input' })
    })
    return box
  }

  override ignoreEvent(): boolean {
    return true
  }
}

class Bullet extends WidgetType {
  override eq(): boolean {
    return true
  }

  toDOM(): HTMLElement {
    const dot = document.createElement('span')
    dot.className = 'cm-md-bullet'
    dot.textContent = '•'
    return dot
  }
}

class Picture extends WidgetType {
  constructor(
    readonly source: string,
    readonly text: string,
  ) {
    super()
  }

  override eq(other: Picture): boolean {
    return other.source === this.source && other.text === this.text
  }

  toDOM(): HTMLElement {
    const image = document.createElement('img')
    image.className = 'cm-md-image'
    image.alt = this.text
    image.loading = 'lazy'
    image.referrerPolicy = 'no-referrer'
    image.src = sourceOf(this.source)
    return image
  }
}

const hidden = Decoration.replace({})
const bullet = Decoration.replace({ widget: new Bullet() })
const styled: Readonly<Record<string, Decoration>> = {
  StrongEmphasis: Decoration.mark({ class: 'cm-md-strong' }),
  Emphasis: Decoration.mark({ class: 'cm-md-em' }),
  Strikethrough: Decoration.mark({ class: 'cm-md-strike' }),
  InlineCode: Decoration.mark({ class: 'cm-md-code' }),
  Link: Decoration.mark({ class: 'cm-md-link' }),
  Autolink: Decoration.mark({ class: 'cm-md-link' }),
  HTMLTag: Decoration.mark({ class: 'cm-md-code' }),
}
const lineStyles: Readonly<Record<string, Decoration>> = {
  ATXHeading1: Decoration.line({ class: 'cm-md-h1' }),
  ATXHeading2: Decoration.line({ class: 'cm-md-h2' }),
  ATXHeading3: Decoration.line({ class: 'cm-md-h3' }),
  ATXHeading4: Decoration.line({ class: 'cm-md-h3' }),
  ATXHeading5: Decoration.line({ class: 'cm-md-h3' }),
  ATXHeading6: Decoration.line({ class: 'cm-md-h3' }),
  Blockquote: Decoration.line({ class: 'cm-md-quote' }),
  FencedCode: Decoration.line({ class: 'cm-md-block' }),
}
const markNames = new Set([
  'EmphasisMark',
  'StrikethroughMark',
  'CodeMark',
  'LinkMark',
  'HeaderMark',
  'QuoteMark',
])
const mention = Decoration.mark({ class: 'cm-md-mention' })
const mentions =
  /(?<![\p{L}\p{N}_@/])(?:@[a-z0-9][a-z0-9._-]{0,38}|#?[A-Z][A-Z0-9]{1,5}-\d{1,7})(?![\p{L}\p{N}_])/gu

const isOurs = (source: string) => /^\/api\/attachments\/[0-9a-f-]{36}\/(?:content|preview)$/.test(source)

/** Whether somebody writes at a place, so that its marks have to be seen. */
function isTouched(state: EditorState, from: number, to: number): boolean {
  return state.selection.ranges.some((range) => range.from <= to && range.to >= from)
}

function decorate(view: EditorView, labels: { tick: string }): DecorationSet {
  const { state } = view
  const found: Range<Decoration>[] = []
  const isWriting = view.hasFocus && !state.readOnly
  const touched = (from: number, to: number) => isWriting && isTouched(state, from, to)
  const hide = (from: number, to: number) => from < to && found.push(hidden.range(from, to))
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(state).iterate({
      from,
      to,
      enter(node) {
        const line = state.doc.lineAt(node.from)
        const parent = node.node.parent
        if (styled[node.name]) found.push(styled[node.name]!.range(node.from, node.to))
        if (lineStyles[node.name]) styleLines(node.name, node.from, node.to)
        if (node.name === 'TaskMarker' && !touched(node.from, node.to)) {
          const isDone = /[xX]/.test(state.sliceDoc(node.from, node.to))
          found.push(Decoration.replace({ widget: new Box(isDone, labels.tick) }).range(node.from, node.to))
        } else if (node.name === 'ListMark' && parent?.parent?.name === 'BulletList') {
          const isTask = parent.getChild('Task') !== null
          if (!touched(node.from, node.to)) {
            if (isTask) hide(node.from, Math.min(node.to + 1, line.to))
            else found.push(bullet.range(node.from, node.to))
          }
        } else if (node.name === 'Image' && !touched(node.from, node.to)) {
          const url = node.node.getChild('URL')
          const source = url ? state.sliceDoc(url.from, url.to) : ''
          // Pictures of elsewhere would tell their host who writes here, and when.
          if (isOurs(source)) {
            const text = /^!\[([^\]]*)/.exec(state.sliceDoc(node.from, node.to))?.[1] ?? ''
            found.push(Decoration.replace({ widget: new Picture(source, text) }).range(node.from, node.to))
            return false
          }
        } else if (node.name === 'URL' && parent?.name === 'Link' && !touched(parent.from, parent.to)) {
          hide(node.from, node.to)
        } else if (markNames.has(node.name) && parent && parent.name !== 'Image') {
          const isBlock = node.name === 'HeaderMark' || node.name === 'QuoteMark'
          const isFence = parent.name === 'FencedCode'
          if (isFence) return
          if (isBlock ? !touched(line.from, line.to) : !touched(parent.from, parent.to))
            hide(node.from, isBlock && state.sliceDoc(node.to, node.to + 1) === ' ' ? node.to + 1 : node.to)
        }
      },
    })
    for (const match of state.sliceDoc(from, to).matchAll(mentions))
      found.push(mention.range(from + match.index, from + match.index + match[0].length))
  }
  return Decoration.set(found, true)

  function styleLines(name: string, start: number, end: number): void {
    for (let at = start; at <= end;) {
      const line = state.doc.lineAt(at)
      found.push(lineStyles[name]!.range(line.from))
      at = line.to + 1
    }
  }
}

/** Follows a link with Ctrl/⌘ and a click, as editors do. */
const follow = EditorView.domEventHandlers({
  mousedown(event, view) {
    if (!(event.ctrlKey || event.metaKey) || event.button !== 0) return false
    const at = view.posAtCoords({ x: event.clientX, y: event.clientY })
    if (at === null) return false
    let node = syntaxTree(view.state).resolveInner(at, 1).node
    while (node.parent && node.name !== 'Link' && node.name !== 'URL') node = node.parent
    const url = node.name === 'URL' ? node : node.getChild('URL')
    const address = url ? view.state.sliceDoc(url.from, url.to) : ''
    if (!/^https?:\/\//.test(address)) return false
    window.open(address, '_blank', 'noopener,noreferrer')
    return true
  },
})

export function preview(labels: { tick: string }) {
  const plugin = ViewPlugin.fromClass(
    class {
      decorations: DecorationSet
      constructor(view: EditorView) {
        this.decorations = decorate(view, labels)
      }
      update(update: ViewUpdate) {
        const isParsed = syntaxTree(update.startState) !== syntaxTree(update.state)
        if (
          update.docChanged ||
          update.selectionSet ||
          update.viewportChanged ||
          update.focusChanged ||
          isParsed
        )
          this.decorations = decorate(update.view, labels)
      }
    },
    { decorations: ({ decorations }) => decorations },
  )
  return [plugin, follow]
}

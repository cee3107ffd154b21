import DOMPurify from 'dompurify'
import MarkdownIt from 'markdown-it'

// HTML in the text stays text. The sanitiser behind it is the second wall: it holds even where the parser does not.
const parser = new MarkdownIt({ html: false, linkify: true, breaks: true })

const purifier = DOMPurify(window)
purifier.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName !== 'A') return
  node.setAttribute('target', '_blank')
  node.setAttribute('rel', 'noopener noreferrer nofollow')
})

// "- [ ] item": a box that only shows; the text is where it is ticked.
parser.core.ruler.after('inline', 'todo', (state) => {
  for (const [index, token] of state.tokens.entries()) {
    const first = token.children?.[0]
    const found = first?.type === 'text' ? /^\[([ xX])\] /.exec(first.content) : null
    const item = state.tokens[index - 2]
    if (!found || !first || token.type !== 'inline' || item?.type !== 'list_item_open') continue
    item.attrJoin('class', 'todo')
    first.content = first.content.slice(found[0].length)
    const box = new state.Token('todo_box', 'input', 0)
    box.meta = { isDone: found[1] !== ' ' }
    token.children!.unshift(box)
  }
})
parser.renderer.rules.todo_box = (tokens, index) => {
  const { isDone } = tokens[index]!.meta as { isDone: boolean }
  return `<input type="checkbox" disabled aria-label="${isDone ? 'done' : 'to do'}"${isDone ? ' checked' : ''}>`
}

/** Markdown as HTML, not yet sanitised. */
export function parseMarkdown(text: string): string {
  return parser.render(text)
}

/** Markdown as HTML that is safe to put into the page: no scripts, no handlers, no `javascript:`, no styles. */
export function renderMarkdown(text: string): string {
  return purifier.sanitize(parseMarkdown(text), {
    FORBID_TAGS: ['style', 'form', 'iframe'],
    FORBID_ATTR: ['style'],
    ADD_ATTR: ['target'],
  })
}

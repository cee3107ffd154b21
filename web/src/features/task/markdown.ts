import DOMPurify from 'dompurify'
import MarkdownIt from 'markdown-it'
import { sourceOf } from '@/ui/editor/local'
import { refsPlugin } from './markdownRefs'
import type { Refs } from './refs'

// HTML in the text stays text. The sanitiser behind it is the second wall: it holds even where the parser does not.
const parser = new MarkdownIt({ html: false, linkify: true, breaks: true })
// Without a scheme too much is taken for an address: README.md, main.rs.
parser.linkify.set({ fuzzyLink: false })

/** Only the web, mail, and paths of this origin; whatever else is written as a link stays text. */
parser.validateLink = (url) => /^(?:https?:\/\/|mailto:|\/(?!\/|\\|%5C)|#)/i.test(url.trim())

/**
 * Pictures of elsewhere would tell their host who reads what, and when: they are links. Only files that were attached
 * here are drawn.
 */
const isOurs = (src: string): boolean => /^\/api\/attachments\/[0-9a-f-]{36}\/(?:content|preview)$/.test(src)

const purifier = DOMPurify(window)
purifier.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName === 'IMG') {
    const src = node.getAttribute('src') ?? ''
    if (isOurs(src)) node.setAttribute('src', sourceOf(src))
    else node.remove()
  }
  if (node.tagName !== 'A' || isPage(node.getAttribute('href') ?? '')) return
  node.setAttribute('target', '_blank')
  node.setAttribute('rel', 'noopener noreferrer nofollow')
})

/** A page of the app itself, which opens where one is. */
export function isPage(href: string): boolean {
  return /^\/[pt]\/[^/\\]/.test(href)
}

const attribute = (token: { attrGet(name: string): string | number | null }, name: string): string =>
  String(token.attrGet(name) ?? '')

parser.core.ruler.after('linkify', 'ours', (state) => {
  for (const token of state.tokens) {
    // A style attribute would be against the policy of the page already while it is read.
    const align = /^text-align:(left|center|right)$/.exec(attribute(token, 'style'))?.[1]
    if (token.attrGet('style') !== null) token.attrs = align ? [['align', align]] : null
    let depth = 0
    const { Token } = state
    token.children = (token.children ?? []).flatMap((child) => {
      depth += child.nesting * Number(child.type.startsWith('link_'))
      if (child.type === 'link_open') child.attrSet('href', ownPath(attribute(child, 'href')))
      const src = attribute(child, 'src')
      if (child.type !== 'image' || isOurs(src)) return [child]
      const text = new Token('text', '', 0)
      text.content = child.content || src
      if (depth > 0) return [text]
      const [open, close] = [new Token('link_open', 'a', 1), new Token('link_close', 'a', -1)]
      open.attrs = [['href', src]]
      return [open, text, close]
    })
  }
})

/** An address of this origin as a path, so that it is known for one. */
function ownPath(href: string): string {
  return href.startsWith(`${location.origin}/`) ? href.slice(location.origin.length) : href
}

parser.use(refsPlugin)

// "- [ ] item": a box that says which line of the text it is, for whoever may tick it.
parser.core.ruler.after('inline', 'todo', (state) => {
  for (const [index, token] of state.tokens.entries()) {
    const first = token.children?.[0]
    const found = first?.type === 'text' ? /^\[([ xX])\] /.exec(first.content) : null
    const item = state.tokens[index - 2]
    if (!found || !first || token.type !== 'inline' || item?.type !== 'list_item_open') continue
    item.attrJoin('class', 'todo')
    first.content = first.content.slice(found[0].length)
    const box = new state.Token('todo_box', 'input', 0)
    box.meta = { isDone: found[1] !== ' ', line: token.map?.[0], name: token.content.slice(found[0].length) }
    token.children!.unshift(box)
  }
})
parser.renderer.rules.todo_box = (tokens, index, _options, env) => {
  const { isDone, line, name } = tokens[index]!.meta as { isDone: boolean; line: number; name: string }
  const state = `${isDone ? ' checked' : ''}${(env as Partial<Env>).canTick ? '' : ' disabled'}`
  return `<input type="checkbox" data-line="${line}" aria-label="${parser.utils.escapeHtml(name)}"${state}>`
}

interface Env {
  refs: Refs | undefined
  canTick: boolean
}

/** Markdown as HTML, not yet sanitised; with `refs`, people and tasks that are named are marked and linked. */
export function parseMarkdown(text: string, refs?: Refs, canTick = false): string {
  return parser.render(text, { refs, canTick } satisfies Env)
}

const tags =
  'p br hr h1 h2 h3 h4 h5 h6 strong em s code pre blockquote ul ol li table thead tbody tr th td a img input span'
const attributes =
  'href title target rel src alt class type checked disabled aria-label start align data-tip data-task data-person data-line'

/** Markdown as HTML that is safe to put into the page: what is not named here is not in it. */
export function renderMarkdown(text: string, refs?: Refs, canTick = false): string {
  return purifier.sanitize(parseMarkdown(text, refs, canTick), {
    ALLOWED_TAGS: tags.split(' '),
    ALLOWED_ATTR: attributes.split(' '),
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  })
}

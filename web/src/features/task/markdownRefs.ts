import type MarkdownIt from 'markdown-it'
import type { StateCore, Token } from 'markdown-it'
import { mentionsIn } from '@/project/mention'
import { timesIn } from './moments'
import type { PersonRef, Refs, TaskRef } from './refs'

/** `#WEB-12`, or `WEB-12` by itself. */
const keys = /(?<![\p{L}\p{N}@./_-])#?(?<key>[A-Z][A-Z0-9]{1,5}-[1-9]\d{0,8})(?![\p{L}\p{N}_@-])/gu

/** Marks the people and links the tasks that a text names; who and what is not known stays text. */
export function refsPlugin(parser: InstanceType<typeof MarkdownIt>): void {
  // Before escaped signs are joined with their neighbours: `\@ada` names nobody.
  parser.core.ruler.before('text_join', 'refs', (state) => {
    const { refs } = state.env as { refs?: Refs }
    if (!refs) return
    for (const token of state.tokens) if (token.children) token.children = named(state, token.children, refs)
  })
  parser.renderer.rules.person = (tokens, index) => {
    const { content, meta } = tokens[index]!
    const { id, name, isMe } = meta as unknown as PersonRef
    const look = isMe ? 'mention me' : 'mention'
    const { escapeHtml } = parser.utils
    return `<span class="${look}" data-person="${escapeHtml(id)}" data-tip="${escapeHtml(name)}">${escapeHtml(content)}</span>`
  }
  parser.renderer.rules.moment = (tokens, index) => {
    const { content, meta } = tokens[index]!
    const { escapeHtml } = parser.utils
    return `<a href="${escapeHtml(String(meta))}">${escapeHtml(content)}</a>`
  }
  parser.renderer.rules.task = (tokens, index) => {
    const { content, meta } = tokens[index]!
    const { title, status, isClosed, href } = meta as unknown as TaskRef
    const { escapeHtml } = parser.utils
    const tip = escapeHtml(status ? `${title} · ${status}` : title)
    return `<a class="task-ref${isClosed ? ' closed' : ''}" href="${escapeHtml(href)}" data-task="${escapeHtml(content)}" data-tip="${tip}" aria-label="${escapeHtml(content)} ${tip}">${escapeHtml(content)}</a>`
  }
}

function named({ Token }: StateCore, children: readonly Token[], refs: Refs): Token[] {
  const list: Token[] = []
  const add = (type: string, content: string, meta: unknown = null): void => {
    const token = new Token(type, '', 0)
    list.push(Object.assign(token, { content, meta }))
  }
  let depth = 0
  for (const child of children) {
    depth += child.nesting * Number(child.type.startsWith('link_'))
    const found = child.type === 'text' && depth === 0 ? refsIn(child.content, refs) : []
    if (found.length === 0) {
      list.push(child)
      continue
    }
    let at = 0
    for (const one of found) {
      if (one.from > at) add('text', child.content.slice(at, one.from))
      add(one.type, one.text, one.ref)
      at = one.to
    }
    if (at < child.content.length) add('text', child.content.slice(at))
  }
  return list
}

interface Found {
  readonly from: number
  readonly to: number
  readonly type: 'person' | 'task' | 'moment'
  readonly text: string
  readonly ref: object | string
}

function refsIn(text: string, refs: Refs): Found[] {
  return [...peopleIn(text, refs), ...tasksIn(text, refs), ...momentsIn(text, refs)].toSorted(
    (a, b) => a.from - b.from,
  )
}

function peopleIn(text: string, refs: Refs): Found[] {
  return mentionsIn(text).flatMap(({ handle, start, end }): Found[] => {
    const ref = refs.person(handle)
    return ref ? [{ from: start, to: end, type: 'person', text: text.slice(start, end), ref }] : []
  })
}

function tasksIn(text: string, refs: Refs): Found[] {
  return [...text.matchAll(keys)].flatMap((match): Found[] => {
    const key = match.groups!.key!
    const ref = refs.task(key)
    return ref ? [{ from: match.index, to: match.index + match[0].length, type: 'task', text: key, ref }] : []
  })
}

function momentsIn(text: string, refs: Refs): Found[] {
  return timesIn(text).flatMap(({ seconds, from, to }): Found[] => {
    const ref = refs.moment?.(seconds)
    return ref ? [{ from, to, type: 'moment', text: text.slice(from, to), ref }] : []
  })
}

/** Checklists in descriptions: lines such as `- [ ] Write the menu`, at any depth and not in code. */
export interface ChecklistItem {
  title: string
  isDone: boolean
}

export interface Checklist {
  items: ChecklistItem[]
  /** The text without them. */
  rest: string
}

const maxTitle = 500
const item = /^\s*(?:[-*+]|\d+[.)])\s+\[([ xX])\]\s+(.*\S)\s*$/
const fence = /^\s*(`{3,}|~{3,})/

/** Takes the items of checklists out of Markdown. Where they leave more than one empty line, one stays. */
export function takeChecklist(text: string): Checklist {
  const items: ChecklistItem[] = []
  const rest: string[] = []
  let open = ''
  for (const line of text.split('\n')) {
    open = inCode(open, line)
    const found = open ? null : item.exec(line)
    if (found) items.push({ isDone: found[1] !== ' ', title: plain(found[2]!) })
    else rest.push(line)
  }
  if (items.length === 0) return { items, rest: text }
  return {
    items,
    rest: rest
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
  }
}

/** The mark that ends the code in which the next line stands; empty outside of code. */
function inCode(open: string, line: string): string {
  const mark = fence.exec(line)?.[1]
  if (!mark) return open
  if (!open) return mark
  return mark.startsWith(open) ? '' : open
}

/** A title is plain text of one line: emphasis and links lose their signs, not their words. */
function plain(text: string): string {
  return text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__|~~|`)(.+?)\1/g, '$2')
    .replace(/\s+/g, ' ')
    .slice(0, maxTitle)
    .trim()
}

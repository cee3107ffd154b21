/** The text with the box of one of its lines ("- [ ] item", counted from 0) ticked, or no more. */
export function tickLine(text: string, line: number): string {
  const lines = text.split('\n')
  const at = lines[line]
  if (at !== undefined)
    lines[line] = at.replace(/\[([ xX])\]/, (_, mark: string) => (mark === ' ' ? '[x]' : '[ ]'))
  return lines.join('\n')
}

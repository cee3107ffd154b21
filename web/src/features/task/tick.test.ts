import { describe, expect, it } from 'vitest'
import { parseMarkdown } from './markdown'
import { tickLine } from './tick'

const text = [
  '# Plan',
  '',
  '- [ ] one',
  '  - [x] two',
  '',
  'Words',
  '',
  '1. [X] three [ ]',
  '> - [ ] four',
].join('\n')

describe('tickLine', () => {
  it('ticks the line that the box names, and no other', () => {
    const box = document.createElement('div')
    box.innerHTML = parseMarkdown(text)
    const lines = [...box.querySelectorAll<HTMLElement>('[data-line]')].map((one) => Number(one.dataset.line))
    expect(lines).toEqual([2, 3, 7, 8])
    const ticked = lines.reduce(tickLine, text)
    expect(ticked).toBe(
      ['# Plan', '', '- [x] one', '  - [ ] two', '', 'Words', '', '1. [ ] three [ ]', '> - [x] four'].join(
        '\n',
      ),
    )
    expect(lines.reduce(tickLine, ticked)).toBe(text.replace('[X]', '[x]'))
  })

  it('leaves a text without that line as it is', () => expect(tickLine(text, 99)).toBe(text))
})

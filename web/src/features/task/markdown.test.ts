import { describe, expect, it } from 'vitest'
import { parseMarkdown } from './markdown'

function render(text: string): HTMLElement {
  const box = document.createElement('div')
  box.innerHTML = parseMarkdown(text)
  return box
}

// The parser alone. The sanitiser needs a real browser's DOM: e2e/board/description.spec.ts.
describe('parseMarkdown', () => {
  it('renders what people write', () => {
    const box = render('# Why\n\n**bold** and `code`\n\n- one\n\n| a |\n|---|\n| b |')
    expect([...box.querySelectorAll('h1, strong, code, li, td')].map((e) => e.textContent)).toEqual([
      'Why',
      'bold',
      'code',
      'one',
      'b',
    ])
  })
  it('shows boxes of a list of things to do, which cannot be ticked here', () => {
    const boxes = render('- [x] done\n- [ ] open\n- [link](/x)').querySelectorAll('input')
    expect([...boxes].map((box) => [box.checked, box.disabled])).toEqual([
      [true, true],
      [false, true],
    ])
  })
  it.each([
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script>',
    '[x](javascript:alert(1))',
    '[x](java\nscript:alert(1))',
    '![x](data:text/html,<script>alert(1)</script>)',
    '<a href="javascript:alert(1)">x</a>',
    '<svg><style><img src=x onerror=alert(1)></style></svg>',
  ])('lets nothing run: %s', (text) => {
    const box = render(text)
    expect(box.querySelector('script, style, svg, iframe')).toBeNull()
    for (const element of box.querySelectorAll('*')) {
      const attributes = [...element.attributes].map(({ name, value }) => `${name}=${value}`).join(' ')
      expect(attributes).not.toMatch(/\bon\w+=|javascript:|data:text/)
    }
  })
})

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

describe('links and pictures', () => {
  it.each([
    ['https://example.com', 'https://example.com'],
    ['[x](mailto:a@example.com)', 'mailto:a@example.com'],
    ['[x](/t/WEB-1)', '/t/WEB-1'],
    [`${location.origin}/t/WEB-1#comment-x`, '/t/WEB-1#comment-x'],
    ['![a plan](https://example.com/a.png)', 'https://example.com/a.png'],
  ])('a link: %s', (text, href) => {
    const box = render(text)
    expect(box.querySelector('a')?.getAttribute('href')).toBe(href)
    expect(box.querySelector('img')).toBeNull()
  })
  it.each([
    '[x](//evil.example)',
    '[x](/\\evil.example)',
    '[x](data:text/html,x)',
    '![x](data:image/png;base64,AAAA)',
    '[x](ftp://example.com)',
    '[x](file:///etc/passwd)',
    'README.md and main.rs',
    '//evil.example',
  ])('text: %s', (text) => {
    expect(render(text).querySelector('a, img')).toBeNull()
  })
  it('draws what is attached here', () => {
    const src = '/api/attachments/01930000-0000-7000-8000-000000000001/preview'
    expect(render(`![a plan](${src})`).querySelector('img')?.getAttribute('src')).toBe(src)
  })
  it('aligns cells without a style', () => {
    const box = render('| a | b |\n|:--|--:|\n| 1 | 2 |')
    expect(box.querySelector('[style]')).toBeNull()
    expect([...box.querySelectorAll('td')].map((cell) => cell.getAttribute('align'))).toEqual([
      'left',
      'right',
    ])
  })
})

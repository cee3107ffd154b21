import { describe, expect, it } from 'vitest'
import { parseMarkdown } from './markdown'
import type { Refs } from './refs'

const refs: Refs = {
  person: (handle) =>
    ({
      ada: { id: 'u1', name: 'Ada <b>', isMe: false },
      'zoe.quinn': { id: 'u2', name: 'Zoë', isMe: true },
    })[handle],
  task: (key) =>
    key === 'WEB-12'
      ? { title: 'A "title" <img>', status: 'Done', isClosed: true, href: '/t/WEB-12' }
      : undefined,
}

function marks(text: string): string[] {
  const box = document.createElement('div')
  box.innerHTML = parseMarkdown(text, refs)
  return [...box.querySelectorAll('.mention, .task-ref')].map((one) => one.textContent)
}

describe('what a text names', () => {
  it.each([
    ['@ada, @Ada! and @zoe.quinn.', ['@ada', '@Ada', '@zoe.quinn']],
    ['(@ada) **@ada** > "@ada"', ['@ada', '@ada', '@ada']],
    ['see #WEB-12, WEB-12. and (WEB-12)', ['WEB-12', 'WEB-12', 'WEB-12']],
    ['@nobody WEB-13 #WEB-1', []],
    ['a@ada.example @ada@example.com x@ada /@ada', []],
    ['`@ada` `WEB-12`', []],
    ['\\@ada', []],
    ['[@ada WEB-12](https://example.com)', []],
    ['WEB-123 MYWEB-12 WEB-12-3 web-12 WEB-12x', []],
    ['- @ada\n\n| a |\n|---|\n| WEB-12 |', ['@ada', 'WEB-12']],
  ])('%s', (text, want) => {
    expect(marks(text)).toEqual(want)
  })

  it('says who and what it is, as text', () => {
    const box = document.createElement('div')
    box.innerHTML = parseMarkdown('@ada WEB-12', refs)
    const [person, task] = box.querySelectorAll<HTMLElement>('.mention, .task-ref')
    expect(person!.dataset.tip).toBe('Ada <b>')
    expect(task!.dataset.tip).toBe('A "title" <img> · Done')
    expect(task!.getAttribute('href')).toBe('/t/WEB-12')
    expect(task!.className).toBe('task-ref closed')
    expect(box.querySelector('b, img')).toBeNull()
  })

  it('without anybody to ask, everything stays text', () => {
    expect(parseMarkdown('@ada WEB-12')).toBe('<p>@ada WEB-12</p>\n')
  })
})

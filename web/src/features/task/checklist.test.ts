// @vitest-environment node
import { expect, it } from 'vitest'
import { takeChecklist } from './checklist'

const titles = (text: string): string[] =>
  takeChecklist(text).items.map(({ title, isDone }) => `${isDone ? 'x' : ' '} ${title}`)

it('takes items of every kind of list, checked or not, at any depth', () => {
  const text = ['- [ ] one', '* [x] two', '+ [X] three', '1. [ ] four', '  - [ ] five', '2) [ ] six'].join(
    '\n',
  )
  expect(titles(text)).toEqual(['  one', 'x two', 'x three', '  four', '  five', '  six'])
})

it('leaves the rest of the text as it was, without gaps', () => {
  const text = 'Before\n\n- [ ] one\n- plain\n- [x] two\n\nAfter\n'
  expect(takeChecklist(text).rest).toBe('Before\n\n- plain\n\nAfter')
  expect(takeChecklist('# A\n\n- [ ] one\n\nB').rest).toBe('# A\n\nB')
})

it('changes nothing in a text without items', () => {
  const text = 'A\n\n\n\n- [] none\n- [y] none\n[ ] none\n- [ ]\n- [ ] \n'
  expect(takeChecklist(text)).toEqual({ items: [], rest: text })
})

it('leaves what stands in code', () => {
  const text = '```md\n- [ ] in code\n~~~\n- [ ] still in it\n```\n- [ ] outside'
  expect(titles(text)).toEqual(['  outside'])
})

it('makes plain titles of at most 500 characters', () => {
  expect(titles('- [ ] Ask **Ada** about [the menu](https://example.com) and `npm`')).toEqual([
    '  Ask Ada about the menu and npm',
  ])
  expect(takeChecklist(`- [ ] ${'a'.repeat(600)}`).items[0]!.title).toHaveLength(500)
})

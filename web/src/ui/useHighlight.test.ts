import { expect, it } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import { useHighlight } from './useHighlight'

function setUp(first: readonly string[]) {
  const rows = shallowRef(first)
  const scope = effectScope()
  const highlight = scope.run(() =>
    useHighlight(
      () => rows.value,
      () => rows.value.find((row) => row !== '+') ?? null,
    ),
  )!
  const press = (key: string, shiftKey = false) =>
    highlight.press(new KeyboardEvent('keydown', { key, shiftKey }))
  const at = () => rows.value[highlight.index.value]
  return { rows, highlight, press, at }
}

it('stays on the same row while others come before it', async () => {
  const { rows, press, at } = setUp(['a', 'c'])
  rows.value = ['x', 'a', 'b', 'c']
  await nextTick()
  expect(at()).toBe('a')
  press('ArrowDown')
  expect(at()).toBe('b')
  rows.value = ['x', 'a', 'y', 'b', 'c']
  await nextTick()
  expect(at()).toBe('b')
  rows.value = ['x', 'y']
  await nextTick()
  expect(at()).toBe('x')
})

it('leaves the row that makes something for the first that is found, unless one went there', async () => {
  const { rows, highlight, press, at } = setUp(['+'])
  expect(at()).toBe('+')
  rows.value = ['found', '+']
  await nextTick()
  expect(at()).toBe('found')
  press('End')
  rows.value = ['found', 'more', '+']
  await nextTick()
  expect(at()).toBe('+')
  highlight.reset()
  expect(at()).toBe('found')
})

it('goes round by arrows, and stops at the ends by pages', () => {
  const { press, at } = setUp(Array.from({ length: 12 }, (_, i) => `${i}`))
  press('ArrowUp')
  expect(at()).toBe('11')
  press('ArrowDown')
  press('PageDown')
  expect(at()).toBe('8')
  press('PageDown')
  expect(at()).toBe('11')
  press('Home')
  expect(at()).toBe('0')
  expect(press('End', true)).toBe(false)
  expect(press('x')).toBe(false)
  expect(at()).toBe('0')
})

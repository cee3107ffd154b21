import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { useLongPress } from './useLongPress'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function pressed(pointerType: string, then: (button: HTMLElement) => void) {
  const button = document.createElement('button')
  const held = vi.fn()
  const clicked = vi.fn()
  const scope = effectScope()
  const { onPointerdown, onClickCapture } = scope.run(() => useLongPress(held))!
  button.addEventListener('pointerdown', onPointerdown)
  button.addEventListener('click', onClickCapture, true)
  button.addEventListener('click', clicked)
  document.body.append(button)
  button.dispatchEvent(new PointerEvent('pointerdown', { pointerType, clientX: 5, clientY: 5 }))
  then(button)
  button.click()
  scope.stop()
  return { held: held.mock.calls.length, clicked: clicked.mock.calls.length }
}

it('a finger that rests is told of once, and its click is swallowed', () => {
  expect(pressed('touch', () => vi.advanceTimersByTime(500))).toEqual({ held: 1, clicked: 0 })
})

it.each([
  ['a tap', 'touch', () => window.dispatchEvent(new PointerEvent('pointerup'))],
  [
    'a finger that moves on',
    'touch',
    () => window.dispatchEvent(new PointerEvent('pointermove', { clientX: 30, clientY: 5 })),
  ],
  ['a mouse that is held', 'mouse', () => {}],
])('%s is a click', (_name, pointerType, deed) => {
  const then = () => {
    deed()
    vi.advanceTimersByTime(500)
  }
  expect(pressed(pointerType, then)).toEqual({ held: 0, clicked: 1 })
})

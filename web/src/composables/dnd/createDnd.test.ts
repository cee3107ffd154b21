import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, shallowReactive, type EffectScope } from 'vue'
import { createDnd } from './createDnd'
import type { Slot } from './types'

// Two columns of 280 px side by side; cards of 50 px with 10 px between them, of which the page holds only `a0`.
const cards = shallowReactive<Record<string, string[]>>({})
let scope: EffectScope
let board: HTMLElement
let dnd: ReturnType<typeof createDnd>
const onDrop = vi.fn<(card: string, to: Slot) => void>()
const onCancel = vi.fn<(card: string) => void>()

function place(element: HTMLElement, left: number, width: number, height: number): void {
  element.getBoundingClientRect = () => new DOMRect(left, 0, width, height)
}

function addColumn(id: string, left: number): HTMLElement {
  const scroller = document.createElement('div')
  place(scroller, left, 280, 600)
  board.append(scroller)
  dnd.addColumn({
    id,
    scroller,
    spans: () => cards[id]!.map((_, index) => ({ start: index * 60, end: index * 60 + 50 })),
    indexOf: (card) => cards[id]!.indexOf(card),
  })
  return scroller
}

function pointer(type: string, x: number, y: number, pointerType = 'mouse'): void {
  const init = { clientX: x, clientY: y, button: 0, isPrimary: true, bubbles: true, pointerType }
  const target = type === 'pointerdown' ? board.querySelector('[data-drag]')! : window
  target.dispatchEvent(new PointerEvent(type, init))
}

async function frames(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => requestAnimationFrame(resolve))
}

beforeEach(() => {
  cards.a = ['a0', 'a1', 'a2']
  cards.b = ['b0', 'b1']
  board = document.createElement('div')
  place(board, 0, 600, 600)
  document.body.append(board)
  window.matchMedia = (() => ({ matches: true })) as unknown as typeof window.matchMedia
  scope = effectScope()
  dnd = scope.run(() => createDnd({ board: () => board, gapPx: 10, onDrop, onCancel }))!
  const first = addColumn('a', 0)
  addColumn('b', 300)
  first.innerHTML = '<div data-drag="a0"><button data-no-drag>…</button></div>'
  place(first.firstElementChild as HTMLElement, 0, 280, 50)
  board.addEventListener('pointerdown', dnd.onPointerDown)
})
afterEach(() => {
  scope.stop()
  board.remove()
  vi.clearAllMocks()
  vi.useRealTimers()
})

describe('createDnd', () => {
  it('drops a card between two that are not mounted, in another column', () => {
    pointer('pointerdown', 20, 10)
    pointer('pointermove', 330, 45)
    expect(dnd.drag.value?.card).toBe('a0')
    pointer('pointerup', 330, 45)
    expect(onDrop).toHaveBeenCalledExactlyOnceWith('a0', { column: 'b', index: 1 })
  })
  it('takes no drop for one on the card’s own place', async () => {
    pointer('pointerdown', 20, 10)
    pointer('pointermove', 25, 15)
    pointer('pointerup', 25, 15)
    expect(onDrop).not.toHaveBeenCalled()
    expect(onCancel).toHaveBeenCalledWith('a0')
    await vi.waitFor(() => expect(dnd.settling.value).toBeNull())
    expect(document.querySelector('.is-ghost')).toBeNull()
  })
  it('leaves a click alone, and swallows the one after a drop', () => {
    const onClick = vi.fn<() => void>()
    board.addEventListener('click', onClick)
    const click = () => board.firstElementChild!.dispatchEvent(new MouseEvent('click', { bubbles: true }))
    pointer('pointerdown', 20, 10)
    pointer('pointermove', 22, 10)
    pointer('pointerup', 22, 10)
    click()
    expect(onClick).toHaveBeenCalledTimes(1)
    pointer('pointerdown', 20, 10)
    pointer('pointermove', 330, 45)
    pointer('pointerup', 330, 45)
    click()
    expect(onClick).toHaveBeenCalledTimes(1)
  })
  it('puts the card back on Escape and keeps the key to itself', () => {
    const onKey = vi.fn<() => void>()
    window.addEventListener('keydown', onKey)
    pointer('pointerdown', 20, 10)
    pointer('pointermove', 330, 45)
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
    pointer('pointerup', 330, 45)
    expect(dnd.drag.value).toBeNull()
    expect(onDrop).not.toHaveBeenCalled()
    expect(onCancel).toHaveBeenCalledWith('a0')
    expect(onKey).not.toHaveBeenCalled()
    window.removeEventListener('keydown', onKey)
  })
  it('lifts with a finger that rests 220 ms, and not with one that swipes', () => {
    vi.useFakeTimers()
    pointer('pointerdown', 20, 10, 'touch')
    pointer('pointermove', 20, 30, 'touch')
    vi.advanceTimersByTime(300)
    expect(dnd.drag.value).toBeNull()
    pointer('pointerdown', 20, 10, 'touch')
    vi.advanceTimersByTime(219)
    expect(dnd.drag.value).toBeNull()
    vi.advanceTimersByTime(1)
    expect(dnd.drag.value).toMatchObject({ card: 'a0', size: 60, to: { column: 'a', index: 0 } })
  })
  it('goes on with a finger whose card was unmounted: the touched element still hears it', () => {
    vi.useFakeTimers()
    pointer('pointerdown', 20, 10, 'touch')
    vi.advanceTimersByTime(220)
    const touched = board.querySelector('[data-drag]')!
    touched.remove()
    pointer('pointercancel', 20, 10, 'touch')
    const move = new Event('touchmove', { cancelable: true }) as TouchEvent
    Object.assign(move, { touches: [{ clientX: 330, clientY: 500 }] })
    touched.dispatchEvent(move)
    expect(move.defaultPrevented).toBe(true)
    touched.dispatchEvent(new Event('touchend'))
    expect(onDrop).toHaveBeenCalledExactlyOnceWith('a0', { column: 'b', index: 2 })
  })
  it('ends when someone else deletes the dragged card', async () => {
    pointer('pointerdown', 20, 10)
    pointer('pointermove', 330, 45)
    cards.a = ['a1', 'a2']
    await vi.waitFor(() => expect(dnd.drag.value).toBeNull())
    expect(onDrop).not.toHaveBeenCalled()
  })
  it('asks for no frames while the card is held still, and for every frame at an edge that scrolls', async () => {
    const scroller = board.querySelectorAll<HTMLElement>('div')[0]!
    pointer('pointerdown', 20, 10)
    pointer('pointermove', 150, 300)
    await frames(2)
    const asked = vi.spyOn(window, 'requestAnimationFrame')
    await frames(4)
    expect(asked).toHaveBeenCalledTimes(4)
    pointer('pointermove', 150, 590)
    await vi.waitFor(() => expect(scroller.scrollTop).toBeGreaterThan(20))
  })
  it('asks whether a card may be dragged, and ignores its buttons', async () => {
    board
      .querySelector('button')!
      .dispatchEvent(
        new PointerEvent('pointerdown', { bubbles: true, button: 0, isPrimary: true, pointerType: 'mouse' }),
      )
    pointer('pointermove', 330, 45)
    await nextTick()
    expect(dnd.drag.value).toBeNull()
  })
  it('ends with its scope', () => {
    pointer('pointerdown', 20, 10)
    pointer('pointermove', 330, 45)
    scope.stop()
    expect(dnd.drag.value).toBeNull()
    expect(onCancel).toHaveBeenCalledOnce()
  })
})

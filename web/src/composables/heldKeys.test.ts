import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { holdKeys } from './heldKeys'

let card: HTMLButtonElement
let field: HTMLInputElement
const heard: string[] = []
const hear = (event: KeyboardEvent): void => void heard.push(event.key)

/** As a person types: what is not trusted, tests of the browser show. */
function press(key: string, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more })
  Object.defineProperty(event, 'isTrusted', { value: true })
  document.activeElement!.dispatchEvent(event)
  return event
}

async function arrive(): Promise<void> {
  field.focus()
  field.dispatchEvent(new FocusEvent('focusin', { bubbles: true }))
  await new Promise((resolve) => setTimeout(resolve))
}

describe('holdKeys', () => {
  beforeEach(() => {
    document.body.innerHTML = '<button></button><input />'
    card = document.querySelector('button')!
    field = document.querySelector('input')!
    heard.length = 0
    document.body.addEventListener('keydown', hear)
    card.focus()
  })
  afterEach(() => {
    window.dispatchEvent(new Event('pointerdown'))
    document.body.removeEventListener('keydown', hear)
    vi.useRealTimers()
  })

  it('types what was held into what takes the focus, in order', async () => {
    holdKeys()
    for (const key of ['u', 'r', 'g', 'Enter']) press(key)
    expect(heard).toEqual([])
    await arrive()
    expect(field.value).toBe('urg')
    expect(heard).toEqual(['Enter'])
  })

  it('waits for the field where the focus comes by way of what is around it', async () => {
    document.body.innerHTML += '<div tabindex="-1"></div>'
    field = document.querySelector('input')!
    const dialog = document.querySelector<HTMLElement>('div')!
    document.querySelector('button')!.focus()
    holdKeys()
    for (const key of ['i', 'n']) press(key)
    dialog.focus()
    dialog.dispatchEvent(new FocusEvent('focusin', { bubbles: true }))
    await arrive()
    expect(field.value).toBe('in')
  })

  it('lets go once it has given them', async () => {
    holdKeys()
    await arrive()
    expect(press('x').defaultPrevented).toBe(false)
    expect(heard).toEqual(['x'])
  })

  it('leaves chords to the browser', () => {
    holdKeys()
    expect(press('r', { ctrlKey: true }).defaultPrevented).toBe(false)
  })

  it('gives up when nothing comes, or when somebody presses elsewhere', () => {
    vi.useFakeTimers()
    holdKeys()
    vi.advanceTimersByTime(4_000)
    press('a')
    holdKeys()
    window.dispatchEvent(new Event('pointerdown'))
    press('b')
    expect(heard).toEqual(['a', 'b'])
  })
})

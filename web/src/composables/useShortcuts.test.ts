import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { useActionStore } from '@/stores/actions'
import { usePreferences } from '@/stores/preferences'
import { keystroke } from './keystroke'
import { useActions } from './useActions'
import { useShortcuts } from './useShortcuts'

const press = (
  key: string,
  init: KeyboardEventInit = {},
  target: EventTarget = document.body,
): KeyboardEvent => {
  const event = new KeyboardEvent('keydown', {
    key,
    bubbles: true,
    cancelable: true,
    composed: true,
    ...init,
  })
  target.dispatchEvent(event)
  return event
}

const of = (key: string, init: KeyboardEventInit = {}, apple = false): string =>
  keystroke(new KeyboardEvent('keydown', { key, ...init }), apple)

describe('useShortcuts', () => {
  let scope: EffectScope
  const run = vi.fn<(id: string) => void>()
  const action = (id: string, keys: string) => ({ id, keys, label: id, section: 's', run: () => run(id) })

  beforeEach(() => {
    document.body.replaceChildren()
    localStorage.clear()
    setActivePinia(createPinia())
    run.mockReset()
    scope?.stop()
    scope = effectScope()
    scope.run(() => {
      useShortcuts()
      useActions([action('create', 'c'), action('board', 'g b'), action('palette', 'mod+k')])
    })
  })

  it('runs by one key, by a chord and by a sequence', () => {
    press('c')
    press('k', { ctrlKey: true })
    press('g')
    press('b')
    expect(run.mock.calls.flat()).toEqual(['create', 'palette', 'board'])
  })

  it('forgets the first key of a sequence when another comes between', () => {
    press('g')
    press('x')
    press('b')
    expect(run).not.toHaveBeenCalled()
  })

  it('leaves single letters to whoever types, but not chords', () => {
    const input = document.body.appendChild(document.createElement('input'))
    press('c', {}, input)
    expect(run).not.toHaveBeenCalled()
    press('k', { ctrlKey: true }, input)
    expect(run).toHaveBeenCalledWith('palette')
  })

  it('leaves single letters to an open menu', () => {
    const menu = document.body.appendChild(document.createElement('div'))
    menu.setAttribute('role', 'menu')
    press('c', {}, menu)
    expect(run).not.toHaveBeenCalled()
  })

  it('can have its single letters switched off', () => {
    usePreferences().singleKeys = false
    press('c')
    press('g')
    press('b')
    expect(run).not.toHaveBeenCalled()
    press('k', { ctrlKey: true })
    expect(run).toHaveBeenCalledWith('palette')
  })

  it('lets the latest one answer that is of use now, and forgets those of a component that went', () => {
    const inner = effectScope()
    let focused = true
    inner.run(() => useActions([{ ...action('inner', 'c'), when: () => focused }]))
    press('c')
    focused = false
    press('c')
    focused = true
    inner.stop()
    press('c')
    expect(run.mock.calls.flat()).toEqual(['inner', 'create', 'create'])
    expect(useActionStore().all.map(({ id }) => id)).not.toContain('inner')
  })

  it('does not take what somebody else has handled', () => {
    document.body.addEventListener('keydown', (event) => event.preventDefault(), { once: true })
    press('c')
    expect(run).not.toHaveBeenCalled()
  })
})

describe('keystroke', () => {
  it('names keys alike on all machines', () => {
    expect(of('Z', { ctrlKey: true, shiftKey: true })).toBe('mod+shift+z')
    expect(of('z', { metaKey: true }, true)).toBe('mod+z')
    expect(of('ArrowUp', { altKey: true })).toBe('alt+up')
    expect(of('?', { shiftKey: true })).toBe('?')
    expect(of('Enter', { shiftKey: true })).toBe('shift+enter')
  })

  it('takes letters of other scripts by their place', () => {
    expect(of('с', { code: 'KeyC' })).toBe('c')
  })
})

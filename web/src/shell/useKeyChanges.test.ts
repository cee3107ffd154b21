import { createPinia, setActivePinia } from 'pinia'
import { nextTick, effectScope } from 'vue'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { useActions } from '@/composables/useActions'
import { useShortcuts } from '@/composables/useShortcuts'
import { keysOf, useActionStore } from '@/stores/actions'
import { currentKeys } from '@/ui/keys'
import { useKeyChanges } from './useKeyChanges'
import { useKeyRecorder } from './useKeyRecorder'

const press = (key: string): void =>
  void document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))

describe('useKeyChanges', () => {
  const run = vi.fn<(id: string) => void>()
  const action = (id: string, keys: string) => ({ id, keys, label: id, section: 's', run: () => run(id) })
  let scope = effectScope()
  const keys = (id: string) => keysOf(useActionStore().all.find((one) => one.id === id)!)

  beforeEach(() => {
    localStorage.clear()
    setActivePinia(createPinia())
    run.mockReset()
    scope.stop()
    scope = effectScope()
    scope.run(() => {
      useShortcuts()
      useActions([action('create', 'c'), action('board', 'g b'), action('status', 's')])
    })
    useKeyChanges().resetAll()
  })

  it('gives an action other keys: they work, the old ones do not, and buttons show them', () => {
    useKeyChanges().ask('create', 'x')
    press('c')
    expect(run).not.toHaveBeenCalled()
    press('x')
    expect(run.mock.calls).toEqual([['create']])
    expect(currentKeys('c')).toBe('x')
    expect(currentKeys('s')).toBe('s')
  })

  it('asks where others have the keys, and changes nothing until it is settled', () => {
    const { ask, conflict, settle } = useKeyChanges()
    ask('create', 's')
    expect(conflict.value?.other.id).toBe('status')
    expect(keys('create')).toEqual(['c'])
    settle(false)
    expect(keys('status')).toEqual(['s'])
    ask('create', 's')
    settle(true)
    expect([keys('create'), keys('status')]).toEqual([['s'], []])
    expect(currentKeys('s')).toBeUndefined()
  })

  it('takes the beginning of a sequence for a conflict', () => {
    const { ask, conflict } = useKeyChanges()
    ask('create', 'g')
    expect(conflict.value).toMatchObject({ keys: 'g', others: 'g b' })
  })

  it('goes back to the usual keys, of one and of all, and outlives a reload', async () => {
    const { ask, reset, resetAll, hasChanges } = useKeyChanges()
    ask('create', 'x')
    ask('status', 'y')
    await nextTick()
    expect(JSON.parse(localStorage.getItem('tandem:keys')!)).toEqual({ create: ['x'], status: ['y'] })
    reset('create')
    expect([keys('create'), keys('status')]).toEqual([['c'], ['y']])
    resetAll()
    expect([keys('status'), hasChanges.value]).toEqual([['s'], false])
  })
})

describe('useKeyRecorder', () => {
  it('takes one stroke or two in turn, lets nothing below hear them, and Escape keeps the old ones', () => {
    vi.useFakeTimers()
    const got: string[] = []
    const below = vi.fn()
    document.addEventListener('keydown', below)
    const scope = effectScope()
    const { start, recording } = scope.run(() => useKeyRecorder((_, keys) => got.push(keys)))!
    start('a')
    press('Shift')
    press('x')
    vi.advanceTimersByTime(1_000)
    start('a')
    press('g')
    press('x')
    start('a')
    press('Escape')
    expect(got).toEqual(['x', 'g x'])
    expect(recording.value).toBeNull()
    expect(below).not.toHaveBeenCalled()
    press('x')
    expect(below).toHaveBeenCalledOnce()
    scope.stop()
    document.removeEventListener('keydown', below)
    vi.useRealTimers()
  })
})

import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import Toaster from './Toaster.vue'
import { dismissToast, toast, toastMs, toastProblem, toasts } from './toast'

beforeEach(() => {
  vi.useFakeTimers()
  toasts.value.forEach(({ id }) => dismissToast(id))
})
afterEach(() => vi.useRealTimers())

it('goes after 8 s, but not while the pointer is on it', async () => {
  const app = mount(Toaster, { global: { stubs: { teleport: true } } })
  toast('Task deleted')
  await app.vm.$nextTick()
  vi.advanceTimersByTime(toastMs - 1)
  await app.get('li').trigger('pointerenter')
  vi.advanceTimersByTime(10 * toastMs)
  expect(toasts.value).toHaveLength(1)
  await app.get('li').trigger('pointerleave')
  vi.advanceTimersByTime(toastMs)
  expect(toasts.value).toEqual([])
  app.unmount()
})

it('can be undone once', async () => {
  const undo = vi.fn<() => void>()
  const app = mount(Toaster, { global: { stubs: { teleport: true } } })
  toast('Task deleted', { undo })
  await app.vm.$nextTick()
  await app.get('button').trigger('click')
  expect(undo).toHaveBeenCalledOnce()
  expect(toasts.value).toEqual([])
  app.unmount()
})

it('says the same thing once, and shows the last four', () => {
  toastProblem('Not saved', { detail: 'Offline' })
  toastProblem('Not saved', { detail: 'Offline' })
  expect(toasts.value).toHaveLength(1)
  for (let i = 0; i < 6; i++) toast(`Task ${i}`)
  expect(toasts.value.map(({ message }) => message)).toEqual(['Task 2', 'Task 3', 'Task 4', 'Task 5'])
})

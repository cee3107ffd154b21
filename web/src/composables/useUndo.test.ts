import { expect, it, vi } from 'vitest'
import { toast, toasts } from '@/ui/toast'
import { useUndo } from './useUndo'

it('leaves no notice that offers to undo what the keys have undone', () => {
  const undo = vi.fn<() => Promise<null>>(() => Promise.resolve(null))
  const { undo: byKeys } = useUndo({ undo, redo: undo, members: { value: new Map() } as never })
  toast('Task deleted', { undo: () => {} })
  toast('Copied')
  byKeys()
  expect(undo).toHaveBeenCalledOnce()
  expect(toasts.value.map(({ message }) => message)).toEqual(['Copied'])
})

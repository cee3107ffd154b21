import { useEventListener } from '@vueuse/core'
import { shallowRef, type MaybeRefOrGetter, type ShallowRef } from 'vue'

/**
 * Files that are dropped or pasted anywhere on an element. What a field in it has taken for itself is left to that.
 * Gives whether files are held over it.
 */
export function useDrop(
  target: MaybeRefOrGetter<HTMLElement | null | undefined>,
  take: (files: readonly File[]) => void,
): Readonly<ShallowRef<boolean>> {
  const isOver = shallowRef(false)
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false

  useEventListener(target, 'dragover', (event: DragEvent) => {
    if (!hasFiles(event)) return
    isOver.value = !event.defaultPrevented
    event.preventDefault()
  })
  useEventListener(target, 'dragleave', (event: DragEvent) => {
    const inside =
      event.relatedTarget instanceof Node && (event.currentTarget as Node).contains(event.relatedTarget)
    if (!inside) isOver.value = false
  })
  useEventListener(target, 'drop', (event: DragEvent) => {
    isOver.value = false
    if (!hasFiles(event) || event.defaultPrevented) return
    event.preventDefault()
    take([...event.dataTransfer!.files])
  })
  useEventListener(target, 'paste', (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])]
    if (files.length === 0 || event.defaultPrevented) return
    event.preventDefault()
    take(files)
  })
  return isOver
}

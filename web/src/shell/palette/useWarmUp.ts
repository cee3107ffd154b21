import { watch, type ShallowRef } from 'vue'
import { getReady } from '@/project/search'
import type { ProjectStore } from '@/stores/project'
import { whenIdle } from '../idle'
import { tasksOf } from './useFound'

// A few milliseconds each: whoever types goes first.
const step = 500

/** Makes the tasks of a project ready to be searched while nobody types yet, from when the palette opens until it closes. */
export function useWarmUp(isOpen: () => boolean, here: Readonly<ShallowRef<ProjectStore | null>>): void {
  watch([isOpen, here, () => here.value?.status.value], ([open, store, status], _, onCleanup) => {
    if (!open || !store || status !== 'ready') return
    let isWanted = true
    onCleanup(() => (isWanted = false))
    const tasks = tasksOf(store)
    const goOn = (from: number): void => {
      if (!isWanted || from >= tasks.length) return
      getReady(tasks.slice(from, from + step))
      whenIdle(() => goOn(from + step))
    }
    whenIdle(() => goOn(0))
  })
}

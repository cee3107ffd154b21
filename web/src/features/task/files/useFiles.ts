import { shallowRef, watch, type ShallowRef } from 'vue'
import { files } from '@/api/files'
import type { Attachment, Task } from '@/api/types'
import type { ProjectStore } from '@/stores/project'

export interface UseFilesReturn {
  /** The oldest first; undefined until they are loaded. */
  list: Readonly<ShallowRef<readonly Attachment[] | undefined>>
  /** The last try to load has failed; it is made again with the connection. */
  hasFailed: Readonly<ShallowRef<boolean>>
}

/** The files of a task and its comments: loaded when somebody looks, and again whenever there are more or fewer. */
export function useFiles(store: ProjectStore, task: () => Task): UseFilesReturn {
  const list = shallowRef<readonly Attachment[]>()
  const hasFailed = shallowRef(false)
  let last = 0

  async function load(): Promise<void> {
    const mine = ++last
    const { id, attachmentCount } = task()
    try {
      const loaded = attachmentCount > 0 ? await files.of(id) : []
      if (mine === last) list.value = loaded
      if (mine === last) hasFailed.value = false
    } catch {
      if (mine === last) hasFailed.value = true
    }
  }

  watch(() => [task().attachmentCount, store.connection.value] as const, load, { immediate: true })
  return { list, hasFailed }
}

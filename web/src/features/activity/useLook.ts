import { useDocumentVisibility } from '@vueuse/core'
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { activity as api, type Looked } from '@/api/activity'
import { ProblemError } from '@/api/problem'
import type { Id } from '@/api/types'
import type { ProjectStore } from '@/stores/project'
import { heard } from '@/stores/heard'

export interface UseLookReturn {
  /** What others have changed since the person last looked; null where that is nothing, or they never looked. */
  readonly news: Readonly<ShallowRef<Looked | null>>
  /** From now on all of it counts as seen. */
  seen(): void
}

/**
 * What has changed in a project since its person last looked. Once they have nothing to catch up with, what they see
 * happen counts as seen when they leave. Without a connection nothing is said.
 */
export function useLook(store: Pick<ProjectStore, 'id' | 'revision'>): UseLookReturn {
  const project: Id = store.id
  const news = shallowRef<Looked | null>(null)
  const isVisible = useDocumentVisibility()
  /** Something has happened that is not noted as seen. */
  let isLate = false
  let isOver = false

  async function quietly(work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => {
      if (!(error instanceof ProblemError)) throw error
    })
  }

  const look = (): Promise<void> =>
    quietly(async () => {
      const now = await api.look(project)
      if (isOver) return
      news.value = now.changes > 0 ? now : null
      if (now.look === null || (now.changes === 0 && now.look.seq < now.head)) await note(now.head)
    })

  async function note(seq?: number): Promise<void> {
    isLate = false
    await quietly(async () => void (await api.seen(project, seq)))
  }

  function leave(): void {
    if (isLate && news.value === null) void note()
  }

  void look()
  watch(store.revision, () => (isLate = true))
  watch(isVisible, (now) => now === 'hidden' && leave())
  // Another screen of theirs may have marked it as seen.
  watch(heard, () => news.value && void look())
  onScopeDispose(() => {
    leave()
    isOver = true
  })

  function seen(): void {
    news.value = null
    void note()
  }
  return { news, seen }
}

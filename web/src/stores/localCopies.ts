import type { Id, Project } from '@/api/types'
import { type Copy, noCopy } from '@/sync/copy'
import type { Local } from '@/sync/local/local'
import type { Replica } from '@/sync/replica'
import { clock } from './hub'

let local: Promise<Local> | null = null
let onFreed: () => void = () => {}

/** What this browser keeps; null where it cannot, as in a page that came over plain HTTP. */
function kept(): Promise<Local> | null {
  const { locks } = navigator as { locks?: LockManager }
  if (!locks) return null
  local ??= import('@/sync/local/local').then((code) => {
    const { indexedDB: factory } = globalThis
    const form = import.meta.env.SHAPES
    return new code.Local({ factory, locks, clock, form, idle, onFreed: () => onFreed() })
  })
  return local
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: 2000 })
    else setTimeout(resolve)
  })
}

// Without its code, as without a place to keep anything, all works as long as the page lives.
const nothing = (): null => null

export const localCopies = {
  /** The copy of a project, for the person who sees it now; null where nothing can be kept. */
  of(person: Id | null, project: Id, replica: Replica): Promise<Copy> | null {
    if (person === null) return null
    return (
      kept()
        ?.then((one) => one.copyOf(person, project, replica))
        .catch(() => noCopy) ?? null
    )
  },
  /** The projects for which edits of this person wait; told again whenever a tab with some has ended. */
  async onWaiting(person: () => Id | null, tell: (projects: readonly Id[]) => void): Promise<void> {
    onFreed = async () => {
      const id = person()
      const one = await kept()?.catch(nothing)
      if (id !== null && one) tell(await one.waiting(id))
    }
    await onFreed()
  },
  /** Lets go of what the person does not see any more (L3). */
  async prune(projects: readonly Project[]): Promise<void> {
    await (await kept()?.catch(nothing))?.prune(projects.map(({ id }) => id))
  },
  /** Somebody has signed in. */
  async reopen(): Promise<void> {
    ;(await kept()?.catch(nothing))?.reopen()
  },
}

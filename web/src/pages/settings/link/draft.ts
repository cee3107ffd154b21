import { inDays } from '@/api/instant'
import type { LinkChanges } from '@/api/links'

/** What stands in the form of a public link. */
export interface LinkDraft {
  mode: 'keep' | 'new' | 'none'
  password: string
  /** Days from now; empty: never. */
  lifetime: 'keep' | '' | '7' | '30' | '90'
}

/** What of a link changes by it; all of a new one, which has nothing to keep. */
export function changesOf({ mode, password, lifetime }: LinkDraft, nowMs = Date.now()): LinkChanges {
  const changes: LinkChanges = {}
  if (mode !== 'keep') changes.password = mode === 'new' && password ? password : null
  if (lifetime !== 'keep') changes.expiresAt = lifetime ? inDays(Number(lifetime), nowMs) : null
  return changes
}

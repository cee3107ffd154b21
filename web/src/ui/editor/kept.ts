import type { DocChanges } from '@/sync/frame'

/** What was typed and is not known to be stored by the server: kept on this device until it is. */
export interface Kept {
  readonly client: string
  /** Of the first update that is not confirmed. */
  readonly id: number
  /** The text at `version`, which the updates are for. */
  readonly version: number
  readonly base: string
  readonly updates: readonly DocChanges[]
}

export function readKept(key: string): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as Kept | null
  } catch {
    return null
  }
}

export function writeKept(key: string, kept: Kept | null): void {
  try {
    if (kept) localStorage.setItem(key, JSON.stringify(kept))
    else localStorage.removeItem(key)
  } catch {
    // Storage may be blocked or full: then it lasts as long as the page.
  }
}

import type { CommandBody, Entry, Id } from '@/api/types'
import type { Change } from '@/project/state'
import type { Clock } from './clock'
import type { Copy } from './copy'
import type { Refusal } from './gestures'
import type { Http } from './http'
import type { Replica } from './replica'
import type { SetAside } from './setAside'
import type { Socket } from './socket'

export type ConnectionState = 'connecting' | 'live' | 'offline' | 'signed-out' | 'gone'
export type LoadState = 'loading' | 'ready' | 'gone' | 'failed'

export interface SyncListener {
  /** The view has changed: everywhere, or in these records. `foreign` are the entries of others that did it. */
  onView(reset: boolean, changes: readonly Change[], foreign: readonly Entry[]): void
  /** One of the states, the number of pending commands or who is here has changed. */
  onStatus(): void
  onRefused(refusal: Refusal): void
  /** Access is ending: what is written in open fields and was not run yet, as the commands that would have been. */
  onLeaving(): readonly CommandBody[]
  /** Access has ended, and these edits were not sent; nothing here knows of them any more (L3). */
  onSetAside(edits: readonly SetAside[]): void
}

export interface SyncOptions {
  readonly project: Id
  /** Whose commands these are. */
  actor(): Id
  /** Why this person may not do that, null if they may; asked before something is taken back. */
  whyNot?(command: CommandBody): string | null
  readonly socket: Socket
  readonly http: Http
  /** Keeps the project on this device; without it, it lives as long as the page. */
  copyOf?(replica: Replica): Promise<Copy> | null
  readonly clock: Clock
}

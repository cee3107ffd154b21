/** The frames of the socket (contract, "Live"); unknown types are passed over. */
import type { Entry, Id, PresenceUser } from '@/api/types'

/** `away`: one follows the project, and does not look at it. */
export type Activity = PresenceUser['activity'] | 'away'

/** From the server; `stream` says to which subscription a frame belongs. */
export type Frame =
  | { type: 'hello'; stream: Id; protocol: number; epoch: string; seq: number; connection: string }
  | ({ type: 'entry'; stream: Id } & Entry)
  | { type: 'reset'; stream: Id; epoch: string; seq: number }
  | { type: 'heartbeat'; stream: Id; seq: number }
  | { type: 'unsubscribed'; stream: Id; code: number }
  | { type: 'presence'; stream: Id; users: PresenceUser[] }
  | DocFrame
  | { type: 'error'; stream?: Id | null; task?: Id; code: number | string; detail: string }

/** Changes of a text, as `ChangeSet.toJSON` of @codemirror/state writes them. */
export type DocChanges = unknown[]

/** An update in its place; `id` counts those of its client: 1, 2, 3 … */
export interface DocUpdate {
  client: string
  id: number
  user?: Id
  changes: DocChanges
}

/** What is said of a description that is written together. */
export type DocFrame =
  /** `text` is whole, at `version`; null: `updates` follow on the version that was asked from. */
  | {
      type: 'doc:open'
      stream: Id
      task: Id
      version: number
      text: string | null
      updates: readonly DocUpdate[]
    }
  /** `updates` follow on `version`. */
  | { type: 'doc:update'; stream: Id; task: Id; version: number; updates: readonly DocUpdate[] }
  | {
      type: 'doc:awareness'
      stream: Id
      task: Id
      connection: Id
      user: Id
      anchor: number | null
      head: number | null
    }
  | { type: 'doc:close'; stream: Id; task: Id; code: string; detail: string }

/** What a client says of one. */
export type DocWish =
  | { type: 'doc:open'; task: Id; version?: number }
  | { type: 'doc:update'; task: Id; version: number; updates: readonly DocUpdate[] }
  | { type: 'doc:awareness'; task: Id; anchor: number | null; head: number | null }
  | { type: 'doc:close'; task: Id }

/** To the server. */
export type Wish =
  | { type: 'subscribe'; stream: Id; since?: string }
  | { type: 'unsubscribe'; stream: Id }
  | { type: 'presence'; stream: Id; task: Id | null; activity: Activity }
  | DocWish

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
  | { type: 'error'; stream?: Id; code: number | string; detail: string }

/** To the server. */
export type Wish =
  | { type: 'subscribe'; stream: Id; since?: string }
  | { type: 'unsubscribe'; stream: Id }
  | { type: 'presence'; stream: Id; task: Id | null; activity: Activity }

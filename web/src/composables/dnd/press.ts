import type { Point } from './types'

/** What a press has become: still undecided, a drag, or something else (a click, a scroll). */
export type PressState = 'waiting' | 'drag' | 'over'

/** A mouse drags after this many px, so that a click with an unsteady hand stays a click. */
export const mouseSlopPx = 4
/** A finger or a pen lifts the card after resting this long, ms … */
export const holdMs = 220
/** … and scrolls instead when it moves further than this before, px. */
export const holdSlopPx = 8

export interface Press {
  readonly state: PressState
  move(to: Point): PressState
  /** Told when `holdMs` have passed. */
  hold(): PressState
}

/** Decides whether a press becomes a drag. Pure: the caller brings the positions and the timer. */
export function createPress(pointerType: string, origin: Point): Press {
  const isMouse = pointerType === 'mouse'
  let state: PressState = 'waiting'
  return {
    get state() {
      return state
    },
    move(to) {
      const distance = Math.hypot(to.x - origin.x, to.y - origin.y)
      if (state !== 'waiting') return state
      if (isMouse && distance >= mouseSlopPx) state = 'drag'
      if (!isMouse && distance > holdSlopPx) state = 'over'
      return state
    },
    hold() {
      if (state === 'waiting' && !isMouse) state = 'drag'
      return state
    },
  }
}

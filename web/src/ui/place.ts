export type Side = 'top' | 'right' | 'bottom' | 'left'

export interface Box {
  left: number
  top: number
  width: number
  height: number
}

/** Between what is pointed at and what points, and to the edges of the window, in pixels. */
const gap = 6
const edge = 8

const opposite: Record<Side, Side> = { top: 'bottom', right: 'left', bottom: 'top', left: 'right' }

/** Where a small layer stands beside its target: on the wanted side, or the other where it does not fit; never outside. */
export function placeBeside(target: Box, size: Box, side: Side, window: Box): { left: number; top: number } {
  const at = fits(target, size, side, window) ? side : opposite[side]
  const centerX = target.left + (target.width - size.width) / 2
  const centerY = target.top + (target.height - size.height) / 2
  const spots: Record<Side, { left: number; top: number }> = {
    top: { left: centerX, top: target.top - size.height - gap },
    bottom: { left: centerX, top: target.top + target.height + gap },
    left: { left: target.left - size.width - gap, top: centerY },
    right: { left: target.left + target.width + gap, top: centerY },
  }
  const { left, top } = spots[at]
  return {
    left: clamp(left, edge, window.width - size.width - edge),
    top: clamp(top, edge, window.height - size.height - edge),
  }
}

function fits(target: Box, size: Box, side: Side, window: Box): boolean {
  const room: Record<Side, number> = {
    top: target.top - size.height,
    bottom: window.height - target.top - target.height - size.height,
    left: target.left - size.width,
    right: window.width - target.left - target.width - size.width,
  }
  return room[side] >= gap + edge
}

function clamp(value: number, least: number, most: number): number {
  return Math.round(Math.max(least, Math.min(value, most)))
}

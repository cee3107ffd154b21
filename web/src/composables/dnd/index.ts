export { createDnd } from './createDnd'
export { shiftOf, type Shift, type Span } from './geometry'
export { prefersStillness } from './ghost'
export type { Dnd, DndColumn, DndOptions, Drag, Point, Slot } from './types'

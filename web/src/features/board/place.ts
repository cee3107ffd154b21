import type { CommandBody } from '@/api/types'

/**
 * The wish to put a card at `index` of a status, counted without the card itself. A move names a neighbour and never a
 * number, so that it means the same after what others did meanwhile (D2).
 */
export function moveTo(card: string, status: string, index: number, ids: readonly string[]): CommandBody {
  const others = ids.filter((id) => id !== card)
  const before = others[Math.max(0, index)]
  return before === undefined
    ? { kind: 'task.move', task: card, status }
    : { kind: 'task.move', task: card, status, before }
}

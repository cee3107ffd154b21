import { bytesOf, joined, numberIn } from './bytes'

/** A box of an MP4 (ISO 14496-12). */
export interface Box {
  readonly kind: string
  readonly at: number
  /** Where what is in it begins, and where it ends. */
  readonly from: number
  readonly end: number
}

/** The box that begins at a byte; null where its head is not here yet. Throws where there can be none. */
export function boxAt(bytes: Uint8Array, at: number): Box | null {
  if (at + 16 > bytes.length && at + 8 > bytes.length) return null
  let size = numberIn(bytes, at, 4)
  let from = at + 8
  if (size === 1) {
    if (at + 16 > bytes.length) return null
    size = numberIn(bytes, at + 8, 8)
    from = at + 16
  }
  if (size < from - at) throw new Error('This is no MP4.')
  return { kind: String.fromCharCode(...bytes.subarray(at + 4, at + 8)), at, from, end: at + size }
}

/** The boxes between two bytes, as far as they are whole. */
export function boxesIn(bytes: Uint8Array, from: number, end: number): Box[] {
  const list: Box[] = []
  for (let at = from; at < end;) {
    const box = boxAt(bytes, at)
    if (!box || box.end > end) break
    list.push(box)
    at = box.end
  }
  return list
}

/** The first box down a path; undefined where there is none. */
export function find(
  bytes: Uint8Array,
  within: Pick<Box, 'from' | 'end'>,
  ...path: readonly string[]
): Box | undefined {
  let box: Pick<Box, 'from' | 'end'> = within
  for (const kind of path) {
    const next = boxesIn(bytes, box.from, box.end).find((one) => one.kind === kind)
    if (!next) return undefined
    box = next
  }
  return box as Box
}

export function boxOf(kind: string, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const value = joined(...parts)
  return joined(
    bytesOf(value.length + 8, 4),
    Uint8Array.from(kind, (sign) => sign.charCodeAt(0)),
    value,
  )
}

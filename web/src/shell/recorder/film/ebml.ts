import { bytesOf, joined, numberIn } from './bytes'

/** The elements of a WebM that count here (RFC 8794, RFC 9559), by their ids. */
export const ids = {
  ebml: 0x1a45dfa3,
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  tracks: 0x1654ae6b,
  track: 0xae,
  trackNumber: 0xd7,
  trackType: 0x83,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
  cues: 0x1c53bb6b,
  cuePoint: 0xbb,
  cueTime: 0xb3,
  cuePositions: 0xb7,
  cueTrack: 0xf7,
  cuePlace: 0xf1,
  seekHead: 0x114d9b74,
  void: 0xec,
} as const

export interface Element {
  readonly id: number
  /** Where what is in it begins. */
  readonly from: number
  /** How long that is, in bytes; null: until the next one of its kind. */
  readonly size: number | null
}

/** The length of a number that says its own length; 0 where there is none. */
const lengthAt = (bytes: Uint8Array, at: number): number => Math.clz32(bytes[at] ?? 0) - 23

/** The element that begins at a byte; null where not enough of it is here. Throws where there can be none. */
export function elementAt(bytes: Uint8Array, at: number): Element | null {
  if (at >= bytes.length) return null
  const n = lengthAt(bytes, at)
  if (n > 4) throw new Error('This is no WebM.')
  if (at + n >= bytes.length) return null
  const m = lengthAt(bytes, at + n)
  if (m > 8) throw new Error('This is no WebM.')
  if (at + n + m > bytes.length) return null
  const isUnknown =
    bytes[at + n] === 0xff >> (m - 1) && bytes.subarray(at + n + 1, at + n + m).every((b) => b === 0xff)
  const first = (bytes[at + n] ?? 0) & ((0x80 >> (m - 1)) - 1)
  const size = joined(new Uint8Array([first]), bytes.subarray(at + n + 1, at + n + m))
  return { id: numberIn(bytes, at, n), from: at + n + m, size: isUnknown ? null : numberIn(size, 0, m) }
}

/** What is in an element that is here whole. */
export function* childrenOf(
  bytes: Uint8Array,
): Generator<{ id: number; whole: Uint8Array; value: Uint8Array }> {
  for (let at = 0; at < bytes.length;) {
    const element = elementAt(bytes, at)
    if (!element || element.size === null) return
    const end = element.from + element.size
    yield { id: element.id, whole: bytes.subarray(at, end), value: bytes.subarray(element.from, end) }
    at = end
  }
}

export const numberOf = (value: Uint8Array): number => numberIn(value, 0, value.length)

/** An element of these parts; its size takes eight bytes, whatever it is. */
export function element(id: number, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const value = joined(...parts)
  return joined(idOf(id), new Uint8Array([1]), bytesOf(value.length, 7), value)
}

export const idOf = (id: number): Uint8Array => bytesOf(id, Math.ceil((32 - Math.clz32(id)) / 8))

import { bytesOf, float64, joined, numberIn } from './bytes'
import { childrenOf, element, elementAt, idOf, ids, numberOf } from './ebml'
import type { Film, FilmReader } from './film'

/** Longer heads are not waited for, in bytes. */
const maxHead = 1 << 20

/** Reads a WebM as browsers record it: clusters without an end, and no index. */
export class WebmReader implements FilmReader {
  /** What has come and is not understood yet: less than an element. */
  private rest: Uint8Array<ArrayBuffer> = new Uint8Array()
  /** How many bytes of the body belong to an element that does not count. */
  private skip = 0
  private cluster = { at: 0, ms: 0 }
  private facts: Facts | null = null
  /** When each track was seen last, and how long its pictures last, in milliseconds. */
  private readonly last = new Map<number, number>()

  constructor(private readonly film: Film) {}

  take(part: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    const body = this.film.head.length > 0 ? part : this.takeHead(part)
    if (this.film.head.length > 0) this.read(body)
    this.film.bytes += body.length
    return body
  }

  private takeHead(part: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    const all = joined(this.rest, part)
    const end = endOfHead(all)
    if (end === null && all.length > maxHead) throw new Error('This is no WebM.')
    this.rest = end === null ? all : new Uint8Array()
    if (end === null) return this.rest.subarray(0, 0)
    this.film.head = all.slice(0, end)
    return all.slice(end)
  }

  private read(body: Uint8Array<ArrayBuffer>): void {
    const begin = this.film.bytes - this.rest.length
    const all = joined(this.rest, body)
    let at = Math.min(this.skip, all.length)
    this.skip -= at
    while (this.skip === 0) {
      const next = this.step(all, at, begin)
      if (next === null) break
      this.skip = Math.max(0, next - all.length)
      at = Math.min(next, all.length)
    }
    this.rest = all.slice(at)
  }

  /** Where the next element stands; null where this one is not here yet. */
  private step(all: Uint8Array, at: number, begin: number): number | null {
    const found = elementAt(all, at)
    if (!found) return null
    const { id, from, size } = found
    if (id === ids.cluster || id === ids.blockGroup) {
      if (id === ids.cluster) this.cluster = { at: begin + at, ms: 0 }
      return from
    }
    const needed = id === ids.timestamp ? (size ?? 0) : 12
    const counts = id === ids.timestamp || id === ids.simpleBlock || id === ids.block
    if (counts && all.length < from + Math.min(needed, size ?? 0)) return null
    if (id === ids.timestamp) this.cluster.ms = numberIn(all, from, size ?? 0) * this.known().unitMs
    if (id === ids.simpleBlock || id === ids.block) this.block(all, from, id === ids.simpleBlock)
    return from + (size ?? 0)
  }

  private block(all: Uint8Array, from: number, saysKey: boolean): void {
    const { unitMs, track } = this.known()
    const number = (all[from] ?? 0) & 0x7f // a film of 127 tracks is none of ours
    const ms = this.cluster.ms + ((numberIn(all, from + 1, 2) << 16) >> 16) * unitMs
    const lasts = Math.max(0, ms - (this.last.get(number) ?? ms))
    this.last.set(number, ms)
    this.film.endMs = Math.max(this.film.endMs, ms + lasts)
    const isKey = saysKey && ((all[from + 3] ?? 0) & 0x80) !== 0
    const isNew = this.film.points.at(-1)?.at !== this.cluster.at
    if (number === track && isKey && isNew) this.film.points.push({ at: this.cluster.at, ms })
  }

  private known(): Facts {
    return (this.facts ??= factsOf(this.film.head))
  }
}

/** Where the first cluster begins; null where it is not here yet. */
function endOfHead(all: Uint8Array): number | null {
  for (let at = 0; ;) {
    const found = elementAt(all, at)
    if (!found) return null
    if (at === 0 && found.id !== ids.ebml) throw new Error('This is no WebM.')
    if (found.id === ids.cluster) return at
    at = found.id === ids.segment ? found.from : found.from + (found.size ?? 0)
  }
}

interface Facts {
  /** How many milliseconds a unit of time is. */
  unitMs: number
  /** The number of the track of pictures. */
  track: number
  /** What stands before the segment. */
  start: Uint8Array
  info: Uint8Array
  /** What else stands in the segment's head. */
  others: Uint8Array[]
}

function factsOf(head: Uint8Array): Facts {
  const facts: Facts = { unitMs: 1, track: 1, start: head, info: new Uint8Array(), others: [] }
  let at = 0
  for (let found = elementAt(head, 0); found; found = elementAt(head, at)) {
    if (found.id === ids.segment) {
      facts.start = head.subarray(0, at)
      at = found.from
      break
    }
    at = found.from + (found.size ?? 0)
  }
  for (const { id, whole, value } of childrenOf(head.subarray(at))) {
    if (id === ids.info) facts.info = value
    else if (id !== ids.seekHead && id !== ids.void && id !== ids.cues) facts.others.push(whole)
    if (id === ids.tracks) facts.track = pictureTrack(value)
  }
  for (const { id, value } of childrenOf(facts.info))
    if (id === ids.timestampScale) facts.unitMs = numberOf(value) / 1e6
  return facts
}

function pictureTrack(tracks: Uint8Array): number {
  const all = [...childrenOf(tracks)].map(({ value }) => {
    const of = (id: number): number =>
      numberOf([...childrenOf(value)].find((c) => c.id === id)?.value ?? new Uint8Array())
    return { number: of(ids.trackNumber), isPicture: of(ids.trackType) === 1 }
  })
  return (all.find(({ isPicture }) => isPicture) ?? all[0])?.number ?? 1
}

/** A head with the duration, and with the index before the body. */
export function webmHead(film: Film): Uint8Array<ArrayBuffer> {
  const { start, info, others, track, unitMs } = factsOf(film.head)
  const kept = [...childrenOf(info)].filter(({ id }) => id !== ids.duration).map(({ whole }) => whole)
  const duration = element(ids.duration, float64(film.endMs / unitMs))
  const before = joined(element(ids.info, ...kept, duration), ...others)
  const index = (offset: number): Uint8Array =>
    element(ids.cues, ...film.points.map(({ at, ms }) => cue(track, ms / unitMs, offset + at)))
  const cues = index(before.length + index(0).length) // numbers of eight bytes: it does not grow
  // Its clusters have no end, so it has none either.
  const endless = Uint8Array.of(1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)
  return joined(start, idOf(ids.segment), endless, before, cues)
}

function cue(track: number, time: number, at: number): Uint8Array {
  const place = element(
    ids.cuePositions,
    element(ids.cueTrack, bytesOf(track, 1)),
    element(ids.cuePlace, bytesOf(at, 8)),
  )
  return element(ids.cuePoint, element(ids.cueTime, bytesOf(time, 8)), place)
}

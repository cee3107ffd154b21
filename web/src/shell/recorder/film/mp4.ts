import { boxAt, boxesIn, boxOf, find, type Box } from './box'
import { bytesOf, joined, numberIn } from './bytes'
import type { Film, FilmReader } from './film'

const nothing = new Uint8Array()
const whole = (bytes: Uint8Array): Pick<Box, 'from' | 'end'> => ({ from: 0, end: bytes.length })

/** Reads an MP4 as browsers record it: a head, then fragments that each begin with a `moof`. */
export class Mp4Reader implements FilmReader {
  private rest: Uint8Array<ArrayBuffer> = nothing
  /** How many bytes of a box are to come that only pass through, or are left out. */
  private skip = 0
  private isLeftOut = false
  private tracks: readonly Track[] | null = null

  constructor(private readonly film: Film) {}

  take(part: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    const body: Uint8Array[] = []
    let all = joined(this.rest, part)
    for (;;) {
      const passing = all.subarray(0, this.skip)
      if (!this.isLeftOut) this.give(body, passing)
      this.skip -= passing.length
      all = all.subarray(passing.length)
      const box = this.skip === 0 ? boxAt(all, 0) : null
      if (box && this.film.head.length === 0 && box.kind !== 'ftyp') throw new Error('This is no MP4.')
      // What is read is waited for until it is whole; pictures and sound pass.
      if (!box || (box.kind !== 'mdat' && all.length < box.end)) break
      all = all.subarray(this.box(box, all))
    }
    this.rest = all.slice()
    return joined(...body)
  }

  /** Gives how much of it was taken. */
  private box(box: Box, all: Uint8Array): number {
    if (
      this.film.points.length === 0 &&
      this.film.bytes === 0 &&
      box.kind !== 'moof' &&
      box.kind !== 'mdat'
    ) {
      this.film.head = joined(this.film.head, all.subarray(0, box.end))
      return box.end
    }
    if (box.kind === 'moof') this.fragment(all.subarray(0, box.end))
    // An index at the end would name places that move.
    this.isLeftOut = box.kind === 'mfra'
    this.skip = box.end
    return 0
  }

  private give(body: Uint8Array[], part: Uint8Array): void {
    body.push(part)
    this.film.bytes += part.length
  }

  private fragment(moof: Uint8Array): void {
    this.tracks ??= tracksOf(this.film.head)
    const inside = boxAt(moof, 0)!
    for (const traf of boxesIn(moof, inside.from, inside.end).filter(({ kind }) => kind === 'traf')) {
      const run = runOf(moof, traf)
      const track = this.tracks.find(({ id }) => id === run.track)
      if (!track) continue
      const ms = (run.time / track.scale) * 1000
      this.film.endMs = Math.max(this.film.endMs, ms + (run.lasts / track.scale) * 1000)
      if (track === this.tracks[0] && run.isKey && !run.isFixed)
        this.film.points.push({ at: this.film.bytes, ms })
    }
  }
}

interface Track {
  readonly id: number
  /** Units of time a second. */
  readonly scale: number
}

/** The tracks of a film, that of pictures first. */
function tracksOf(head: Uint8Array): Track[] {
  const moov = find(head, whole(head), 'moov')
  const traks = moov ? boxesIn(head, moov.from, moov.end).filter(({ kind }) => kind === 'trak') : []
  const list = traks.flatMap((trak) => {
    const tkhd = find(head, trak, 'tkhd')
    const mdhd = find(head, trak, 'mdia', 'mdhd')
    const hdlr = find(head, trak, 'mdia', 'hdlr')
    if (!tkhd || !mdhd || !hdlr) return []
    const id = numberIn(head, tkhd.from + (head[tkhd.from] === 1 ? 20 : 12), 4)
    const scale = numberIn(head, mdhd.from + (head[mdhd.from] === 1 ? 20 : 12), 4)
    return [{ id, scale: scale || 1, isPicture: numberIn(head, hdlr.from + 8, 4) === 0x76696465 }] // vide
  })
  return list.toSorted((a, b) => Number(b.isPicture) - Number(a.isPicture))
}

/** What a fragment says of a track: when it begins and how long it lasts, in the track's units. */
function runOf(moof: Uint8Array, traf: Box) {
  const tfhd = find(moof, traf, 'tfhd')
  const tfdt = find(moof, traf, 'tfdt')
  const trun = find(moof, traf, 'trun')
  const flags = tfhd ? numberIn(moof, tfhd.from + 1, 3) : 0
  let at = (tfhd?.from ?? 0) + 8 + (flags & 1 ? 8 : 0) + (flags & 2 ? 4 : 0)
  const usual = flags & 8 ? numberIn(moof, at, 4) : 0
  at += (flags & 8 ? 4 : 0) + (flags & 0x10 ? 4 : 0)
  const usualFlags = flags & 0x20 ? numberIn(moof, at, 4) : 0
  const samples = trun ? samplesOf(moof, trun, usual, usualFlags) : { lasts: 0, flags: 0 }
  return {
    track: tfhd ? numberIn(moof, tfhd.from + 4, 4) : 0,
    time: tfdt ? numberIn(moof, tfdt.from + 4, moof[tfdt.from] === 1 ? 8 : 4) : 0,
    lasts: samples.lasts,
    isKey: (samples.flags & 0x10000) === 0,
    /** It names places in the file, which would move. */
    isFixed: (flags & 1) !== 0,
  }
}

/** How long all samples last, and the flags of the first. */
function samplesOf(
  moof: Uint8Array,
  trun: Box,
  usual: number,
  usualFlags: number,
): { lasts: number; flags: number } {
  const says = numberIn(moof, trun.from + 1, 3)
  const count = numberIn(moof, trun.from + 4, 4)
  let at = trun.from + 8 + (says & 1 ? 4 : 0)
  let flags = says & 4 ? numberIn(moof, at, 4) : usualFlags
  at += says & 4 ? 4 : 0
  let lasts = 0
  for (let i = 0; i < count && at <= trun.end; i++) {
    lasts += says & 0x100 ? numberIn(moof, at, 4) : usual
    at += (says & 0x100 ? 4 : 0) + (says & 0x200 ? 4 : 0)
    if (i === 0 && says & 0x400) flags = numberIn(moof, at, 4)
    at += (says & 0x400 ? 4 : 0) + (says & 0x800 ? 4 : 0)
  }
  return { lasts, flags }
}

/** A head with the duration, and with the index (`sidx`) right before the body. */
export function mp4Head(film: Film): Uint8Array<ArrayBuffer> {
  const track = tracksOf(film.head)[0]
  if (!track || film.points.length === 0) return film.head
  const parts = boxesIn(film.head, 0, film.head.length).map((box) =>
    box.kind === 'moov' ? timed(film.head, box, film.endMs) : film.head.subarray(box.at, box.end),
  )
  return joined(...parts, indexOf(film, track))
}

/** A `moov` whose headers say how long the film is. */
function timed(head: Uint8Array, moov: Box, endMs: number): Uint8Array {
  const mvhd = find(head, moov, 'mvhd')
  const scale = mvhd ? numberIn(head, mvhd.from + (head[mvhd.from] === 1 ? 20 : 12), 4) : 1000
  const parts = boxesIn(head, moov.from, moov.end).map((box) => {
    const bytes = head.slice(box.at, box.end)
    if (box.kind === 'mvhd') lasting(bytes, { from: 8 }, 'mvhd', (endMs * scale) / 1000)
    if (box.kind === 'trak') ofTrack(bytes, endMs, scale)
    return box.kind === 'mvex' ? fragmented(bytes, (endMs * scale) / 1000) : bytes
  })
  return boxOf('moov', ...parts)
}

/** Where headers say how long something is, behind their version: in those of 4 bytes, and of 8. */
const places = { mvhd: [16, 24], tkhd: [20, 28], mdhd: [16, 24] } as const

function lasting(bytes: Uint8Array, box: Pick<Box, 'from'>, kind: keyof typeof places, units: number): void {
  const isWide = bytes[box.from] === 1
  bytes.set(bytesOf(units, isWide ? 8 : 4), box.from + places[kind][isWide ? 1 : 0])
}

function ofTrack(trak: Uint8Array, endMs: number, scale: number): void {
  const inside = boxAt(trak, 0)!
  const tkhd = find(trak, inside, 'tkhd')
  const mdhd = find(trak, inside, 'mdia', 'mdhd')
  if (tkhd) lasting(trak, tkhd, 'tkhd', (endMs * scale) / 1000)
  if (!mdhd) return
  const own = numberIn(trak, mdhd.from + (trak[mdhd.from] === 1 ? 20 : 12), 4)
  lasting(trak, mdhd, 'mdhd', (endMs * own) / 1000)
}

/** An `mvex` with the duration of all fragments. */
function fragmented(mvex: Uint8Array, units: number): Uint8Array {
  const inside = boxAt(mvex, 0)!
  const kept = boxesIn(mvex, inside.from, inside.end).filter(({ kind }) => kind !== 'mehd')
  const mehd = boxOf('mehd', new Uint8Array([1, 0, 0, 0]), bytesOf(units, 8))
  return boxOf('mvex', mehd, ...kept.map(({ at, end }) => mvex.subarray(at, end)))
}

/** Its places are given by how long each stretch is, in bytes and in the track's units: with others some players err. */
function indexOf(film: Film, track: Track): Uint8Array {
  const { points, bytes, endMs } = film
  const unitsOf = (ms: number): number => Math.round((ms / 1000) * track.scale)
  const stretches = points.map(({ at, ms }, i) => {
    const next = points[i + 1] ?? { at: bytes, ms: endMs }
    const isKey = new Uint8Array([0x90, 0, 0, 0])
    return joined(bytesOf(next.at - at, 4), bytesOf(unitsOf(next.ms) - unitsOf(ms), 4), isKey)
  })
  const from = points[0]!
  return boxOf(
    'sidx',
    new Uint8Array([1, 0, 0, 0]),
    bytesOf(track.id, 4),
    bytesOf(track.scale, 4),
    bytesOf(unitsOf(from.ms), 8),
    bytesOf(from.at, 8),
    bytesOf(0, 2),
    bytesOf(points.length, 2),
    ...stretches,
  )
}

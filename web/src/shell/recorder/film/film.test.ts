import { describe, expect, test } from 'vitest'
import { boxAt, boxesIn, boxOf, find } from './box'
import { bytesOf, joined, numberIn } from './bytes'
import { childrenOf, element, elementAt, idOf, ids, numberOf } from './ebml'
import { headOf, newFilm, readerOf, type Film } from './film'

const endless = Uint8Array.of(1, 255, 255, 255, 255, 255, 255, 255)
const text = (words: string): Uint8Array => Uint8Array.from(words, (sign) => sign.charCodeAt(0))
const block = (track: number, ms: number, isKey: boolean): Uint8Array =>
  element(
    ids.simpleBlock,
    Uint8Array.of(0x80 | track),
    bytesOf(ms & 0xffff, 2),
    Uint8Array.of(isKey ? 0x80 : 0),
    text('picture'),
  )
const cluster = (ms: number, ...blocks: Uint8Array[]): Uint8Array =>
  joined(idOf(ids.cluster), endless, element(ids.timestamp, bytesOf(ms, 2)), ...blocks)
const track = (number: number, type: number): Uint8Array =>
  element(
    ids.track,
    element(ids.trackNumber, Uint8Array.of(number)),
    element(ids.trackType, Uint8Array.of(type)),
  )

/** Two seconds of sound (track 1) and pictures (track 2), as a browser gives them. */
const clusters = [
  cluster(0, block(1, 0, true), block(2, 4, true), block(2, 504, false)),
  cluster(1000, block(2, 0, true), block(1, -3, true), block(2, 500, false)),
]
const webm = joined(
  element(ids.ebml, text('webm')),
  joined(idOf(ids.segment), endless),
  element(ids.seekHead, text('elsewhere')),
  element(ids.info, element(ids.timestampScale, bytesOf(1_000_000, 3)), element(ids.duration, bytesOf(0, 8))),
  element(ids.tracks, track(1, 2), track(2, 1)),
  ...clusters,
)

const header = (at: number, value: number, length: number): Uint8Array => {
  const bytes = new Uint8Array(length)
  bytes.set(bytesOf(value, 4), at)
  return bytes
}
const trak = (id: number, scale: number, kind: string): Uint8Array =>
  boxOf(
    'trak',
    boxOf('tkhd', header(12, id, 84)),
    boxOf(
      'mdia',
      boxOf('mdhd', header(12, scale, 24)),
      boxOf('hdlr', new Uint8Array(8), text(kind), new Uint8Array(13)),
    ),
  )
const traf = (id: number, time: number, lasts: readonly number[], isKey: boolean): Uint8Array =>
  boxOf(
    'traf',
    boxOf('tfhd', bytesOf(0x020000, 4), bytesOf(id, 4)),
    boxOf('tfdt', bytesOf(0, 4), bytesOf(time, 4)),
    boxOf(
      'trun',
      bytesOf(0x104, 4),
      bytesOf(lasts.length, 4),
      bytesOf(isKey ? 0x2000000 : 0x1010000, 4),
      ...lasts.map((n) => bytesOf(n, 4)),
    ),
  )
const fragments = [
  joined(
    boxOf('moof', traf(1, 0, [48_000], true), traf(2, 0, [300, 300], true)),
    boxOf('mdat', text('pictures')),
  ),
  joined(boxOf('moof', traf(2, 600, [300], false)), boxOf('mdat', text('more'))),
  joined(
    boxOf('moof', traf(1, 48_000, [96_000], true), traf(2, 900, [300, 300], true)),
    boxOf('mdat', text('last')),
  ),
]
const mp4 = joined(
  boxOf('ftyp', text('isom')),
  boxOf(
    'moov',
    boxOf('mvhd', header(12, 1000, 100)),
    trak(1, 48_000, 'soun'),
    trak(2, 600, 'vide'),
    boxOf('mvex', boxOf('trex', new Uint8Array(24))),
  ),
  ...fragments,
  boxOf('mfra', text('places that will move')),
)

/** Reads a film in parts of so many bytes. */
function read(raw: Uint8Array, mime: string, size: number): { film: Film; body: Uint8Array } {
  const film = newFilm(mime)
  const reader = readerOf(film)
  const body: Uint8Array[] = []
  for (let at = 0; at < raw.length; at += size) body.push(reader.take(raw.slice(at, at + size)))
  return { film, body: joined(...body) }
}

describe('WebM', () => {
  test.each([1, 2, 7, 64, 10_000])('is the same in parts of %i bytes', (size) => {
    const { film, body } = read(webm, 'video/webm;codecs=vp9,opus', size)
    expect(body).toEqual(joined(...clusters))
    expect(film.bytes).toBe(body.length)
    expect(film.points).toEqual([
      { at: 0, ms: 4 },
      { at: clusters[0]!.length, ms: 1000 },
    ])
    expect(film.endMs).toBe(2000) // the last picture lasts as long as the one before
  })

  test('its head says how long it is, and where its clusters are', () => {
    const { film, body } = read(webm, 'video/webm', 100)
    const whole = joined(headOf(film), body)
    const segment = elementAt(whole, elementAt(whole, 0)!.from + 4)!
    const children = [...childrenOf(whole.subarray(segment.from))]
    expect(children.map(({ id }) => id).slice(0, 3)).toEqual([ids.info, ids.tracks, ids.cues])
    const duration = [...childrenOf(children[0]!.value)].find(({ id }) => id === ids.duration)!.value
    expect(new DataView(duration.slice().buffer).getFloat64(0)).toBe(2000)
    for (const [i, { value }] of [...childrenOf(children[2]!.value)].entries()) {
      const place = [...childrenOf([...childrenOf(value)][1]!.value)]
      expect(numberOf(place[0]!.value)).toBe(2)
      const at = segment.from + numberOf(place[1]!.value)
      expect(whole.slice(at, at + clusters[i]!.length)).toEqual(clusters[i])
    }
  })
})

describe('MP4', () => {
  test.each([1, 2, 7, 64, 10_000])('is the same in parts of %i bytes', (size) => {
    const { film, body } = read(mp4, 'video/mp4;codecs=avc1,opus', size)
    expect(body).toEqual(joined(...fragments)) // without the index that would be wrong
    expect(film.points).toEqual([
      { at: 0, ms: 0 },
      { at: fragments[0]!.length + fragments[1]!.length, ms: 1500 },
    ])
    expect(film.endMs).toBe(3000)
  })

  test('its head says how long it is, and where its fragments are', () => {
    const { film, body } = read(mp4, 'video/mp4', 100)
    const whole = joined(headOf(film), body)
    const all = { from: 0, end: whole.length }
    const mehd = find(whole, all, 'moov', 'mvex', 'mehd')!
    expect(numberIn(whole, mehd.from + 4, 8)).toBe(3000)
    const sidx = find(whole, all, 'sidx')!
    const stretch = (i: number): number => sidx.from + 32 + 12 * i
    expect(numberIn(whole, stretch(0), 4)).toBe(fragments[0]!.length + fragments[1]!.length)
    expect(numberIn(whole, stretch(0) + 4, 4)).toBe(900) // of 600 a second
    expect(boxAt(whole, sidx.end + numberIn(whole, stretch(0), 4))!.kind).toBe('moof')
    expect(numberIn(whole, stretch(0), 4) + numberIn(whole, stretch(1), 4)).toBe(body.length)
    expect(boxesIn(whole, 0, whole.length).at(-1)!.end).toBe(whole.length)
  })
})

test('a film that broke off is mended as far as it came', () => {
  const { film } = read(webm.subarray(0, webm.length - 10), 'video/webm', 50)
  expect(film.points).toHaveLength(2)
  expect(headOf(film).length).toBeGreaterThan(film.head.length)
})

test.each(['video/webm', 'video/mp4'])('what is no %s passes as it came', (mime) => {
  const odd = text('#EXTM3U\0\0\0\0 and more and more and more')
  const { film, body } = read(odd, mime, 5)
  expect(joined(headOf(film), body)).toEqual(odd)
})

import { joined } from './bytes'
import { Mp4Reader, mp4Head } from './mp4'
import { WebmReader, webmHead } from './webm'

/** From where a film can be played. */
export interface Point {
  /** Bytes from the beginning of the body. */
  readonly at: number
  /** Milliseconds from the beginning of the film. */
  readonly ms: number
}

/**
 * A film that is still being recorded. What a recorder gives first, its head, is kept back: only when the film has ended
 * is it known what belongs there, its duration and where its pictures are. So the body goes ahead, and the head is written
 * last. All of it can be kept as it is, and taken up again after a crash.
 */
export interface Film {
  readonly mime: string
  /** As the recorder gave it; empty while it has not come whole. */
  head: Uint8Array<ArrayBuffer>
  /** How long the body is, in bytes. */
  bytes: number
  points: Point[]
  /** Its duration, in milliseconds. */
  endMs: number
}

/** Reads a film while it comes. */
export interface FilmReader {
  /** Takes what the recorder gives next; gives what of it belongs to the body. */
  take(part: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>
}

export const newFilm = (mime: string): Film => ({
  mime,
  head: new Uint8Array(),
  bytes: 0,
  points: [],
  endMs: 0,
})

const isMp4 = ({ mime }: Film): boolean => mime.startsWith('video/mp4')

/** Reads what a browser records; what it cannot read passes as it came, and is then played without an index. */
export function readerOf(film: Film): FilmReader {
  const reader = isMp4(film) ? new Mp4Reader(film) : new WebmReader(film)
  let before: Uint8Array[] | null = []
  let isOdd = false

  function plain(part: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    film.bytes += part.length
    return part
  }
  return {
    take(part) {
      if (isOdd) return plain(part)
      before?.push(part)
      try {
        const body = reader.take(part)
        if (film.head.length > 0) before = null
        return body
      } catch {
        isOdd = true
        return plain(before ? joined(...before) : part)
      }
    },
  }
}

/** What stands before the body once it has ended: the film then says how long it is, and can be sought in. */
export function headOf(film: Film): Uint8Array<ArrayBuffer> {
  if (film.points.length === 0) return film.head
  return isMp4(film) ? mp4Head(film) : webmHead(film)
}

import { shallowRef, type InjectionKey, type ShallowRef } from 'vue'
import { contentOf } from '@/api/files'
import type { Attachment, Comment, Id } from '@/api/types'
import { clockOf } from '@/ui/clock'

/** A place in a film that hangs on the task. */
export interface Moment {
  readonly film: Id
  /** From its beginning. */
  readonly seconds: number
}

/** Texts name a moment by the film's address with a media fragment (W3C Media Fragments): any browser understands it. */
const href = /^\/api\/attachments\/([0-9a-f-]{36})\/content#t=(\d{1,6}(?:\.\d{1,3})?)$/
const links = /\[[^\]]*\]\((\/api\/attachments\/[0-9a-f-]{36}\/content#t=[\d.]+)\)/g
const times = /(?<![\p{L}\p{N}:./_-])(?:(\d{1,2}):)?(\d{1,2}):([0-5]\d)(?![\p{L}\p{N}:_-])/gu

export const hrefOf = ({ film, seconds }: Moment): string =>
  `${contentOf({ id: film })}#t=${Math.round(seconds * 10) / 10}`

/** How a text names a moment: `[0:42](/api/attachments/…/content#t=42)`. */
export const namedMoment = (moment: Moment): string => `[${clockOf(moment.seconds)}](${hrefOf(moment)})`

/** The moment that an address leads to; null where it leads elsewhere. */
export function momentOf(address: string): Moment | null {
  const found = href.exec(address)
  return found ? { film: found[1]!, seconds: Number(found[2]) } : null
}

/** Times such as 0:42 and 1:02:03 in a text. */
export function timesIn(text: string): { seconds: number; from: number; to: number }[] {
  return [...text.matchAll(times)].map((found) => {
    const [all, hours, minutes, seconds] = found
    return {
      seconds: Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds),
      from: found.index,
      to: found.index + all.length,
    }
  })
}

/** A comment at a moment of a film. */
export interface Mark {
  readonly comment: Comment
  readonly seconds: number
  /** What it says, without the address. */
  readonly words: string
}

/** The comments on a film, by their moments. Those that name just a time are about `filmAt` that. */
export function marksOf(
  comments: readonly Comment[],
  film: Id,
  filmAt: (seconds: number) => Id | undefined,
): Mark[] {
  const marks = comments.flatMap((comment): Mark[] => {
    const linked = [...comment.body.matchAll(links)].map((link) => momentOf(link[1]!))
    const rest = comment.body.replaceAll(links, '')
    const bare = timesIn(rest).map(({ seconds }) => ({ seconds, film: filmAt(seconds) }))
    const first = [...linked, ...bare].find((moment) => moment?.film === film)
    return first ? [{ comment, seconds: first.seconds, words: rest.replaceAll(/\s+/g, ' ').trim() }] : []
  })
  return marks.toSorted((a, b) => a.seconds - b.seconds)
}

/** The films of a task, and the way to their moments from its texts. */
export interface Moments {
  /** The oldest first. */
  readonly films: ShallowRef<readonly Attachment[]>
  /** The film that a bare time is about: the latest that is long enough. */
  filmAt(seconds: number): Id | undefined
  hrefAt(seconds: number): string | undefined
  show(moment: Moment): void
  /** Tells when somebody wants to see a moment; gives the way out. */
  onShow(listener: (moment: Moment) => void): () => void
}

export const momentsKey: InjectionKey<Moments> = Symbol('moments')

export function createMoments(): Moments {
  const films = shallowRef<readonly Attachment[]>([])
  const listeners = new Set<(moment: Moment) => void>()
  const filmAt = (seconds: number): Id | undefined =>
    films.value.findLast(({ durationSeconds }) => (durationSeconds ?? 0) >= seconds)?.id
  return {
    films,
    filmAt,
    hrefAt(seconds) {
      const film = filmAt(seconds)
      return film && hrefOf({ film, seconds })
    },
    show: (moment) => listeners.forEach((tell) => tell(moment)),
    onShow(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
